"""Versions of routes."""

from typing import Any

import pytest
from django.contrib.gis.geos import LineString
from django.db import DatabaseError, transaction
from django.utils import timezone

from stops.network.models import RouteDirection, RouteStop, RouteVersion
from stops.network.versions import DirectionData, save_route_version
from tests.factories import make_place, make_route

pytestmark = pytest.mark.django_db
HEADSIGN = {"kk": "Вокзал", "ru": "Вокзал", "en": "Station"}


def test_same_directions_make_no_new_version() -> None:
    version = make_route("1", (69.5, 42.35), (69.6, 42.35))
    directions = [
        DirectionData(
            direction.direction,
            {"kk": direction.headsign_kk, "ru": direction.headsign_ru, "en": direction.headsign_en},
            tuple(direction.line),
            tuple(stop.place for stop in direction.stops.all()),
        )
        for direction in version.directions.all()
    ]
    same, is_new = save_route_version(route=version.route, directions=directions, at=timezone.now())
    assert (same, is_new) == (version, False)


def test_changed_line_ends_the_old_version_and_begins_a_new_one() -> None:
    version = make_route("1", (69.5, 42.35), (69.6, 42.35))
    at = timezone.now()
    line = LineString((69.5, 42.35), (69.65, 42.35), srid=4326)
    stops = tuple(stop.place for stop in version.directions.get(direction=0).stops.all())
    data = DirectionData(0, HEADSIGN, (line,), stops)
    newer, is_new = save_route_version(route=version.route, directions=[data], at=at)
    version.refresh_from_db()
    assert is_new
    assert (newer.number, version.valid_to) == (2, at)
    assert newer.shares.exists()


@pytest.mark.parametrize(
    ("model", "change"),
    [
        (RouteVersion, {"number": 9}),
        (RouteDirection, {"headsign_ru": "Другая"}),
        (RouteStop, {"measure_m": 1.0}),
    ],
)
def test_version_never_changes_even_by_a_bulk_update(model: Any, change: dict[str, Any]) -> None:
    make_route("1", (69.5, 42.35), (69.6, 42.35))
    with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
        model.objects.update(**change)


def test_stops_are_measured_along_the_line_and_the_end_of_a_loop_lies_at_its_end() -> None:
    start, middle = make_place(69.5, 42.3), make_place(69.51, 42.31)
    route = make_route("1", (69.5, 42.35), (69.6, 42.35)).route
    loop = LineString((69.5, 42.3), (69.51, 42.3), (69.51, 42.31), (69.5, 42.31), (69.5, 42.3), srid=4326)
    data = DirectionData(0, HEADSIGN, (loop,), (start, middle, start))
    version, _new = save_route_version(route=route, directions=[data], at=timezone.now())
    stops = RouteStop.objects.filter(direction__version=version)
    measures = list(stops.values_list("measure_m", flat=True))
    assert measures[0] == pytest.approx(0, abs=1)
    assert measures[1] == pytest.approx(824 + 1111, rel=0.01)
    assert measures[2] == pytest.approx(version.length_m, rel=0.001)
