"""The description of each layer: what TileJSON 3.0.0 asks for, the filter kept, and bounds that hold everything."""

from typing import Any

import pytest
from django.test import Client

from districts.grid import tile_of
from proposals.models import Status
from stops.network.models import Place
from tests.factories import IN_WEST, make_city, make_place, make_proposal, make_route
from tests.proposals.api.tiles.reading import read_at

pytestmark = pytest.mark.django_db

LAYERS = ("cells", "districts", "routes", "places", "proposals")


@pytest.fixture(autouse=True)
def address_of_the_portal(settings: Any) -> None:
    settings.PUBLIC_URL = "https://ideas.example"


def describe(client: Client, layer: str, **query: Any) -> dict[str, Any]:
    response = client.get(f"/tiles/{layer}.json", query)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/json")
    answer: dict[str, Any] = response.json()
    return answer


@pytest.mark.parametrize("layer", LAYERS)
def test_description_has_what_the_standard_asks_for(client: Client, layer: str) -> None:
    make_city()
    answer = describe(client, layer, lang="en")
    assert answer["tilejson"] == "3.0.0"
    assert answer["tiles"] == [f"https://ideas.example/tiles/{layer}/{{z}}/{{x}}/{{y}}.mvt?lang=en"]
    assert 0 <= answer["minzoom"] < answer["maxzoom"] <= 22
    west, south, east, north = answer["bounds"]
    lon, lat, zoom = answer["center"]
    assert west < lon < east
    assert south < lat < north
    assert answer["minzoom"] <= zoom <= answer["maxzoom"]
    assert answer["name"]
    assert answer["description"]
    assert answer["attribution"]
    (vector_layer,) = answer["vector_layers"]
    assert vector_layer["id"] == layer
    assert set(vector_layer["fields"]) == set(vector_layer["field_descriptions"])


@pytest.mark.parametrize("layer", LAYERS)
def test_fields_are_those_of_the_features(client: Client, layer: str) -> None:
    make_city()
    make_place()
    make_route()
    make_proposal()
    (vector_layer,) = describe(client, layer)["vector_layers"]
    fields = vector_layer["fields"]
    features = read_at(client, layer, 14, IN_WEST)
    assert features
    for feature in features:
        for name, value in feature.properties.items():
            assert fields[name] == ("String" if isinstance(value, str) else "Number"), name


def test_tiles_keep_the_filter_of_the_description(client: Client) -> None:
    make_city()
    make_proposal(topic="roads")
    make_proposal(topic="parks", status=Status.DONE)
    address = describe(client, "cells", topic=["roads", "parks"], status="done")["tiles"][0]
    assert address.endswith("{y}.mvt?topic=roads&topic=parks&status=done")
    x, y = tile_of(*IN_WEST, 11)
    path = address.removeprefix("https://ideas.example").format(z=11, x=x, y=y)
    assert client.get(path).status_code == 200


def test_bounds_hold_what_lies_beyond_the_city(client: Client, settings: Any) -> None:
    make_city()
    far_east, far_north = (71.5, 42.3), (69.6, 43.5)
    proposal = make_proposal(at=far_east)
    make_place(*far_north)
    west, south, east, north = describe(client, "proposals")["bounds"]
    city_west, city_south, _city_east, _city_north = settings.CITY_BBOX
    assert (west, south) == (city_west, city_south)
    assert east > far_east[0]
    assert north >= far_north[1]
    proposal.delete()
    Place.objects.all().delete()
    assert describe(client, "proposals")["bounds"] == list(settings.CITY_BBOX)


def test_description_follows_lang(client: Client) -> None:
    assert describe(client, "routes", lang="ru")["tiles"][0].endswith("?lang=ru")
    assert describe(client, "routes")["tiles"][0].endswith(".mvt")


def test_osm_is_credited_where_its_data_is_shown(client: Client) -> None:
    make_city()
    assert "OpenStreetMap" not in describe(client, "places", lang="en")["attribution"]
    make_place(source="osm", source_id="n1")
    assert "© OpenStreetMap contributors" in describe(client, "places", lang="en")["attribution"]
