"""Lines of several patterns: one street counts once, branches are added, loops and reversals are understood."""

import pytest
import shapely

from stops.network.importing.gtfs.lines import Line, merge_lines, metric, runs_against
from tests.stops.network.importing.gtfs.feeds import SRID

# In UTM zone 42 at 42.3° N 69.5° E: 0.001° of longitude are 82 m, 0.001° of latitude 111 m.
LON_100M, LAT_100M = 0.00121, 0.0009


def east(*steps: tuple[float, float]) -> Line:
    """Return a line by its points in hundreds of metres east and north of 69.5, 42.3."""
    return tuple((69.5 + x * LON_100M, 42.3 + y * LAT_100M) for x, y in steps)


MAIN = east((0, 0), (20, 0))


def merged(*others: Line) -> list[Line]:
    return merge_lines(MAIN, others, srid=SRID)


def length_m(line: Line) -> float:
    return float(metric(line, SRID).length)


def test_same_street_is_taken_once() -> None:
    assert merged(MAIN, MAIN[::-1], east((5, 0), (12, 0))) == [MAIN]


def test_other_carriageway_is_the_same_street() -> None:
    assert merged(east((0, 0.2), (20, 0.2))) == [MAIN]


def test_street_forty_metres_aside_is_another() -> None:
    assert len(merged(east((0, 0.4), (20, 0.4)))) == 2


def test_short_way_aside_is_dropped() -> None:
    assert merged(east((0, 0), (10, 0), (10, 0.6), (11, 0.6), (11, 0), (20, 0))) == [MAIN]


def test_branch_is_added_from_where_it_turns_off() -> None:
    lines = merged(east((0, 0), (10, 0), (10, 8)))
    assert len(lines) == 2
    branch = lines[1]
    assert length_m(branch) == pytest.approx(800, abs=12)
    assert metric(MAIN, SRID).distance(shapely.Point(metric(branch, SRID).coords[0])) < 0.01
    assert branch[-1] == pytest.approx(east((10, 8))[0])


def test_branch_that_leaves_and_comes_back_touches_the_main_line_at_both_ends() -> None:
    lines = merged(east((0, 0), (5, 0), (5, 3), (15, 3), (15, 0), (20, 0)))
    assert len(lines) == 2
    main, branch = (metric(line, SRID) for line in lines)
    assert branch.length == pytest.approx(1600, abs=25)
    assert [main.distance(shapely.Point(branch.coords[index])) for index in (0, -1)] == pytest.approx(
        [0, 0], abs=0.01
    )


def test_second_branch_is_compared_with_the_first_too() -> None:
    branch = east((10, 0), (10, 8))
    longer = east((10, 0), (10, 12))
    lines = merged(branch, longer)
    assert [round(length_m(line), -2) for line in lines] == [2000, 800, 400]


def test_crossing_line_is_one_piece_on_either_side() -> None:
    lines = merged(east((10, -5), (10, 5)))
    assert [round(length_m(line), -2) for line in lines[1:]] == [500, 500]


def test_branch_with_a_loop_of_its_own_is_kept_whole() -> None:
    loop = east((20, 0), (30, 0), (30, 5), (25, 5), (25, 0), (22, 0))
    assert sum(length_m(line) for line in merged(loop)[1:]) == pytest.approx(length_m(loop), abs=30)


def test_merging_does_not_hang_on_repeated_points_within_a_line() -> None:
    assert len(merged(east((0, 0), (10, 0), (10, 5), (10, 0), (20, 0)))) == 2


@pytest.mark.parametrize(
    ("stops", "is_back"),
    [
        (east((1, 0), (9, 0), (19, 0)), False),
        (east((19, 0), (9, 0), (1, 0)), True),
        (east((19, 0.3), (9, 0.3), (1, 0.3)), True),
        (east((0, 0), (12, 0), (11, 0.2), (20, 0)), False),
        (east((0, 50), (20, 50)), False),
        (east((20, 50), (0, 50)), True),
    ],
)
def test_pattern_that_runs_mostly_backwards_is_known(stops: Line, *, is_back: bool) -> None:
    assert runs_against(stops, stops, MAIN, srid=SRID) is is_back


@pytest.mark.parametrize("start", range(5))
@pytest.mark.parametrize("backwards", [False, True])
def test_loop_is_told_from_its_reversal_wherever_it_begins(start: int, *, backwards: bool) -> None:
    loop = east((0, 0), (20, 0), (20, 20), (0, 20), (0, 0))
    corners = [*east((10, 0), (20, 8), (18, 20), (4, 20), (0, 9))]
    stops = corners[start:] + corners[:start]
    stops = tuple(stops[::-1] if backwards else stops)
    assert runs_against(stops, stops, loop, srid=SRID) is backwards
