"""One sign: what it says and shows, and what every layout offers."""

from dataclasses import dataclass
from typing import Protocol

import segno

from stops.signs.printing.pen import Pen
from stops.signs.printing.text import Block
from stops.signs.printing.wording import Pair, Texts

BLEED_MM = 2.0
"""Colour that runs to the edge is drawn so far over it, so that a cut beside the line shows no white."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign to be drawn.

    Attributes:
        code: ten characters.
        names: what it is bound to, in Kazakh and Russian.
        in_bus: whether it hangs in a bus.
    """

    code: str
    names: Pair
    in_bus: bool


class Layout(Protocol):
    """How one format is laid out; all measures are the layout's own millimetres before scaling."""

    width_mm: float
    height_mm: float

    def fit(self, names: Pair) -> Block | None:
        """Return the names set to fit, or nothing where they do not in letters large enough."""

    def draw_ground(self, pen: Pen, texts: Texts) -> None:
        """Draw what all signs at places, or all in buses, share."""

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
        """Draw what is this sign's own over the ground.

        Args:
            pen: at the sign's top left corner.
            sign: what is drawn.
            block: its names, as ``fit`` set them.
            symbol: its address.
            module: the side of a module.
            texts: the words that all share.
            typed: the address that people type.
        """
