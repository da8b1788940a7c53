"""The poster: A5, and A4 as its enlargement."""

import segno

from stops.signs.printing.colours import GOLD, GOLD_SOFT, GOLD_TEXT, INK, SUNKEN, TEXT, TEXT_2
from stops.signs.printing.fonts import REGULAR, SEMIBOLD
from stops.signs.printing.formats import A5_HEIGHT_MM, A5_WIDTH_MM
from stops.signs.printing.marks import (
    draw_band,
    draw_bus,
    draw_hexagon_number,
    draw_mark,
    draw_pin,
    draw_shield,
)
from stops.signs.printing.parts import (
    ON_INK,
    ON_PAPER,
    draw_code_plate,
    draw_pair_in_line,
    fitted_size,
    set_pair,
    symbol_x,
)
from stops.signs.printing.pen import Pen
from stops.signs.printing.signs import BLEED_MM, Sign
from stops.signs.printing.symbol import QUIET_ZONE_MODULES, draw_symbol
from stops.signs.printing.text import Block, set_names
from stops.signs.printing.wording import Pair, Texts

MARGIN = 10.0
INNER = A5_WIDTH_MM - 2 * MARGIN
BAND_TOP, BAND_HEIGHT = 24.4, 6.3
NAME_TOP, NAME_PADDING, NAME_HEIGHT = 58.9, 2.2, 17.2
NAME_X, NAME_ROOM = 22.0, 114.0
NAME_LARGEST_HEIGHT = 30.2
SYMBOL_BOX_TOP = 78.5
STEPS_X, STEPS_ROOM, STEPS_TOP, STEPS_HEIGHT = 93.5, 44.5, 85.4, 57.4
ADDRESS_TOP, ADDRESS_HEIGHT = 152.6, 18.6
FOOT_TOP = 182.3
# A5's text is 2.9 mm or more and the Kazakh name 4.9 mm: only the Russian beside it may shrink.
LEAST = 2.9
NAME_SIZES = ((4.9, 4.1), (4.9, 3.7), (4.9, 3.4))


class Poster:
    """The layout of A5 in millimetres; A4 is drawn √2 times as large."""

    width_mm = A5_WIDTH_MM
    height_mm = A5_HEIGHT_MM

    def fit(self, names: Pair) -> Block | None:
        """Return the names at 4.9 mm in up to five lines: what stands below moves down for them."""
        return set_names(
            *names, room_mm=NAME_ROOM, height_mm=NAME_LARGEST_HEIGHT - 2 * NAME_PADDING, sizes=NAME_SIZES
        )

    def draw_ground(self, pen: Pen, texts: Texts) -> None:
        """Draw the head, the band, the headline and the foot."""
        draw_mark(pen, MARGIN + 0.4, 9.3, 10.4)
        draw_band(pen, BAND_TOP, A5_WIDTH_MM, BAND_HEIGHT, BLEED_MM)
        _draw_head(pen, texts)
        _draw_foot(pen, texts)

    def draw_sign(
        self,
        pen: Pen,
        sign: Sign,
        block: Block,
        symbol: segno.QRCode,
        module: float,
        texts: Texts,
        typed: str,
    ) -> None:
        """Draw the name, the symbol with the steps, and the address with the code."""
        name_height = max(NAME_HEIGHT, block.height_mm + 2 * NAME_PADDING)
        lower = max(0.0, NAME_TOP + name_height + 0.5 - SYMBOL_BOX_TOP)
        _draw_name(pen, sign, block, name_height)
        draw_symbol(
            pen,
            symbol,
            symbol_x(MARGIN, module),
            SYMBOL_BOX_TOP + lower + QUIET_ZONE_MODULES * module,
            module,
        )
        _draw_steps(pen, texts, STEPS_TOP + lower)
        _draw_address(pen, sign.code, texts, typed, ADDRESS_TOP + max(0.0, lower - 2.2))


