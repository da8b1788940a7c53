"""Positions on routes: distance, direction and measure, on loops too."""

import pytest
from django.contrib.gis.geos import LineString, Point
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stops.network.models import RouteVersion
from stops.network.snapping import snap_to_route
from stops.network.versions import DirectionData, save_route_version
from tests.factories import make_city, make_place, make_route, point

pytestmark = pytest.mark.django_db

LAT = 42.35
METRES_PER_DEGREE = 82_390
"""Of longitude at 42.35° N."""


def test_position_beside_the_route_is_brought_onto_it() -> None:
    version = make_route("1", (69.5, LAT), (69.6, LAT))
    snapped = snap_to_route(version, point(69.53, LAT + 0.001), within_m=200)
    assert snapped is not None
    assert snapped.distance_m == pytest.approx(111, abs=1)
    assert snapped.point.x == pytest.approx(69.53, abs=1e-4)
    assert snapped.point.y == pytest.approx(LAT, abs=1e-4)
    assert snapped.measure_m == pytest.approx(0.03 * METRES_PER_DEGREE, rel=0.01)


def test_position_farther_than_the_limit_is_not_used() -> None:
    version = make_route("1", (69.5, LAT), (69.6, LAT))
    assert snap_to_route(version, point(69.53, LAT + 0.003), within_m=200) is None
    assert snap_to_route(version, Point(69.2401, 41.2995, srid=4326), within_m=200) is None


def test_asked_direction_gives_the_measure_of_that_direction() -> None:
    version = make_route("1", (69.5, LAT), (69.6, LAT))
    out = snap_to_route(version, point(69.52, LAT), within_m=50, direction=0)
    back = snap_to_route(version, point(69.52, LAT), within_m=50, direction=1)
    assert out is not None
    assert back is not None
    assert (out.direction.direction, back.direction.direction) == (0, 1)
    assert out.measure_m + back.measure_m == pytest.approx(0.1 * METRES_PER_DEGREE, rel=0.01)


def test_directions_on_parallel_streets_are_told_apart() -> None:
    make_city()
    route = make_route("1", (69.5, LAT), (69.6, LAT)).route
    names = {"kk": "Вокзал", "ru": "Вокзал", "en": "Station"}
    out = LineString((69.5, LAT), (69.6, LAT), srid=4326)
    back = LineString((69.6, 42.352), (69.5, 42.352), srid=4326)
    directions = [DirectionData(0, names, (out,), ()), DirectionData(1, names, (back,), ())]
    version, _new = save_route_version(route=route, directions=directions, at=timezone.now())
    north = snap_to_route(version, point(69.55, 42.3518), within_m=200)
    south = snap_to_route(version, point(69.55, 42.3502), within_m=200)
    assert north is not None
    assert south is not None
    assert (north.direction.direction, south.direction.direction) == (1, 0)


def test_loop_gives_the_measure_of_the_nearer_side() -> None:
    # A square loop of 0.01° sides, from its south-west corner: east, north, west, south.
    corners = [(69.5, 42.3), (69.51, 42.3), (69.51, 42.31), (69.5, 42.31), (69.5, 42.3)]
    version = make_route("8", *corners)
    south = snap_to_route(version, point(69.505, 42.3001), within_m=100, direction=0)
    north = snap_to_route(version, point(69.505, 42.3099), within_m=100, direction=0)
    assert south is not None
    assert north is not None
    side_m, height_m = 0.01 * METRES_PER_DEGREE, 1111
    assert south.measure_m == pytest.approx(side_m / 2, rel=0.02)
    assert north.measure_m == pytest.approx(side_m * 1.5 + height_m, rel=0.02)


def test_start_of_a_loop_is_its_beginning_not_its_end() -> None:
    corners = [(69.5, 42.3), (69.51, 42.3), (69.51, 42.31), (69.5, 42.3)]
    snapped = snap_to_route(make_route("8", *corners), point(69.5, 42.3), within_m=100, direction=0)
    assert snapped is not None
    assert snapped.measure_m == pytest.approx(0, abs=1)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lon=st.floats(min_value=69.45, max_value=69.75),
    lat=st.floats(min_value=42.345, max_value=42.355),
    within_m=st.integers(min_value=1, max_value=600),
)
def test_snapped_position_is_never_farther_than_allowed_and_lies_on_the_line(
    lon: float, lat: float, within_m: int
) -> None:
    version = RouteVersion.objects.first() or make_route("1", (69.5, LAT), (69.7, LAT))
    snapped = snap_to_route(version, point(lon, lat), within_m=within_m)
    if snapped is not None:
        assert snapped.distance_m <= within_m
        assert 0 <= snapped.measure_m <= version.length_m
        assert snapped.direction.line.distance(snapped.point) < 1e-4


# From a crossing east, round a square to the north, back over the crossing to the south: a figure of eight.
CROSSING = (69.55, 42.35)
EIGHT = (
    (69.54, 42.35), (69.55, 42.35), (69.56, 42.35), (69.56, 42.36), (69.55, 42.36), (69.55, 42.35), (69.55, 42.34),
    (69.54, 42.34), (69.54, 42.35),
)  # fmt: skip
OUT_AND_BACK = ((69.5, LAT), (69.52, LAT), (69.5, LAT))
DEGREE_M = 111_090
"""Of latitude here, in the city's projection."""


