"""The formats of a sign: its size, from how far it is read, and how small its letters may be."""

from dataclasses import dataclass
from enum import StrEnum

SYMBOL_DISTANCE_RATIO = 10
"""A phone reads a symbol from ten times its width (FACTS, QR), taken for a symbol of version 2."""
SYMBOL_MODULES = 25
A5_WIDTH_MM, A5_HEIGHT_MM = 148.0, 210.0
A4_SCALE = 2**0.5


class SignFormat(StrEnum):
    """What a sign is printed as."""

    A4 = "a4"
    A5 = "a5"
    STICKER100 = "sticker100"
    STICKER60 = "sticker60"


@dataclass(frozen=True, slots=True)
class Dimensions:
    """A format in numbers.

    Attributes:
        width_mm, height_mm: the size after cutting.
        reading_distance_mm: from how far a phone must still read the symbol: a poster on a shelter's wall, a
            sheet at a counter, a sticker beside a door, a sticker on a bus seat.
        symbol_box_mm: the side of the square that the symbol and its quiet zone fill.
        scale: how much larger than its layout's own millimetres it is drawn (A4 is A5 enlarged).
    """

    width_mm: float
    height_mm: float
    reading_distance_mm: float
    symbol_box_mm: float
    scale: float = 1.0

    @property
    def smallest_module_mm(self) -> float:
        """The side of a module below which the symbol is not read from the reading distance."""
        return self.reading_distance_mm / (SYMBOL_DISTANCE_RATIO * SYMBOL_MODULES)


DIMENSIONS: dict[SignFormat, Dimensions] = {
    SignFormat.A4: Dimensions(210, 297, 600, 71.6 * A4_SCALE, A4_SCALE),
    SignFormat.A5: Dimensions(A5_WIDTH_MM, A5_HEIGHT_MM, 400, 71.6),
    SignFormat.STICKER100: Dimensions(100, 100, 300, 52.4),
    SignFormat.STICKER60: Dimensions(60, 60, 200, 35),
}
