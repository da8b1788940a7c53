"""The sticker of 60 by 60 mm, for the backs of seats and poles."""

import segno

from stops.signs.printing.colours import GOLD, INK, SUNKEN, TEXT, TEXT_2
from stops.signs.printing.fonts import REGULAR, SEMIBOLD
from stops.signs.printing.marks import draw_band, draw_mark, draw_shield
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

SIDE = 60.0
MARGIN = 3.8
LEAST = 1.9
SYMBOL_BOX_TOP = 6.2
COLUMN_ROOM = 22.4
COLUMN = 35.2
NAME_TOP, NAME_HEIGHT = 8.6, 30.4
NAME_SIZES = ((3.1, 2.6), (2.9, 2.4), (2.7, 2.2), (2.7, 1.9), (2.45, 1.9))
ADDRESS_TOP, ADDRESS_HEIGHT = 41.3, 7.2
FOOT_TOP = 48.9


class Sticker60:
    """The layout of the smaller sticker, in millimetres."""

    width_mm = SIDE
    height_mm = SIDE

    def fit(self, names: Pair) -> Block | None:
        """Return the names in the column beside the symbol, the Kazakh at 2.45 mm or more."""
        return set_names(*names, room_mm=COLUMN_ROOM, height_mm=NAME_HEIGHT, sizes=NAME_SIZES)

    def draw_ground(self, pen: Pen, texts: Texts) -> None:
        """Draw the band, the portal's name and the foot."""
        draw_band(pen, 0.4, SIDE, 1.8, BLEED_MM, head=BLEED_MM + 0.4)
        draw_mark(pen, MARGIN, 2.8, 3.4)
        room = (SIDE - 2 * MARGIN - 5.4) / 2
        size = fitted_size(texts.site.kk, SEMIBOLD, 2.4, room, LEAST)
        pen.text(MARGIN + 4.2, 5.2, texts.site.kk, SEMIBOLD, size, TEXT)
        size = fitted_size(texts.site.ru, REGULAR, 2.3, room, LEAST)
        pen.text(SIDE - MARGIN, 5.2, texts.site.ru, REGULAR, size, TEXT_2, align="right")
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
        """Draw the symbol with the name beside it, and the address with the code."""
        draw_symbol(pen, symbol, symbol_x(0, module), SYMBOL_BOX_TOP + QUIET_ZONE_MODULES * module, module)
        pen.block(COLUMN, NAME_TOP + (NAME_HEIGHT - block.height_mm) / 2, block, ON_PAPER)
        pen.rect(MARGIN, ADDRESS_TOP, SIDE - 2 * MARGIN, ADDRESS_HEIGHT, SUNKEN, radius=1.2)
        draw_pair_in_line(pen, MARGIN + 1.4, ADDRESS_TOP + 3, texts.type_it, LEAST)
        size = fitted_size(typed, SEMIBOLD, 2.9, 28, LEAST)
        pen.text(MARGIN + 1.4, ADDRESS_TOP + 6.2, typed, SEMIBOLD, size, TEXT)
        draw_code_plate(
            pen, SIDE - MARGIN - 21.4, ADDRESS_TOP + 1.2, 20.2, ADDRESS_HEIGHT - 2.4, sign.code, 2.8
        )


def _draw_foot(pen: Pen, texts: Texts) -> None:
    pen.rect(-BLEED_MM, FOOT_TOP, SIDE + 2 * BLEED_MM, SIDE - FOOT_TOP + BLEED_MM, INK)
    middle = (FOOT_TOP + SIDE) / 2
    draw_shield(pen, MARGIN - 0.4, middle - 2.3, 4.6, GOLD)
    promise = set_pair(texts.promise, 37, LEAST, leading=1.14)
    pen.block(MARGIN + 5, middle - promise.height_mm / 2, promise, ON_INK)
    pen.text(SIDE - MARGIN, middle + 2, texts.help_line, SEMIBOLD, 5.6, GOLD, align="right")
