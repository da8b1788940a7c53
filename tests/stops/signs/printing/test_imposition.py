"""Signs on sheets: how many, without overlap, marks outside every sign."""

import itertools

import pytest

from stops.signs.printing.errors import PrintRefused
from stops.signs.printing.formats import DIMENSIONS, SignFormat
from stops.signs.printing.imposition import Imposition, Sheet, impose

COUNTS = {
    (SignFormat.STICKER60, Sheet.A4): 12,
    (SignFormat.STICKER60, Sheet.A3): 24,
    (SignFormat.STICKER100, Sheet.A4): 4,
    (SignFormat.STICKER100, Sheet.A3): 8,
    (SignFormat.A5, Sheet.A4): 2,
    (SignFormat.A5, Sheet.A3): 2,
    (SignFormat.A4, Sheet.A3): 1,
}
Box = tuple[float, float, float, float]


def boxes(imposition: Imposition) -> list[Box]:
    """Return left, top, right and bottom of every sign on a page."""
    corners = [imposition.corner(number) for number in range(imposition.per_page)]
    return [(x, y, x + imposition.width_mm, y + imposition.height_mm) for x, y in corners]


def overlap(one: Box, other: Box) -> bool:
    tolerance = 1e-6
    return (
        one[0] < other[2] - tolerance
        and other[0] < one[2] - tolerance
        and one[1] < other[3] - tolerance
        and other[1] < one[3] - tolerance
    )


@pytest.mark.parametrize(("sign_format", "sheet"), COUNTS)
def test_sheet_holds_as_many_as_fit(sign_format: SignFormat, sheet: Sheet) -> None:
    assert impose(sign_format, sheet).per_page == COUNTS[sign_format, sheet]


@pytest.mark.parametrize(("sign_format", "sheet"), COUNTS)
def test_signs_keep_their_size_and_do_not_overlap(sign_format: SignFormat, sheet: Sheet) -> None:
    imposition = impose(sign_format, sheet)
    signs = boxes(imposition)
    assert not any(overlap(one, other) for one, other in itertools.combinations(signs, 2))
    assert (imposition.width_mm, imposition.height_mm) == (
        DIMENSIONS[sign_format].width_mm,
        DIMENSIONS[sign_format].height_mm,
    )
    assert min(min(left, top) for left, top, _right, _bottom in signs) >= -1e-6
    assert max(right for _left, _top, right, _bottom in signs) <= imposition.page_width_mm + 1e-6
    assert max(bottom for *_rest, bottom in signs) <= imposition.page_height_mm + 1e-6


@pytest.mark.parametrize(("sign_format", "sheet"), COUNTS)
def test_what_signs_draw_over_their_edges_meets_no_other_and_no_mark(
    sign_format: SignFormat, sheet: Sheet
) -> None:
    imposition = impose(sign_format, sheet)
    drawn = []
    for number in range(imposition.per_page):
        x, y = imposition.corner(number)
        left, top, width, height = imposition.bleed_box(number, 2)
        drawn.append((x + left, y + top, x + left + width, y + top + height))
    assert not any(overlap(one, other) for one, other in itertools.combinations(drawn, 2))
    marks = list(imposition.marks())
    assert marks
    for (x1, y1), (x2, y2) in marks:
        mark = (min(x1, x2) - 0.05, min(y1, y2) - 0.05, max(x1, x2) + 0.05, max(y1, y2) + 0.05)
        signs = drawn if imposition.has_margins else boxes(imposition)
        assert not any(overlap(mark, sign) for sign in signs)
        assert min(mark) >= 0


@pytest.mark.parametrize("sign_format", [SignFormat.STICKER60, SignFormat.STICKER100, SignFormat.A4])
def test_each_edge_of_a_sign_is_marked_at_both_ends(sign_format: SignFormat) -> None:
    imposition = impose(sign_format, Sheet.A3)
    upright = {round(x1, 3) for (x1, _y1), (x2, _y2) in imposition.marks() if x1 == x2}
    level = {round(y1, 3) for (_x1, y1), (_x2, y2) in imposition.marks() if y1 == y2}
    signs = boxes(imposition)
    assert upright == {round(edge, 3) for left, _top, right, _bottom in signs for edge in (left, right)}
    assert level == {round(edge, 3) for _left, top, _right, bottom in signs for edge in (top, bottom)}


def test_single_pages_are_the_sign_itself() -> None:
    imposition = impose(SignFormat.STICKER60, Sheet.NONE)
    assert (imposition.page_width_mm, imposition.page_height_mm, imposition.per_page) == (60, 60, 1)
    assert list(imposition.marks()) == []


def test_automatic_sheet_is_a4_for_stickers_and_none_for_posters() -> None:
    assert impose(SignFormat.STICKER100, Sheet.AUTO) == impose(SignFormat.STICKER100, Sheet.A4)
    assert impose(SignFormat.A4, Sheet.AUTO) == impose(SignFormat.A4, Sheet.NONE)


def test_poster_that_leaves_no_room_for_marks_is_refused() -> None:
    with pytest.raises(PrintRefused, match="a4 does not fit on a4"):
        impose(SignFormat.A4, Sheet.A4)
