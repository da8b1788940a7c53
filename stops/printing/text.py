"""Break names into lines and choose the largest letters that fit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from stops.printing.fonts import REGULAR, SEMIBOLD, width_mm

LEADING = 1.22
_PIECES = re.compile(r"[^ \-/]*[\-/]+|[^ \-/]+| ")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a name: how it is set, and how far below the block's top its baseline lies."""

    text: str
    font: str
    size_mm: float
    baseline_mm: float
    language: str


@dataclass(frozen=True, slots=True)
class Block:
    """A name in Kazakh and Russian, broken into lines."""

    lines: tuple[Line, ...]
    height_mm: float


def wrap(text: str, font: str, size_mm: float, room_mm: float) -> list[str] | None:
    """Return the text in lines no wider than the room; nothing where a word alone is wider.

    Lines break at spaces and after hyphens and slashes; no-break spaces hold.
    """
    lines = [""]
    for piece in _PIECES.findall(text):
        longer = lines[-1] + piece
        if width_mm(longer.rstrip(" "), font, size_mm) <= room_mm:
            lines[-1] = longer
        elif width_mm(piece, font, size_mm) > room_mm:
            return None
        else:
            lines.append(piece)
    return [stripped for line in lines if (stripped := line.strip(" "))]


def set_names(
    kk: str, ru: str, *, room_mm: float, height_mm: float, sizes: Iterable[tuple[float, float]]
) -> Block | None:
    """Return the names set in the first sizes at which they fit, Kazakh first; nothing where none does.

    Args:
        kk: the Kazakh name.
        ru: the Russian name; left out where it is the same.
        room_mm: the width of a line.
        height_mm: the height of all lines together.
        sizes: of the Kazakh and the Russian letters, the largest first.
    """
    for kk_size, ru_size in sizes:
        block = _set(
            ((kk, SEMIBOLD, kk_size, "kk"), (ru if ru != kk else "", REGULAR, ru_size, "ru")), room_mm
        )
        if block is not None and block.height_mm <= height_mm:
            return block
    return None


def _set(parts: Iterable[tuple[str, str, float, str]], room_mm: float) -> Block | None:
    lines: list[Line] = []
    below = 0.0
    for text, font, size, language in parts:
        broken = wrap(text, font, size, room_mm)
        if broken is None:
            return None
        for line in broken:
            lines.append(Line(line, font, size, below + size, language))
            below += size * LEADING
    return Block(tuple(lines), below)
