"""Arrange signs on sheets: how many fit, where each lies, and the marks along which they are cut."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stops.signs.printing.errors import PrintRefused
from stops.signs.printing.formats import DIMENSIONS, SignFormat
from stops.signs.printing.pen import Point

GAP_MM = 4.0
MARGIN_MM = 5.0
MARK_OFFSET_MM, MARK_LENGTH_MM = 2.5, 4.0
EDGE_MM = 0.5
"""How near a mark may come to the sheet's edge, and to a sign where there is no room for a margin."""


class Sheet(StrEnum):
    """What a printer prints on; ``auto`` takes A4 for stickers and single pages for posters."""

    AUTO = "auto"
    NONE = "none"
    A4 = "a4"
    A3 = "a3"


SHEETS_MM: dict[Sheet, tuple[float, float]] = {Sheet.A4: (210, 297), Sheet.A3: (297, 420)}


@dataclass(frozen=True, slots=True)
class Imposition:
    """How signs lie on one page, in millimetres from its top left corner.

    Attributes:
        page_width_mm, page_height_mm: the paper.
        width_mm, height_mm: one sign after cutting.
        columns, rows: of signs.
        gap_x_mm, gap_y_mm: between neighbours.
        has_margins: whether marks stand around the signs; else at most between them.
    """

    page_width_mm: float
    page_height_mm: float
    width_mm: float
    height_mm: float
    columns: int = 1
    rows: int = 1
    gap_x_mm: float = 0
    gap_y_mm: float = 0
    has_margins: bool = False

    @property
    def per_page(self) -> int:
        """How many signs one page holds."""
        return self.columns * self.rows

    @property
    def left_mm(self) -> float:
        """Where the leftmost signs begin."""
        return (self.page_width_mm - _span(self.columns, self.width_mm, self.gap_x_mm)) / 2

    @property
    def top_mm(self) -> float:
        """Where the topmost signs begin."""
        return (self.page_height_mm - _span(self.rows, self.height_mm, self.gap_y_mm)) / 2

    def corner(self, number: int) -> Point:
        """Return the top left corner of the sign with a number from 0, row by row."""
        row, column = divmod(number, self.columns)
        return (
            self.left_mm + column * (self.width_mm + self.gap_x_mm),
            self.top_mm + row * (self.height_mm + self.gap_y_mm),
        )

    def bleed_box(self, number: int, bleed_mm: float) -> tuple[float, float, float, float]:
        """Return x, y, width and height, from its corner, of where the sign with a number may draw.

        It bleeds over its edges by as much as asked, but at most to the middle between it and its neighbour.
        """
        row, column = divmod(number, self.columns)
        inner_x, inner_y = min(bleed_mm, self.gap_x_mm / 2), min(bleed_mm, self.gap_y_mm / 2)
        left = inner_x if column else bleed_mm
        right = inner_x if column < self.columns - 1 else bleed_mm
        top = inner_y if row else bleed_mm
        bottom = inner_y if row < self.rows - 1 else bleed_mm
        return -left, -top, self.width_mm + left + right, self.height_mm + top + bottom

    def marks(self) -> Iterator[tuple[Point, Point]]:
        """Return the marks along which is cut, each outside all signs: in the margins, or between two halves."""
        if not self.has_margins:
            for near, far in _ends(MARK_LENGTH_MM, self.page_height_mm) if self.columns > 1 else ():
                yield (self.page_width_mm / 2, near), (self.page_width_mm / 2, far)
            return
        for x in self._cuts(self.left_mm, self.columns, self.width_mm, self.gap_x_mm):
            for near, far in _ends(self.top_mm, self.page_height_mm):
                yield (x, near), (x, far)
        for y in self._cuts(self.top_mm, self.rows, self.height_mm, self.gap_y_mm):
            for near, far in _ends(self.left_mm, self.page_width_mm):
                yield (near, y), (far, y)

    @staticmethod
    def _cuts(first: float, number: int, size: float, gap: float) -> list[float]:
        edges = {round(first + each * (size + gap) + end, 4) for each in range(number) for end in (0, size)}
        return sorted(edges)


def impose(sign_format: SignFormat, sheet: Sheet) -> Imposition:
    """Return how signs of a format lie on a sheet.

    Raises:
        PrintRefused: none fits with room for its marks.
    """
    size = DIMENSIONS[sign_format]
    if sheet == Sheet.AUTO:
        sheet = Sheet.A4 if sign_format in (SignFormat.STICKER100, SignFormat.STICKER60) else Sheet.NONE
    if sheet == Sheet.NONE:
        return Imposition(size.width_mm, size.height_mm, size.width_mm, size.height_mm)
    short, long = SHEETS_MM[sheet]
    if (sign_format, sheet) == (SignFormat.A5, Sheet.A4):
        return _halved(long, short)
    choices = [_arranged(size.width_mm, size.height_mm, *page) for page in ((short, long), (long, short))]
    best = max(choices, key=lambda choice: choice.per_page)
    if best.per_page == 0:
        raise PrintRefused(
            f"{sign_format} does not fit on {sheet} with its cutting marks; print single pages."
        )
    return best


def _arranged(width: float, height: float, page_width: float, page_height: float) -> Imposition:
    columns, gap_x = _along(width, page_width)
    rows, gap_y = _along(height, page_height)
    return Imposition(page_width, page_height, width, height, columns, rows, gap_x, gap_y, has_margins=True)


def _halved(page_width: float, page_height: float) -> Imposition:
    """Two A5 on A4 leave no margin but a millimetre between them, and there the sheet is cut."""
    size = DIMENSIONS[SignFormat.A5]
    gap = page_width - 2 * size.width_mm
    return Imposition(page_width, page_height, size.width_mm, size.height_mm, 2, 1, gap, 0)


def _along(size: float, page: float) -> tuple[int, float]:
    """Return how many signs lie side by side, and the gap between them."""
    room = page - 2 * MARGIN_MM
    number = int(room // size)
    return number, min(GAP_MM, (room - number * size) / (number - 1)) if number > 1 else 0.0


def _span(number: int, size: float, gap: float) -> float:
    return number * size + (number - 1) * gap


def _ends(margin: float, page: float) -> list[tuple[float, float]]:
    """Return where the marks of both margins begin and end."""
    near = min(MARK_OFFSET_MM, margin / 2)
    far = min(near + MARK_LENGTH_MM, margin - EDGE_MM)
    return [(margin - near, margin - far), (page - margin + near, page - margin + far)]
