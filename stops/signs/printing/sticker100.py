"""The sticker of 100 by 100 mm, for doors, shelters and the walls of buses."""

import segno

from stops.signs.printing.colours import GOLD, GOLD_SOFT, GOLD_TEXT, INK, SUNKEN, TEXT, TEXT_2
from stops.signs.printing.fonts import REGULAR, SEMIBOLD
from stops.signs.printing.marks import draw_band, draw_bus, draw_mark, draw_pin, draw_shield
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

SIDE = 100.0
MARGIN = 6.0
INNER = SIDE - 2 * MARGIN
LEAST = 2.2
BAND_HEIGHT = 4.2
NAME_TOP, NAME_HEIGHT, NAME_ROOM = 14.2, 18.3, INNER - 10.4
PLATE_PADDING, PLATE_LEAST = 2.2, 13.0
NAME_SIZES = ((3.9, 3.3), (3.7, 3.1), (3.5, 2.9), (3.5, 2.5))
SYMBOL_BOX_TOP = NAME_TOP + NAME_HEIGHT
COLUMN, COLUMN_ROOM = 54.5, SIDE - MARGIN - 54.5
FOOT_TOP = 85.0


class Sticker100:
    """The layout of the larger sticker, in millimetres."""

    width_mm = SIDE
    height_mm = SIDE

    def fit(self, names: Pair) -> Block | None:
        """Return the names in up to four lines, the Kazakh at 3.5 mm or more."""
        return set_names(*names, room_mm=NAME_ROOM, height_mm=NAME_HEIGHT, sizes=NAME_SIZES)

    def draw_ground(self, pen: Pen, texts: Texts) -> None:
        """Draw the band, the head, the headline and the foot."""
        draw_band(pen, 0.7, SIDE, BAND_HEIGHT - 0.7, BLEED_MM, head=BLEED_MM + 0.7)
        draw_mark(pen, MARGIN, 5.6, 7.4)
        for y, text, font, size, colour in (
            (8.5, texts.site.kk, SEMIBOLD, 3.2, TEXT),
            (12.2, texts.site.ru, REGULAR, 2.7, TEXT_2),
        ):
            pen.text(MARGIN + 8.2, y, text, font, fitted_size(text, font, size, 38, LEAST), colour)
        for y, text, colour in ((8.5, texts.city.kk, TEXT), (12.2, texts.city.ru, TEXT_2)):
            size = fitted_size(text, REGULAR, 2.5, 38, LEAST)
            pen.text(SIDE - MARGIN, y, text, REGULAR, size, colour, align="right")
        pen.block(COLUMN, 37.4, set_pair(texts.headline, COLUMN_ROOM, 4.3, 3.2), ON_PAPER)
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
        """Draw the name, the symbol, and the address with the code beside it."""
        middle = NAME_TOP + NAME_HEIGHT / 2
        plate = min(NAME_HEIGHT, max(PLATE_LEAST, block.height_mm + 2 * PLATE_PADDING))
        pen.rect(MARGIN, middle - plate / 2, INNER, plate, GOLD_SOFT, radius=2)
        draw_icon = draw_bus if sign.in_bus else draw_pin
        draw_icon(pen, MARGIN + 2.4, middle - 2.6, 5.2, GOLD_TEXT)
        pen.block(MARGIN + 9.4, middle - block.height_mm / 2, block, ON_PAPER)
        draw_symbol(
            pen, symbol, symbol_x(MARGIN, module), SYMBOL_BOX_TOP + QUIET_ZONE_MODULES * module, module
        )
        top, height = 58.8, 20.4
        pen.rect(COLUMN, top, COLUMN_ROOM, height, SUNKEN, radius=2)
        draw_pair_in_line(pen, COLUMN + 2.4, top + 4.6, texts.type_it, 2.4)
        size = fitted_size(typed, SEMIBOLD, 3.9, COLUMN_ROOM - 4.8, LEAST)
        pen.text(COLUMN + 2.4, top + 9.4, typed, SEMIBOLD, size, TEXT)
        draw_code_plate(pen, COLUMN + 2.4, top + 11.4, COLUMN_ROOM - 4.8, 6.8, sign.code, 4.2)


def _draw_foot(pen: Pen, texts: Texts) -> None:
    pen.rect(-BLEED_MM, FOOT_TOP, SIDE + 2 * BLEED_MM, SIDE - FOOT_TOP + BLEED_MM, INK)
    middle = (FOOT_TOP + SIDE) / 2
    draw_shield(pen, MARGIN - 0.4, middle - 3.2, 6.4, GOLD)
    promise = set_pair(texts.promise, 45, 2.3)
    pen.block(MARGIN + 7.4, middle - promise.height_mm / 2, promise, ON_INK)
    pen.line([(60.4, middle - 4.5), (60.4, middle + 4.5)], TEXT_2, 0.25)
    width = pen.text(63, middle + 2.3, texts.help_line, SEMIBOLD, 6.4, GOLD)
    left = 63 + width + 2
    helped = set_pair(texts.help, SIDE - MARGIN - left + 2, LEAST, kk_font=REGULAR)
    pen.block(left, middle - helped.height_mm / 2, helped, ON_INK)
