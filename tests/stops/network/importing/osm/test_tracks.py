"""Putting ways together: turned where needed, cut where met, in pieces where there are gaps."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stops.network.importing.osm.elements import Way
from stops.network.importing.osm.tracks import Step, join, join_one_way, step_of

A, B, C, D, E = ((69.6 + index / 100, 42.3) for index in range(5))
NORTH, SOUTH = (69.615, 42.31), (69.615, 42.29)


def step(*line: tuple[float, float], role: str = "", **tags: str) -> Step:
    made = step_of(Way(1, tags, line, line[0] == line[-1]), role)
    assert made is not None
    return made


def test_ways_are_turned_so_that_the_line_goes_on() -> None:
    assert join([step(B, A), step(B, C), step(D, C)]) == [[A, B, C, D]]


def test_first_way_is_turned_by_the_second() -> None:
    assert join([step(A, B), step(A, C)]) == [[B, A, C]]


def test_gap_splits_the_line() -> None:
    assert join([step(A, B), step(C, D), step(D, E)]) == [[A, B], [C, D, E]]


def test_nothing_gives_nothing() -> None:
    assert join([]) == []
    assert step_of(Way(1, {}, (A, A), False)) is None
    assert step_of(Way(1, {}, (A,), False)) is None


def test_out_and_back_in_one_street_is_kept() -> None:
    assert join([step(A, B), step(B, C), step(B, C), step(B, A)]) == [[A, B, C, B, A]]


def test_of_a_roundabout_the_part_that_is_driven_is_taken() -> None:
    ring = step(B, SOUTH, C, NORTH, B, junction="roundabout")
    assert join([step(A, B), ring, step(C, D)]) == [[A, B, SOUTH, C, D]]
    assert join([step(D, C), ring, step(B, A)]) == [[D, C, NORTH, B, A]]


def test_turning_at_a_roundabout_goes_all_round() -> None:
    ring = step(B, SOUTH, C, NORTH, B, junction="roundabout")
    assert join([step(A, B), ring, step(A, B)]) == [[A, B, SOUTH, C, NORTH, B, A]]


def test_roundabout_at_the_beginning_only_leads_on() -> None:
    ring = step(B, SOUTH, C, NORTH, B, junction="roundabout")
    assert join([ring, step(C, D)]) == [[C, D]]


def test_way_met_in_its_middle_is_cut_there() -> None:
    assert join([step(NORTH, B), step(A, B, C), step(C, D)]) == [[NORTH, B, C, D]]


def test_way_left_in_its_middle_is_cut_there() -> None:
    assert join([step(A, B, C), step(B, NORTH)]) == [[A, B, NORTH]]
    assert join([step(D, A), step(A, B, C), step(B, NORTH)]) == [[D, A, B, NORTH]]


def test_streets_of_their_own_for_each_direction_by_roles_and_one_way_tags() -> None:
    for roles in (("forward", "forward"), ("", "")):
        tags = {} if roles[0] else {"oneway": "yes"}
        there = step(B, NORTH, C, role=roles[0], **tags)
        back = step(C, SOUTH, B, role=roles[1], **tags)
        for order in ([there, back], [back, there]):
            steps = [step(A, B), *order, step(C, D)]
            assert join_one_way(steps) == [[A, B, NORTH, C, D]]
            assert join_one_way(steps[::-1]) == [[D, C, SOUTH, B, A]]


def test_street_of_role_backward_is_driven_against_its_drawing() -> None:
    steps = [step(A, B), step(B, NORTH, C, role="forward"), step(B, SOUTH, C, role="backward"), step(C, D)]
    assert join_one_way(steps) == [[A, B, NORTH, C, D]]
    assert join_one_way(steps[::-1]) == [[D, C, SOUTH, B, A]]


def test_bus_may_run_against_a_one_way_street_that_lets_it() -> None:
    assert step(A, B, oneway="yes").sense == 1
    assert step(A, B, oneway="-1").sense == -1
    assert step(A, B, oneway="yes", **{"oneway:bus": "no"}).sense == 0


POSITIONS = st.sampled_from([A, B, C, D, NORTH, SOUTH])
LINES = st.lists(POSITIONS, min_size=2, max_size=5).filter(lambda line: len(set(line)) > 1)
STEPS = st.builds(
    lambda line, role: step_of(Way(1, {}, tuple(line), line[0] == line[-1]), role),
    LINES,
    st.sampled_from(["", "forward", "backward"]),
).filter(bool)


@given(st.lists(STEPS, max_size=6))
def test_line_runs_along_given_streets_only_whatever_their_order(steps: list[Step]) -> None:
    streets = {frozenset(pair) for each in steps for pair in pairwise(each.line)}
    for pieces in (join(steps), join_one_way(steps)):
        for piece in pieces:
            assert len(piece) > 1
            assert all(frozenset(pair) in streets for pair in pairwise(piece))
