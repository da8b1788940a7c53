"""The last position of each vehicle is kept, in one statement, and forgotten after a day."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from stops.network.models import BusRoute, VehicleFix
from stops.network.realtime.reading import Fix
from stops.network.realtime.saving import forget_old_fixes, save_fixes
from stops.network.tasks import follow_vehicles
from tests.factories import make_route
from tests.stops.network.realtime.feeds import NOW, add_vehicle, body, new_feed, server

pytestmark = pytest.mark.django_db


def fix(vehicle_id: str = "v1", **fields: Any) -> Fix:
    values = {
        "board_number": "1907",
        "route_id": "",
        "direction": None,
        "lon": 69.55,
        "lat": 42.35,
        "bearing": None,
        "at": NOW,
    }
    return Fix(vehicle_id, **{**values, **fields})


@pytest.fixture
def route() -> BusRoute:
    route = make_route().route
    BusRoute.objects.filter(pk=route.pk).update(source="gtfs", source_id="19")
    return route


def test_positions_are_stored_with_their_route(
    route: BusRoute, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fixes = [
        fix("known", route_id="19", direction=1, bearing=90.0),
        fix("unknown", route_id="404", board_number=""),
    ]
    with django_assert_num_queries(1):
        assert save_fixes(fixes) == 2
    known = VehicleFix.objects.get(vehicle_id="known")
    assert (known.route, known.direction, known.bearing, known.at) == (route, 1, 90.0, NOW)
    assert known.location.coords == (69.55, 42.35)
    unknown = VehicleFix.objects.get(vehicle_id="unknown")
    assert (unknown.route, unknown.direction, unknown.bearing) == (None, None, None)


def test_only_a_later_position_changes_a_known_one() -> None:
    save_fixes([fix()])
    assert save_fixes([fix(lon=69.6)]) == 0
    assert save_fixes([fix(lon=69.6, at=NOW - dt.timedelta(seconds=1))]) == 0
    assert VehicleFix.objects.get().location.x == 69.55
    assert save_fixes([fix(lon=69.6, at=NOW + dt.timedelta(seconds=1))]) == 1
    assert VehicleFix.objects.get().location.x == 69.6


@pytest.mark.parametrize("change", [{"source": "osm"}, {"retired_at": NOW}])
def test_route_of_another_source_or_retired_is_not_meant(route: BusRoute, change: dict[str, Any]) -> None:
    BusRoute.objects.filter(pk=route.pk).update(**change)
    save_fixes([fix(route_id="19")])
    assert VehicleFix.objects.get().route is None


def test_the_feed_may_speak_of_the_routes_of_another_import(route: BusRoute, settings: Settings) -> None:
    settings.GTFS_REALTIME_SOURCE = "gtfs-suburbs"
    BusRoute.objects.filter(pk=route.pk).update(source="gtfs-suburbs")
    save_fixes([fix(route_id="19")])
    assert VehicleFix.objects.get().route == route


def test_nothing_to_store_stores_nothing() -> None:
    assert save_fixes([]) == 0


def test_positions_are_forgotten_after_a_day() -> None:
    day = dt.timedelta(days=1)
    save_fixes([fix("old", at=NOW - day - dt.timedelta(seconds=1)), fix("day", at=NOW - day)])
    assert forget_old_fixes(NOW) == 1
    assert VehicleFix.objects.get().vehicle_id == "day"


def test_task_fetches_reads_and_stores(settings: Settings) -> None:
    feed = new_feed()
    now = int(timezone.now().timestamp())
    add_vehicle(feed, "1907").timestamp = now
    with server({"/feed": body(feed.SerializeToString())}) as (base, _asked):
        settings.GTFS_REALTIME_URL = f"{base}/feed"
        assert follow_vehicles() == 1
    assert VehicleFix.objects.get().board_number == "1907"


@pytest.mark.parametrize(("content", "status"), [(b"<html>", 200), (b"", 503)])
def test_feed_that_fails_is_left_for_the_next_time(settings: Settings, content: bytes, status: int) -> None:
    with server({"/feed": body(content, status)}) as (base, _asked):
        settings.GTFS_REALTIME_URL = f"{base}/feed"
        assert follow_vehicles() == 0
    assert not VehicleFix.objects.exists()


def test_task_does_nothing_without_an_address(
    settings: Settings, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.GTFS_REALTIME_URL = ""
    with django_assert_num_queries(0):
        assert follow_vehicles() == 0


def test_tasks_never_pile_up() -> None:
    assert follow_vehicles.queueing_lock == follow_vehicles.lock == "follow_vehicles"
