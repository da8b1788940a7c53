"""What the layouts share: the portal's own texts fitted into their room, and the code on its plate."""

from reportlab.lib.colors import Color

from stops.signs.codes import grouped
from stops.signs.printing.colours import TEXT, TEXT_2, WHITE
from stops.signs.printing.errors import PrintRefused
from stops.signs.printing.fonts import MONO, REGULAR, SEMIBOLD, width_mm
from stops.signs.printing.pen import Pen
from stops.signs.printing.symbol import QUIET_ZONE_MODULES
from stops.signs.printing.text import LEADING, Block, set_names
from stops.signs.printing.wording import Pair

ON_PAPER: dict[str, Color] = {"kk": TEXT, "ru": TEXT_2}
ON_INK: dict[str, Color] = {"kk": WHITE, "ru": WHITE}
DIGIT_HEIGHT = 0.73


def fitted_size(text: str, font: str, size: float, room: float, least: float) -> float:
    """Return the size, at most the one given, at which a text of the portal's own fits its room in one line.

    Raises:
        PrintRefused: it would be smaller than the least that can be read.
    """
    fitted = min(size, size * room / width_mm(text, font, size))
    if fitted < least:
        raise PrintRefused(_too_long(text))
    return fitted


def set_pair(
    pair: Pair,
    room: float,
    size: float,
    ru_size: float | None = None,
    *,
    kk_font: str = SEMIBOLD,
    leading: float = LEADING,
) -> Block:
    """Return a text of the portal's own in lines.

    Raises:
        PrintRefused: a word of it is wider than the room.
    """
    sizes = [(size, ru_size or size)]
    block = set_names(
        *pair, room_mm=room, height_mm=float("inf"), sizes=sizes, kk_font=kk_font, leadings=(leading,)
    )
    if block is None:
        raise PrintRefused(_too_long(pair.kk))
    return block


def symbol_x(margin: float, module: float) -> float:
    """Return where a symbol begins: at the margin, or farther in where its quiet zone needs more."""
    return max(margin, QUIET_ZONE_MODULES * module)


def draw_pair_in_line(pen: Pen, x: float, y: float, pair: Pair, size: float) -> None:
    """Write both languages on one line, such as ``Немесе теріңіз: или наберите:``."""
    width = pen.text(x, y, f"{pair.kk} ", SEMIBOLD, size, TEXT)
    pen.text(x + width, y, pair.ru[:1].lower() + pair.ru[1:], REGULAR, size, TEXT_2)


def draw_code_plate(
    pen: Pen, x: float, y: float, width: float, height: float, code: str, size: float
) -> None:
    """Draw a code, in two groups, on a white plate."""
    pen.rect(x, y, width, height, WHITE, radius=height * 0.11)
    pen.text(
        x + width / 2, y + (height + size * DIGIT_HEIGHT) / 2, grouped(code), MONO, size, TEXT, align="middle"
    )


def _too_long(text: str) -> str:
    return f"“{text}” does not fit on this format in letters that can be read; print a larger one."