def _draw_head(pen: Pen, texts: Texts) -> None:
    right = A5_WIDTH_MM - MARGIN
    for y, text, font, size, colour in (
        (13, texts.site.kk, SEMIBOLD, 4.4, TEXT),
        (17.8, texts.site.ru, REGULAR, 3.7, TEXT_2),
    ):
        pen.text(NAME_X, y, text, font, fitted_size(text, font, size, 62, LEAST), colour)
    for y, text, colour in ((12.5, texts.city.kk, TEXT), (17.1, texts.city.ru, TEXT_2)):
        size = fitted_size(text, REGULAR, 3.5, 50, LEAST)
        pen.text(right, y, text, REGULAR, size, colour, align="right")
    for y, text, font, size, colour in (
        (45.3, texts.headline.kk, SEMIBOLD, 8.5, TEXT),
        (53.4, texts.headline.ru, REGULAR, 5.2, TEXT_2),
    ):
        pen.text(MARGIN, y, text, font, fitted_size(text, font, size, INNER, LEAST), colour)


def _draw_name(pen: Pen, sign: Sign, block: Block, height: float) -> None:
    pen.rect(MARGIN, NAME_TOP, INNER, height, GOLD_SOFT, radius=2.8)
    top = NAME_TOP + (height - block.height_mm) / 2
    draw_icon = draw_bus if sign.in_bus else draw_pin
    draw_icon(pen, MARGIN + 3.4, top + 0.2, 6.6, GOLD_TEXT)
    pen.block(NAME_X, top, block, ON_PAPER)


def _draw_steps(pen: Pen, texts: Texts, y: float) -> None:
    blocks = [set_pair(step, STEPS_ROOM, 4.1, 3.6, leading=1.3) for step in texts.steps]
    gap = (STEPS_HEIGHT - sum(block.height_mm for block in blocks)) / (len(blocks) - 1)
    for number, block in enumerate(blocks, start=1):
        draw_hexagon_number(pen, STEPS_X - 6.2, y + 4.2, 7.6, str(number))
        pen.block(STEPS_X, y, block, ON_PAPER)
        y += block.height_mm + gap


def _draw_address(pen: Pen, code: str, texts: Texts, typed: str, y: float) -> None:
    pen.rect(MARGIN, y, INNER, ADDRESS_HEIGHT, SUNKEN, radius=2.8)
    draw_pair_in_line(pen, MARGIN + 4, y + 6.4, texts.type_it, 3.3)
    size = fitted_size(typed, SEMIBOLD, 5.7, 74, LEAST)
    pen.text(MARGIN + 4, y + 14.2, typed, SEMIBOLD, size, TEXT)
    draw_code_plate(pen, 91, y + 3.2, 43.6, ADDRESS_HEIGHT - 6.4, code, 5.56)


def _draw_foot(pen: Pen, texts: Texts) -> None:
    pen.rect(-BLEED_MM, FOOT_TOP, A5_WIDTH_MM + 2 * BLEED_MM, A5_HEIGHT_MM - FOOT_TOP + BLEED_MM, INK)
    middle = FOOT_TOP + 13.8
    promise = set_pair(texts.promise, 64, 3.1, leading=1.33)
    draw_shield(pen, MARGIN + 0.2, FOOT_TOP + 4.2, 8, GOLD)
    pen.block(20.7, middle - promise.height_mm / 2, promise, ON_INK)
    pen.line([(88.9, FOOT_TOP + 8), (88.9, FOOT_TOP + 19.6)], TEXT_2, 0.25)
    width = pen.text(93.2, middle + 3.2, texts.help_line, SEMIBOLD, 9, GOLD)
    help_block = set_pair(
        texts.help, A5_WIDTH_MM - MARGIN - 93.2 - width - 3, LEAST, kk_font=REGULAR, leading=1.33
    )
    pen.block(93.2 + width + 3, middle - help_block.height_mm / 2, help_block, ON_INK)
