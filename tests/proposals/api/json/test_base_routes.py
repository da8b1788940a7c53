"""The routes of the base layer: exact for those who reckon with them, small for a map from far."""

import json
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client

from tests.factories import make_route

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/base/routes"
METRES = 32642
WAVY = [(69.5 + step * 0.0005, 42.35 + 0.00004 * (step % 2)) for step in range(40)]


def line(client: Client, **query: Any) -> GEOSGeometry:
    features = client.get(ADDRESS, query).json()["features"]
    return GEOSGeometry(json.dumps(features[0]["geometry"]), srid=4326)


def test_each_direction_has_its_number_name_and_line(client: Client) -> None:
    make_route("19")
    features = client.get(ADDRESS, {"lang": "ru"}).json()["features"]
    assert [feature["properties"] for feature in features] == [
        {"number": "19", "name": "Вокзал — Аэропорт", "direction": direction} for direction in (0, 1)
    ]


def test_without_detail_the_line_is_the_one_kept(client: Client) -> None:
    version = make_route("19", *WAVY)
    assert line(client).equals_exact(version.directions.get(direction=0).line, 1e-7)


@pytest.mark.parametrize(("detail", "tolerance_m"), [("far", 15), ("near", 2)])
def test_a_smoothed_line_has_fewer_positions_and_stays_within_its_tolerance(
    client: Client, detail: str, tolerance_m: float
) -> None:
    make_route("19", *WAVY)
    exact, smooth = line(client), line(client, detail=detail)
    assert smooth.num_coords <= exact.num_coords
    assert (smooth.num_coords < exact.num_coords) == (detail == "far")
    rounding_m = 10 if detail == "far" else 1
    exact.transform(METRES)
    smooth.transform(METRES)
    assert exact.buffer(tolerance_m + rounding_m).contains(smooth)


def test_an_unknown_detail_is_refused(client: Client) -> None:
    assert client.get(ADDRESS, {"detail": "middling"}).status_code == 422