def measure(
    version: RouteVersion, lon: float, lat: float, bearing: float | None, direction: int = 0
) -> float:
    snapped = snap_to_route(version, point(lon, lat), within_m=100, direction=direction, bearing=bearing)
    assert snapped is not None
    assert snapped.direction.direction == direction
    return snapped.measure_m


def test_bearing_tells_the_passes_over_a_crossing_apart() -> None:
    version = make_route("8", *EIGHT)
    east_m = 0.01 * METRES_PER_DEGREE
    second_m = 3 * east_m + 0.02 * DEGREE_M
    assert measure(version, *CROSSING, bearing=80) == pytest.approx(east_m, rel=0.01)
    assert measure(version, *CROSSING, bearing=190) == pytest.approx(second_m, rel=0.01)
    assert measure(version, *CROSSING, bearing=None) == pytest.approx(east_m, rel=0.01)


def test_other_direction_runs_the_eight_the_other_way() -> None:
    version = make_route("8", *EIGHT)
    there = measure(version, *CROSSING, bearing=180, direction=0)
    back = measure(version, *CROSSING, bearing=0, direction=1)
    assert there + back == pytest.approx(version.length_m / 2, rel=0.001)


@pytest.mark.parametrize(("bearing", "times"), [(90, 0.3), (270, 1.7), (None, 0.3)])
def test_bearing_tells_out_from_back_on_one_street(bearing: float | None, times: float) -> None:
    version = make_route("8", *OUT_AND_BACK)
    half_m = 0.02 * METRES_PER_DEGREE
    assert measure(version, 69.506, LAT, bearing) == pytest.approx(times * half_m, rel=0.01)


def test_end_of_a_loop_is_told_from_its_beginning_by_the_bearing() -> None:
    corners = [(69.5, 42.3), (69.51, 42.3), (69.51, 42.31), (69.5, 42.31), (69.5, 42.3)]
    version = make_route("8", *corners)
    assert measure(version, 69.5, 42.3, bearing=90) == pytest.approx(0, abs=1)
    assert measure(version, 69.5, 42.3, bearing=180) == pytest.approx(version.length_m / 2, rel=0.001)


@pytest.mark.parametrize(("bearing", "direction"), [(90, 0), (270, 1), (None, 0)])
def test_bearing_tells_the_directions_of_a_shared_street_apart(bearing: float | None, direction: int) -> None:
    version = make_route("1", (69.5, LAT), (69.6, LAT))
    snapped = snap_to_route(version, point(69.52, LAT), within_m=50, bearing=bearing)
    assert snapped is not None
    assert snapped.direction.direction == direction


def test_bearing_does_not_pull_to_a_street_that_is_clearly_farther() -> None:
    version = make_route("8", (69.5, LAT), (69.52, LAT), (69.52, LAT + 0.001), (69.5, LAT + 0.001))
    assert measure(version, 69.506, LAT + 0.0001, bearing=270) == pytest.approx(
        0.006 * METRES_PER_DEGREE, rel=0.01
    )


def test_measure_on_a_branch_is_along_the_branch_and_the_shared_street_is_the_main_lines() -> None:
    make_city()
    route = make_route("1", (69.5, LAT), (69.6, LAT)).route
    names = {"kk": "Вокзал", "ru": "Вокзал", "en": "Station"}
    main = LineString((69.5, LAT), (69.55, LAT), (69.6, LAT), srid=4326)
    branch = LineString((69.5, LAT + 0.00005), (69.55, LAT), (69.55, LAT + 0.05), srid=4326)
    data = DirectionData(0, names, (main, branch), ())
    version, _new = save_route_version(route=route, directions=[data], at=timezone.now())
    shared = snap_to_route(version, point(69.51, LAT + 0.00005), within_m=50)
    apart = snap_to_route(version, point(69.55, LAT + 0.02), within_m=50)
    assert shared is not None
    assert apart is not None
    assert (shared.branch, apart.branch) == (0, 1)
    assert shared.measure_m == pytest.approx(0.01 * METRES_PER_DEGREE, rel=0.01)
    assert apart.measure_m == pytest.approx(0.05 * METRES_PER_DEGREE + 0.02 * DEGREE_M, rel=0.01)


def test_every_stop_of_an_eight_is_found_again_at_its_measure_by_the_line_s_own_bearing() -> None:
    route = make_route("8", *EIGHT).route
    names = {"kk": "Вокзал", "ru": "Вокзал", "en": "Station"}
    where = [EIGHT[0], CROSSING, (69.56, 42.355), CROSSING, (69.55, 42.345), (69.54, 42.342)]
    bearings = [90, 90, 0, 180, 180, 0]
    places = {position: make_place(*position) for position in where}
    data = DirectionData(
        0, names, (LineString(*EIGHT, srid=4326),), tuple(places[position] for position in where)
    )
    version, _new = save_route_version(route=route, directions=[data], at=timezone.now())
    stored = version.directions.get().stops.order_by("sequence").values_list("measure_m", flat=True)
    found = [measure(version, *position, bearing) for position, bearing in zip(where, bearings, strict=True)]
    assert found == pytest.approx(list(stored), abs=1)
