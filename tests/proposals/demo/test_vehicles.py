"""The demo's buses: a feed that the portal's own reader takes, along the routes, moving with the clock."""

import datetime as dt

import pytest
from django.contrib.gis.geos import Point
from django.test import RequestFactory
from django.utils import timezone

from proposals.demo.vehicles import SPEED_M_S, demo_vehicles, vehicle_feed
from stops.network.models import VehicleFix
from stops.network.realtime.reading import Fix, read_positions
from stops.network.realtime.saving import save_fixes
from stops.network.snapping import snap_to_route
from stops.signs.issuing import issue_code
from tests.factories import LONG_AGO, make_city, make_place, make_route

pytestmark = pytest.mark.django_db
BBOX = (69.0, 42.0, 70.0, 43.0)
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)


def fixes(now: dt.datetime) -> list[Fix]:
    return read_positions(vehicle_feed(now), now=now, bbox=BBOX).fixes


def test_each_bus_with_a_code_is_on_its_route_and_moves_along_it() -> None:
    make_city()
    version = make_route("19")
    issue_code(at=LONG_AGO, route=version.route, board_number="1907")
    issue_code(at=LONG_AGO, place=make_place())
    (first,) = fixes(NOW)
    (later,) = fixes(NOW + dt.timedelta(seconds=20))
    assert first.board_number == "1907"
    assert first.direction in {0, 1}
    before = snap_to_route(
        version, Point(first.lon, first.lat, srid=4326), within_m=5, direction=first.direction
    )
    after = snap_to_route(
        version, Point(later.lon, later.lat, srid=4326), within_m=5, direction=later.direction
    )
    assert before is not None
    assert after is not None
    if first.direction == later.direction:
        assert after.measure_m - before.measure_m == pytest.approx(20 * SPEED_M_S, abs=2)
    heading = 90 if first.direction == 0 else 270
    assert first.bearing == pytest.approx(heading, abs=2)


def test_answer_is_taken_by_the_worker_s_own_reading() -> None:
    make_city()
    issue_code(at=LONG_AGO, route=make_route("19").route, board_number="1907")
    answer = demo_vehicles(RequestFactory().get("/demo/vehicles.pb"))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    save_fixes(read_positions(answer.content, now=timezone.now(), bbox=BBOX).fixes)
    assert VehicleFix.objects.get().board_number == "1907"
