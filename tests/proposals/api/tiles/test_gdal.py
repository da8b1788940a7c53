"""What GDAL's MVT driver reads over HTTP from a running portal is what the database holds."""

import json
import shutil
import subprocess
from collections.abc import Iterable
from typing import Any

import pytest
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from districts.models import District
from proposals.models import Proposal, Status
from stops.network.models import Place, PlaceKind
from tests.factories import IN_EAST, IN_WEST, OUTSIDE, make_city, make_place, make_proposal, make_route

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(shutil.which("ogr2ogr") is None, reason="GDAL's programs are not installed"),
]

GRID_DEGREES = 360 / (1 << 14) / 4096
"""A unit of a tile's grid at zoom 14."""


@pytest.fixture(autouse=True)
def small_city(settings: Any) -> None:
    """Keep the bounds, and so the tiles that GDAL asks for, few."""
    settings.CITY_BBOX = (69.5, 42.3, 69.7, 42.4)


def read_with_gdal(live_server: LiveServer, layer: str, zoom: int) -> list[dict[str, Any]]:
    """Return the GeoJSON features, EPSG:4326, that GDAL makes of a layer's zoom."""
    done = subprocess.run(
        [
            "ogr2ogr",
            *("-f", "GeoJSON", "/vsistdout/", f"MVT:{live_server.url}/tiles/{layer}/{zoom}"),
            *("-oo", "TILE_EXTENSION=mvt", "-t_srs", "EPSG:4326", "-lco", "COORDINATE_PRECISION=9"),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert "ERROR" not in done.stderr
    features: list[dict[str, Any]] = json.loads(done.stdout)["features"]
    return features


def values(features: Iterable[dict[str, Any]], name: str) -> list[Any]:
    return [feature["properties"][name] for feature in features]


def make_everything() -> None:
    """Make a small city with proposals of every kind of place and status."""
    make_city()
    version = make_route()
    make_place(*IN_EAST, kind=PlaceKind.PUBLIC_SPACE)
    for step in range(12):
        make_proposal(at=(69.51 + step / 70, 42.31 + step / 130))
    make_proposal(at=OUTSIDE)
    make_proposal(at=(69.8, 42.43))
    make_proposal(along=version)
    make_proposal(at=IN_WEST, status=Status.SUBMITTED)


@pytest.mark.parametrize("zoom", [8, 11])
def test_cells_sum_to_the_total_with_numbers_as_numbers(
    live_server: LiveServer, client: Client, zoom: int
) -> None:
    make_everything()
    features = read_with_gdal(live_server, "cells", zoom)
    total = client.get("/api/v1/heatmap").json()["total"]
    assert total == 15
    assert sum(values(features, "weight")) == pytest.approx(total, abs=1e-5)
    assert all(value > 0 for value in values(features, "per_km2"))


def test_proposals_stand_where_the_database_has_them(live_server: LiveServer) -> None:
    make_everything()
    features = read_with_gdal(live_server, "proposals", 14)
    placed = Proposal.objects.published().filter(location__isnull=False).in_bulk(field_name="public_id")
    assert set(values(features, "public_id")) == set(placed)
    for feature in features:
        proposal = placed[feature["properties"]["public_id"]]
        assert proposal.location is not None
        assert feature["geometry"]["coordinates"] == pytest.approx(proposal.location.coords, abs=GRID_DEGREES)
        assert feature["properties"]["title"] == proposal.headline
        assert feature["properties"]["status"] == proposal.status
        assert feature["properties"]["number"] == proposal.number


def test_places_stand_where_the_database_has_them(live_server: LiveServer) -> None:
    make_everything()
    features = read_with_gdal(live_server, "places", 14)
    placed = {place.name_ru: place for place in Place.objects.all()}
    assert sum(values(features, "count")) == len(placed)
    for feature in features:
        place = placed[feature["properties"]["name_ru"]]
        assert feature["geometry"]["coordinates"] == pytest.approx(place.location.coords, abs=GRID_DEGREES)
        assert feature["properties"]["kind"] == place.kind


def test_districts_and_routes_have_their_names_and_shapes(live_server: LiveServer) -> None:
    make_everything()
    districts = read_with_gdal(live_server, "districts", 9)
    assert set(values(districts, "kato")) == set(District.objects.values_list("kato", flat=True))
    assert {feature["geometry"]["type"] for feature in districts} <= {"Polygon", "MultiPolygon"}
    routes = read_with_gdal(live_server, "routes", 11)
    assert set(values(routes, "number")) == {"19"}
    assert set(values(routes, "proposals")) == {1}
    along = [position for feature in routes for position in positions(feature["geometry"])]
    assert min(lon for lon, _lat in along) == pytest.approx(69.5, abs=8 * GRID_DEGREES)
    assert max(lon for lon, _lat in along) == pytest.approx(69.75, abs=8 * GRID_DEGREES)
    assert all(lat == pytest.approx(42.35, abs=8 * GRID_DEGREES) for _lon, lat in along)


def positions(geometry: dict[str, Any]) -> list[list[float]]:
    """Return all positions of a line or several."""
    coordinates = geometry["coordinates"]
    return coordinates if geometry["type"] == "LineString" else [at for line in coordinates for at in line]


def test_layer_without_features_opens(live_server: LiveServer) -> None:
    make_city()
    assert read_with_gdal(live_server, "cells", 9) == []
