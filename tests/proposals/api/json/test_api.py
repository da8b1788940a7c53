"""The JSON API: shapes, filters, refusals, caching, and what it never says."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from proposals.models import Status
from tests.factories import (
    IN_EAST,
    IN_WEST,
    OUTSIDE,
    make_city,
    make_code,
    make_place,
    make_proposal,
    make_route,
    make_topic,
)

pytestmark = pytest.mark.django_db
COUNTING = ("heatmap", "districts", "proposals")
EVERYTHING = (*COUNTING, "base/districts", "base/routes", "base/places", "base/ground")


def get(client: Client, address: str, status: int = 200) -> Any:
    response = client.get(f"/api/v1/{address}")
    assert response.status_code == status, response.content
    return response.json()


def test_totals_agree_for_the_same_filters(client: Client) -> None:
    make_city()
    make_topic("roads")
    for at in (IN_WEST, IN_EAST, OUTSIDE):
        make_proposal(at=at, topic="roads")
    make_proposal(along=make_route(), topic="roads")
    make_proposal(topic="parks")
    month = f"{timezone.localdate():%Y-%m}"
    for query in (
        "",
        "topic=roads",
        "topic=roads&topic=parks",
        "status=published&from=2020-01",
        f"to={month}",
    ):
        heatmap = get(client, f"heatmap?{query}")
        districts = get(client, f"districts?{query}")
        proposals = get(client, f"proposals?{query}")
        assert heatmap["total"] == pytest.approx(proposals["numberMatched"], abs=1e-6)
        assert districts["total"] == pytest.approx(proposals["numberMatched"], abs=1e-6)
        assert sum(weight for _lon, _lat, weight in heatmap["cells"]) == pytest.approx(heatmap["total"])
        counts = sum(row["count"] for row in districts["districts"])
        assert districts["outside"] + counts == pytest.approx(districts["total"])


def test_district_rows_carry_rates(client: Client) -> None:
    west, _east = make_city()
    make_proposal(at=IN_WEST)
    row = get(client, "districts?lang=ru")["districts"][0]
    assert row == {
        "kato": west.kato,
        "slug": "west",
        "name": "West район",
        "count": 1.0,
        "per_1000": 0.01,
        "per_km2": 0.0109,
        "scans": None,
        "per_1000_scans": None,
    }


def test_under_a_district_filter_records_carry_their_share(client: Client) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    make_proposal(along=make_route())
    answer = get(client, "proposals?district=west")
    shares = {f["properties"]["location_source"]: f["properties"]["share"] for f in answer["features"]}
    assert shares == {"pin": 1.0, "whole_route": pytest.approx(0.4, abs=0.01)}
    assert get(client, "heatmap?district=west")["total"] == pytest.approx(1.4, abs=0.01)
    assert "share" not in get(client, "proposals")["features"][0]["properties"]


def test_answers_are_written_in_letters(client: Client) -> None:
    make_city()
    make_proposal(title="Көлеңке керек")
    assert "Көлеңке керек" in client.get("/api/v1/proposals").content.decode()


def test_shares_of_a_route_sum_to_a_whole_total(client: Client) -> None:
    make_city()
    make_proposal(along=make_route("7", (69.5, 42.31), (69.533, 42.352), (69.71, 42.399)))
    assert get(client, "heatmap")["total"] == 1
    assert get(client, "districts")["total"] == 1


def test_whole_route_has_its_line_as_geometry(client: Client) -> None:
    make_city()
    make_proposal(along=make_route())
    geometry = get(client, "proposals")["features"][0]["geometry"]
    assert geometry["type"] == "MultiLineString"
    assert geometry["coordinates"][0][0] == [69.5, 42.35]


def test_pages_lead_on_with_every_filter_kept(client: Client) -> None:
    make_city()
    expected = {make_proposal(topic="roads").number for _ in range(5)}
    make_proposal(topic="parks")
    seen: list[str] = []
    address = "proposals?topic=roads&limit=2"
    while address:
        answer = get(client, address)
        assert answer["numberMatched"] == 5
        seen += [feature["properties"]["number"] for feature in answer["features"]]
        address = answer["links"][0]["href"].partition("/api/v1/")[2] if answer["links"] else ""
    assert len(seen) == 5
    assert set(seen) == expected


@pytest.mark.parametrize("path", EVERYTHING)
def test_unknown_parameter_is_refused_by_name(client: Client, path: str) -> None:
    assert get(client, f"{path}?colour=red", 422)["detail"][0]["loc"][-1] == "colour"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("topic=nothing", "topic"),
        ("status=submitted", "status"),
        ("from=2026-13", "from"),
        ("district=atlantis", "district"),
        ("lang=xx", "lang"),
    ],
)
@pytest.mark.parametrize("path", COUNTING)
def test_unknown_value_is_refused_by_name(client: Client, path: str, query: str, name: str) -> None:
    assert get(client, f"{path}?{query}", 422)["detail"][0]["loc"][-1] == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("heatmap?zoom=99", "zoom"),
        ("heatmap?bbox=1,2,3", "bbox"),
        ("proposals?limit=0", "limit"),
        ("proposals?limit=100000", "limit"),
        ("proposals?offset=-1", "offset"),
        ("districts?bbox=1,2,3,4", "bbox"),
    ],
)
def test_bounds_are_kept(client: Client, address: str, name: str) -> None:
    assert get(client, address, 422)["detail"][0]["loc"][-1] == name


@pytest.mark.parametrize("bbox", ["0,0,1,1", "170,40,-170,45"])
def test_box_elsewhere_or_across_the_antimeridian_is_empty(client: Client, bbox: str) -> None:
    make_city()
    make_proposal()
    assert get(client, f"heatmap?bbox={bbox}")["cells"] == []
    assert get(client, f"proposals?bbox={bbox}")["features"] == []


def test_box_returns_the_whole_cells_that_touch_it(client: Client) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    lon, lat = IN_WEST
    answer = get(client, f"heatmap?zoom=5&bbox={lon + 0.0001},{lat},{lon + 0.0002},{lat}")
    assert answer["total"] == 1


@pytest.mark.parametrize(
    "bbox", ["{lon},{lat},{lon},{lat}", "{lon},42.3,{lon},42.4", "69.5,{lat},69.6,{lat}"]
)
def test_box_without_width_or_height_returns_what_lies_on_it(client: Client, bbox: str) -> None:
    make_city()
    here = make_proposal(at=IN_WEST)
    make_proposal(at=(69.56, 42.36))
    box = bbox.format(lon=IN_WEST[0], lat=IN_WEST[1])
    assert get(client, f"heatmap?zoom=18&bbox={box}")["total"] == 1
    answer = get(client, f"proposals?bbox={box}")
    assert (answer["numberMatched"], [each["id"] for each in answer["features"]]) == (1, [here.public_id])


def test_nothing_unpublished_and_no_code_leaves(client: Client) -> None:
    make_city()
    place = make_place()
    code = make_code(place=place)
    make_proposal(place=place, code=code)
    hidden = [
        make_proposal(status=status) for status in (Status.SUBMITTED, Status.REJECTED, Status.WITHDRAWN)
    ]
    for path in EVERYTHING:
        text = json.dumps(get(client, path), ensure_ascii=False)
        assert code.code not in text
        for proposal in hidden:
            assert proposal.number not in text
            assert proposal.public_id not in text
    assert get(client, "heatmap")["total"] == 1


@pytest.mark.parametrize("path", EVERYTHING)
def test_answers_may_be_kept_and_read_no_cookie(client: Client, path: str) -> None:
    make_city()
    client.cookies["django_language"] = "ru"
    response = client.get(f"/api/v1/{path}", headers={"accept-encoding": "gzip", "accept-language": "en"})
    assert "public" in response["Cache-Control"]
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    assert response["Content-Language"] == "kk"
    assert not response.cookies
    again = client.get(
        f"/api/v1/{path}", headers={"if-none-match": response["ETag"], "accept-encoding": "gzip"}
    )
    assert again.status_code == 304


@pytest.mark.parametrize("path", EVERYTHING)
def test_head_answers_with_the_headers_of_get(client: Client, path: str) -> None:
    make_city()
    response = client.head(f"/api/v1/{path}")
    assert response.status_code == 200
    assert response["ETag"] == client.get(f"/api/v1/{path}")["ETag"]


def test_names_follow_lang(client: Client) -> None:
    make_city()
    names = {
        lang: get(client, f"base/districts?lang={lang}")["features"][0]["properties"]["name"]
        for lang in ("kk", "ru", "en")
    }
    assert names == {"kk": "West ауданы", "ru": "West район", "en": "West"}


def test_base_districts_have_a_short_name_for_labels(client: Client) -> None:
    make_city()
    properties = get(client, "base/districts?lang=ru")["features"][0]["properties"]
    assert (properties["name"], properties["short_name"]) == ("West район", "West")


def test_base_districts_have_a_label_point_inside(client: Client) -> None:
    make_city()
    feature = get(client, "base/districts")["features"][0]
    lon, lat = feature["properties"]["label_point"]
    assert 69.5 < lon < 69.6
    assert 42.3 < lat < 42.4


@pytest.mark.parametrize("path", COUNTING)
def test_queries_do_not_grow_with_the_records(
    client: Client, path: str, django_assert_max_num_queries: Any
) -> None:
    make_city()
    for _ in range(20):
        make_proposal(place=make_place())
    for number in range(10):
        make_proposal(along=make_route(str(number)))
    with django_assert_max_num_queries(8):
        client.get(f"/api/v1/{path}")


def test_description_names_every_parameter(client: Client) -> None:
    description = get(client, "openapi.json")
    parameters = {row["name"] for row in description["paths"]["/api/v1/heatmap"]["get"]["parameters"]}
    assert parameters == {"topic", "status", "from", "to", "district", "lang", "bbox", "zoom"}
