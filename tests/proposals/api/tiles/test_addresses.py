"""Addresses of tiles: bounds, refusals by name, what may be kept and by whom, and what never leaves."""

import gzip
import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from districts.grid import tile_of
from districts.models import District
from proposals.models import Proposal, Status
from stops.signs.models import DistrictScans
from tests.factories import IN_EAST, IN_WEST, make_city, make_code, make_place, make_proposal, make_route
from tests.proposals.api.tiles.reading import address

pytestmark = pytest.mark.django_db

LAYERS = ("cells", "districts", "routes", "places", "proposals")
COUNTED = ("cells", "districts", "routes", "proposals")
X, Y = tile_of(*IN_WEST, 14)
TILES = {layer: address(layer, 14, X, Y) for layer in LAYERS}
EVERYTHING = (*TILES.values(), *(f"/tiles/{layer}.json" for layer in LAYERS), "/tiles/")


def make_all() -> None:
    """Make something for every layer in the tile that holds ``IN_WEST``."""
    make_city()
    make_route()
    place = make_place()
    make_proposal(place=place, code=make_code(place=place))


@pytest.mark.parametrize("layer", LAYERS)
def test_tile_is_a_vector_tile_of_its_layer(client: Client, layer: str) -> None:
    make_all()
    response = client.get(TILES[layer])
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.mapbox-vector-tile"
    assert layer.encode() in response.content


@pytest.mark.parametrize("layer", LAYERS)
def test_tile_without_features_is_empty(client: Client, layer: str) -> None:
    make_all()
    response = client.get(address(layer, 14, 0, 0))
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize(
    ("z", "x", "y"),
    [(23, 0, 0), (14, 1 << 14, 0), (14, 0, 1 << 14), (14, 10**30, 0), (10**30, 0, 0)],
)
def test_tile_outside_the_world_is_not_found(client: Client, layer: str, z: int, x: int, y: int) -> None:
    response = client.get(address(layer, z, x, y))
    assert response.status_code == 404
    assert response["Content-Type"] == "application/json"


@pytest.mark.parametrize(
    "path",
    [
        "streets/14/1/1.mvt",
        "streets.json",
        "cells/14/-1/1.mvt",
        "cells/14/1/1.5.mvt",
        "cells/14/1/1.pbf",
        "cells/14/1/" + "9" * 5000 + ".mvt",
        "cells/",
    ],
)
def test_unknown_address_is_not_found_without_reading_a_session(client: Client, path: str) -> None:
    client.cookies["sessionid"] = "x" * 32
    response = client.get(f"/tiles/{path}")
    assert response.status_code == 404
    assert "Cookie" not in response.get("Vary", "")
    assert "detail" in response.json()


def test_proposals_begin_at_zoom_14_and_say_so(client: Client) -> None:
    response = client.get(address("proposals", 13, *tile_of(*IN_WEST, 13)), {"lang": "en"})
    assert response.status_code == 404
    assert "14" in response.json()["detail"]


@pytest.mark.parametrize("layer", LAYERS)
@pytest.mark.parametrize("z", [14, 18, 19, 22])
def test_close_tiles_are_served_to_zoom_22(client: Client, layer: str, z: int) -> None:
    make_all()
    assert client.get(address(layer, z, *tile_of(*IN_WEST, z))).status_code == 200


@pytest.mark.parametrize("path", EVERYTHING)
def test_unknown_parameter_is_refused_by_name(client: Client, path: str) -> None:
    response = client.get(path, {"colour": "red"})
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", "colour"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("topic", "nothing"),
        ("topic", "\0"),
        ("status", "submitted"),
        ("from", "2026-13"),
        ("to", "1"),
        ("district", "atlantis"),
        ("lang", "xx"),
        ("lang", ""),
    ],
)
@pytest.mark.parametrize("layer", COUNTED)
def test_unknown_value_is_refused_by_name(client: Client, layer: str, name: str, value: str) -> None:
    for path in (TILES[layer], f"/tiles/{layer}.json"):
        response = client.get(path, {name: value})
        assert response.status_code == 422
        assert response.json()["detail"][0]["loc"][-1] == name


@pytest.mark.parametrize(
    ("layer", "name"), [("places", "topic"), ("places", "district"), ("routes", "district")]
)
def test_layer_refuses_a_filter_that_says_nothing_of_it(client: Client, layer: str, name: str) -> None:
    make_all()
    value = {"topic": "transport", "district": "west"}[name]
    for path in (TILES[layer], f"/tiles/{layer}.json"):
        assert client.get(path, {name: value}).status_code == 422


