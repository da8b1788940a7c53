"""Drawn areas: what is a polygon and what is refused. shapely decides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proposals.areas import VERTICES_MAX, InvalidArea, polygon_from_text

SQUARE = "69.5,42.3 69.6,42.3 69.6,42.4 69.5,42.4"


def test_corners_make_a_closed_polygon_in_lon_lat() -> None:
    area = polygon_from_text(SQUARE)
    assert area.srid == 4326
    assert area[0][0] == area[0][-1]
    assert area.extent == (69.5, 42.3, 69.6, 42.4)


def test_closed_and_open_outlines_and_both_turns_are_the_same_area() -> None:
    closed = polygon_from_text(f"{SQUARE} 69.5,42.3")
    backwards = polygon_from_text(" ".join(reversed(SQUARE.split())))
    assert closed.equals(polygon_from_text(SQUARE))
    assert backwards.equals(closed)


@pytest.mark.parametrize(
    "text",
    [
        "69.5,42.3",
        "69.5,42.3 69.6,42.3",
        "69.5,42.3 69.6,42.4 69.6,42.3 69.5,42.4",
        "69.5,42.3 69.6,42.3 69.7,42.3",
        "69.5,42.3 69.6,42.3 200,42.4",
        "69.5,42.3 69.6,42.3 69.6,95",
        "69.5,42.3 69.6,42.3 nan,42.4",
        "69.5,42.3 69.6,42.3 inf,42.4",
        "69.5;42.3 69.6;42.3 69.6;42.4",
        "1,2,3 4,5,6 7,8,9",
        "'; DROP TABLE proposals_proposal; --",
    ],
)
def test_what_is_no_simple_polygon_is_refused(text: str) -> None:
    with pytest.raises(InvalidArea):
        polygon_from_text(text)


def test_too_many_corners_are_refused() -> None:
    # A fine saw that never crosses itself, one corner over the limit.
    teeth = [f"{60 + index / 1000:.4f},{42 + index % 2 / 10:.1f}" for index in range(VERTICES_MAX)]
    with pytest.raises(InvalidArea, match=str(VERTICES_MAX)):
        polygon_from_text(" ".join([*teeth, "61,50"]))


@given(st.text(max_size=200))
def test_any_text_is_a_polygon_or_refused(text: str) -> None:
    try:
        area = polygon_from_text(text)
    except InvalidArea:
        return
    assert area.valid
