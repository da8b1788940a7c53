"""Measures of stops along loops, figures of eight, streets driven out and back, and what always holds."""

import itertools
import math

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from stops.network.measures import measure_stops

Positions = list[tuple[float, float]]

SQUARE = [(0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0)]
EIGHT = [(0, 0), (1000, 0), (1000, 1000), (500, 1000), (500, -1000), (0, -1000), (0, 0)]
OUT_AND_BACK = [(0, 0), (1000, 0), (2000, 0), (1000, 0), (0, 0)]


def line(vertices: Positions) -> shapely.LineString:
    return shapely.LineString(vertices)


def test_loop_begins_and_ends_at_one_stop_with_two_measures() -> None:
    measures = measure_stops(line(SQUARE), [(0, 0), (500, 5), (995, 500), (400, 1005), (0, 0)])
    assert measures == pytest.approx([0, 500, 1500, 2600, 4000])


def test_loop_driven_twice_gives_each_stop_two_measures() -> None:
    stops = [(500, 5), (400, 995)]
    measures = measure_stops(line([*SQUARE, *SQUARE[1:]]), [*stops, *stops])
    assert measures == pytest.approx([500, 2600, 4500, 6600])


def test_crossing_of_an_eight_is_measured_on_both_passes() -> None:
    # The line crosses itself at (500, 0): after 500 m on its way east, after 3,500 m on its way south.
    stops = [(0, 0), (500, 0), (1000, 500), (500, 0), (500, -500), (0, -900)]
    measures = measure_stops(line(EIGHT), stops)
    assert measures == pytest.approx([0, 500, 1500, 3500, 4000, 5100])


def test_stop_after_a_crossing_is_not_drawn_to_the_pass_before_it() -> None:
    # This stop stands 10 m from the street that was driven first, 20 m from the one that is driven now.
    stops = [(100, 0), (900, 0), (1000, 900), (520, 10), (500, -900)]
    assert measure_stops(line(EIGHT), stops)[3] == pytest.approx(3490)


def test_street_driven_out_and_back_is_measured_on_both_ways() -> None:
    stops = [(0, 5), (700, 5), (2000, 0), (1200, -5), (700, -5), (0, -5)]
    measures = measure_stops(line(OUT_AND_BACK), stops)
    assert measures == pytest.approx([0, 700, 2000, 2800, 3300, 4000])


def test_first_pass_is_taken_where_the_order_leaves_both() -> None:
    assert measure_stops(line(OUT_AND_BACK), [(0, 0), (700, 0)]) == pytest.approx([0, 700])


def test_sides_of_a_street_tell_the_ways_apart() -> None:
    apart = [(0, -10), (1000, -10), (1000, 10), (0, 10)]
    assert measure_stops(line(apart), [(300, 14)]) == pytest.approx([1720])


def test_stops_in_the_wrong_order_share_a_point_instead_of_running_off() -> None:
    measures = measure_stops(line([(0, 0), (2000, 0)]), [(100, 0), (510, 0), (500, 0), (1900, 0)])
    assert measures[0] == pytest.approx(100)
    assert 500 <= measures[1] <= measures[2] <= 510
    assert measures[3] == pytest.approx(1900)


def test_stop_far_from_the_line_takes_its_nearest_point() -> None:
    assert measure_stops(line([(0, 0), (2000, 0)]), [(600, 900)]) == pytest.approx([600])


def test_pattern_without_stops_has_no_measures() -> None:
    assert measure_stops(line(SQUARE), []) == []


coordinates = st.tuples(st.integers(0, 3000), st.integers(0, 3000)).map(
    lambda xy: (float(xy[0]), float(xy[1]))
)
tracks = st.lists(coordinates, min_size=2, max_size=12, unique=True)


@given(vertices=tracks, stops=st.lists(coordinates, max_size=12))
def test_measures_never_fall_and_stay_on_the_line(vertices: Positions, stops: Positions) -> None:
    track = line(vertices)
    measures = measure_stops(track, stops)
    assert len(measures) == len(stops)
    assert measures == sorted(measures)
    assert all(0 <= measure <= track.length for measure in measures)


@given(vertices=tracks, stops=st.lists(coordinates, min_size=1, max_size=8))
def test_line_driven_the_other_way_costs_the_same(vertices: Positions, stops: Positions) -> None:
    def cost(track: shapely.LineString, positions: Positions) -> float:
        measures = measure_stops(track, positions)
        same = sum(math.isclose(one, other) for one, other in itertools.pairwise(measures))
        points = [track.interpolate(measure) for measure in measures]
        distances = (math.dist(p, (q.x, q.y)) for p, q in zip(positions, points, strict=True))
        return sum(distances) + same

    there = cost(line(vertices), stops)
    back = cost(line(vertices[::-1]), stops[::-1])
    assert there == pytest.approx(back, abs=0.05 * len(stops) + 0.01)


@given(
    measures=st.lists(st.integers(0, 30), min_size=1, max_size=8, unique=True).map(sorted),
    vertices=st.just([(0.0, 0.0), (1000.0, 0.0), (1000.0, 900.0), (200.0, 900.0), (200.0, 2000.0)]),
)
def test_stops_on_a_line_without_crossings_get_their_own_measures(
    measures: list[int], vertices: Positions
) -> None:
    track = line(vertices)
    wanted = [measure * 100.0 for measure in measures]
    stops = [(point.x, point.y) for point in map(track.interpolate, wanted)]
    assert measure_stops(track, stops) == pytest.approx(wanted, abs=0.01)
    reverse = measure_stops(line(vertices[::-1]), stops[::-1])
    assert [track.length - measure for measure in reverse[::-1]] == pytest.approx(wanted, abs=0.01)