@pytest.mark.parametrize("path", EVERYTHING)
def test_answers_read_no_cookie_and_may_be_kept_by_proxies(client: Client, path: str) -> None:
    make_all()
    client.cookies["django_language"] = "ru"
    client.cookies["sessionid"] = "x" * 32
    response = client.get(path, headers={"accept-encoding": "gzip", "accept-language": "en"})
    assert "public" in response["Cache-Control"]
    assert "s-maxage" in response["Cache-Control"]
    assert response["Vary"] == "Accept-Encoding"
    assert response["Content-Language"] == "kk"
    assert response["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies


def test_tile_is_compressed_where_that_is_understood(client: Client) -> None:
    make_city()
    for step in range(30):
        make_proposal(at=(IN_WEST[0] + step / 1000, IN_WEST[1]))
    path = address("cells", 11, *tile_of(*IN_WEST, 11))
    plain = client.get(path)
    packed = client.get(path, headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content


@pytest.mark.parametrize("path", EVERYTHING)
def test_known_answer_is_not_made_again(client: Client, path: str, django_assert_num_queries: Any) -> None:
    make_all()
    etag = client.get(path)["ETag"]
    with django_assert_num_queries(1):
        again = client.get(path, headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == etag


@pytest.mark.parametrize("path", EVERYTHING)
def test_queries_do_not_grow_with_the_records(
    client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    make_all()
    for number in range(5):
        make_proposal(place=make_place())
        make_proposal(along=make_route(str(number)))
    with django_assert_max_num_queries(8):
        client.get(path)


def hide() -> None:
    proposal = Proposal.objects.get()
    proposal.status = Status.SUBMITTED
    proposal.save()


def retitle() -> None:
    Proposal.objects.update(title="Скамья")


def rename_place() -> None:
    proposal = Proposal.objects.select_related("place").get()
    assert proposal.place is not None
    proposal.place.name_ru = "Рынок"
    proposal.place.save()


def rename_route() -> None:
    version = make_route("2")
    version.route.name_ru = "Рынок — Парк"
    version.route.save()


def scan() -> None:
    month = timezone.localdate().replace(day=1)
    DistrictScans.objects.create(district=District.objects.get(slug="west"), month=month, scans=50)


@pytest.mark.parametrize(
    ("layer", "change"),
    [
        ("cells", hide),
        ("districts", hide),
        ("districts", scan),
        ("proposals", hide),
        ("proposals", retitle),
        ("places", rename_place),
        ("routes", rename_route),
    ],
)
def test_changed_data_gives_another_tile_and_etag(client: Client, layer: str, change: Any) -> None:
    make_all()
    before = client.get(TILES[layer])
    change()
    after = client.get(TILES[layer], headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert after.content != before.content
    assert after["ETag"] != before["ETag"]


def test_hidden_change_is_not_told(client: Client) -> None:
    make_all()
    etag = client.get(TILES["proposals"])["ETag"]
    hidden = make_proposal(status=Status.SUBMITTED)
    hidden.title = "Другое"
    hidden.save()
    assert client.get(TILES["proposals"])["ETag"] == etag


@pytest.mark.parametrize("path", EVERYTHING)
def test_head_answers_with_the_headers_of_get(client: Client, path: str) -> None:
    make_all()
    response = client.head(path)
    assert response.status_code == 200
    assert response["ETag"] == client.get(path)["ETag"]


@pytest.mark.parametrize("path", EVERYTHING)
def test_only_reading_is_allowed(client: Client, path: str) -> None:
    assert client.post(path).status_code == 405


def test_nothing_unpublished_no_text_and_no_code_leaves(client: Client) -> None:
    make_city()
    place = make_place()
    code = make_code(place=place)
    public = make_proposal(place=place, code=code, text="Прошу поставить навес. Мой телефон в другом месте.")
    hidden = [
        make_proposal(status=status, at=IN_EAST, title="Скрытое")
        for status in (Status.SUBMITTED, Status.REJECTED, Status.WITHDRAWN)
    ]
    make_proposal(at=IN_EAST, submitted_at=timezone.now())
    for layer in LAYERS:
        for at in (IN_WEST, IN_EAST):
            content = client.get(address(layer, 16, *tile_of(*at, 16))).content.decode(errors="replace")
            assert code.code not in content
            assert public.text[:10] not in content
            assert "Скрытое" not in content
            for proposal in hidden:
                assert proposal.number not in content
                assert proposal.public_id not in content


def test_index_leads_to_every_description(client: Client, settings: Any) -> None:
    make_city()
    settings.PUBLIC_URL = "https://ideas.example"
    layers = client.get("/tiles/", {"lang": "en"}).json()["layers"]
    assert [layer["id"] for layer in layers] == list(LAYERS)
    for layer in layers:
        assert layer["tilejson"].startswith("https://ideas.example/tiles/")
        answer = client.get(layer["tilejson"].removeprefix("https://ideas.example"), {"lang": "en"})
        assert answer.json()["name"] == layer["title"]


def test_answers_are_written_in_letters(client: Client, settings: Any) -> None:
    settings.CITY_BOUNDARY_CREDIT = "Шекара"
    assert "Шекара" in client.get("/tiles/districts.json").content.decode()
    assert json.loads(client.get("/tiles/districts.json").content)["attribution"] == "Шекара"
