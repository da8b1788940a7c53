"""The portal's mark, the band of ram's horns and the few icons of a sign, as vectors.

Source: the mark is ``deploy/icons/mark.svg``; the icons follow Lucide (ISC).
"""

import math
from collections.abc import Callable
from functools import partial

from reportlab.lib.colors import Color

from stops.signs.printing.colours import ACCENT, GOLD, INK, WHITE
from stops.signs.printing.fonts import SEMIBOLD
from stops.signs.printing.pen import Pen, Point

# One horn of the band: drawn in hundredths of a tile's width from the stem at 0; the other is its mirror image.
TILE_RATIO = 12.33 / 6.3
STEM_TOP = 23.2
HORN: tuple[tuple[Point, Point, Point], ...] = (
    ((0, 8.2), (8.2, -2.7), (19.5, -2.7)),
    ((30.4, -2.7), (39.2, 5.7), (39.2, 16.4)),
    ((39.2, 24.2), (33.5, 30.2), (26.5, 30.2)),
    ((20.7, 30.2), (16.2, 26.3), (16.2, 21.1)),
    ((16.2, 17.5), (18.9, 14.6), (23, 14.8)),
)
STROKE, GOLD_BASE, GOLD_HEIGHT = 5.6, 10.5, 14.4


def draw_mark(pen: Pen, x: float, y: float, height: float) -> None:
    """Draw the mark: a gold hexagon in a turquoise one; x, y is its top left corner."""
    unit = height / 30
    outer = ((16, 1.7), (28, 8), (28, 20), (16, 30.3), (4, 20), (4, 8))
    inner = ((16, 8.3), (21.9, 11.7), (21.9, 18.5), (16, 21.9), (10.1, 18.5), (10.1, 11.7))
    place = [[(x + (px - 3.3) * unit, y + (py - 1) * unit) for px, py in shape] for shape in (outer, inner)]
    pen.polygon(place[0], ACCENT, rounding=1.4 * unit)
    pen.polygon(place[1], GOLD)


def draw_band(pen: Pen, y: float, width: float, height: float, bleed: float, head: float = 0) -> None:
    """Draw the band from edge to edge, in whole tiles, and over the edges by the bleed.

    ``head`` is how much turquoise stands above the horns, where the band lies on a sign's upper edge.
    """
    tiles = max(1, round(width / (height * TILE_RATIO)))
    tile = width / tiles
    pen.canvas.saveState()
    pen.clip(-bleed, y - head, width + 2 * bleed, height + head)
    pen.rect(-bleed, y - head, width + 2 * bleed, height + head, ACCENT)
    for number in range(-1, tiles + 2):
        _draw_tile(pen, (number + 0.5) * tile, y, tile / 100, height)
    pen.canvas.restoreState()


def _draw_tile(pen: Pen, x: float, y: float, unit: float, height: float) -> None:
    stroke = STROKE * unit
    pen.line([(x, y + height + stroke), (x, y + STEM_TOP * unit)], WHITE, stroke)
    for side in (-unit, unit):
        at = partial(_from_stem, x, y, side, unit)
        curves = ((at(one), at(two), at(end)) for one, two, end in HORN)
        pen.stroke(pen.curve(at((0, STEM_TOP)), *curves), WHITE, stroke)
    middle, bottom = x + 50 * unit, y + height
    base, top = GOLD_BASE * unit, bottom - GOLD_HEIGHT * unit
    pen.polygon([(middle - base, bottom), (middle, top), (middle + base, bottom)], GOLD)


def _from_stem(x: float, y: float, side: float, unit: float, point: Point) -> Point:
    return x + point[0] * side, y + point[1] * unit


def draw_hexagon_number(pen: Pen, x: float, y: float, height: float, number: str) -> None:
    """Draw a number in a gold hexagon around the middle x, y."""
    radius = height / 2
    corners = [
        (x + radius * math.sin(math.radians(angle)), y - radius * math.cos(math.radians(angle)))
        for angle in range(0, 360, 60)
    ]
    pen.polygon(corners, GOLD, rounding=height * 0.06)
    size = height * 0.5
    pen.text(x, y + size * 0.354, number, SEMIBOLD, size, INK, align="middle")


def draw_pin(pen: Pen, x: float, y: float, side: float, colour: Color) -> None:
    """Draw a map pin in a square whose top left corner is x, y."""
    at = _grid(x, y, side)
    pen.stroke(
        pen.curve(
            at(12, 22),
            (at(10.2, 20.9), at(4, 15.4), at(4, 10)),
            (at(4, 5.6), at(7.6, 2), at(12, 2)),
            (at(16.4, 2), at(20, 5.6), at(20, 10)),
            (at(20, 15.4), at(13.8, 20.9), at(12, 22)),
        ),
        colour,
        side / 12,
    )
    pen.circle(*at(12, 10), 3 * side / 24, colour, side / 12)


def draw_bus(pen: Pen, x: float, y: float, side: float, colour: Color) -> None:
    """Draw a bus in a square whose top left corner is x, y."""
    at, width = _grid(x, y, side), side / 12
    body = [(5, 18), (3, 18), (2, 17), (2, 7), (3, 6), (18, 6), (19.6, 7.2), (22, 15), (21, 18), (18, 18)]
    pen.line([at(*corner) for corner in body], colour, width)
    for one, two in (((8, 6), (8, 12)), ((15, 6), (15, 12)), ((2, 12), (21, 12)), ((9, 18), (14, 18))):
        pen.line([at(*one), at(*two)], colour, width)
    for middle in (7, 16):
        pen.circle(*at(middle, 18), 2 * side / 24, colour, width)


def draw_shield(pen: Pen, x: float, y: float, side: float, colour: Color) -> None:
    """Draw a shield with a tick in a square whose top left corner is x, y."""
    at = _grid(x, y, side)
    pen.stroke(
        pen.curve(
            at(12, 2),
            (at(14.2, 3.9), at(17, 5), at(20, 5)),
            (at(20, 7.6), at(20, 10.3), at(20, 13)),
            (at(20, 18), at(16.5, 20.5), at(12, 22)),
            (at(7.5, 20.5), at(4, 18), at(4, 13)),
            (at(4, 10.3), at(4, 7.6), at(4, 5)),
            (at(7, 5), at(9.8, 3.9), at(12, 2)),
        ),
        colour,
        side / 12,
    )
    pen.line([at(9, 12), at(11, 14), at(15, 10)], colour, side / 12)


def _grid(x: float, y: float, side: float) -> Callable[[float, float], Point]:
    """Return the reading of positions on an icon's grid of 24 by 24."""
    return lambda column, row: (x + column * side / 24, y + row * side / 24)
