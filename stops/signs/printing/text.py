"""Break names into lines and choose the largest letters that fit."""

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stops.signs.printing.fonts import REGULAR, SEMIBOLD, width_mm

LEADING = 1.22
TIGHT_LEADING = 1.15
"""For names that fit no other way."""
BETWEEN = 0.15
"""How much farther the Russian stands below the Kazakh than a line, in parts of its size."""
_HYPHENED = re.compile(r"(?<=[^\W\d_][-/])(?=\w)")
_VOWEL = "аәеёиіоөуұүыэюяaeiou"
_CONSONANT = "бвгғджзкқлмнңпрстфхһцчшщbcdfghjklmnpqrstvwxyz"
_SYLLABLE = re.compile(f"(?<=[{_VOWEL}])(?=[{_CONSONANT}][{_VOWEL}])", re.IGNORECASE)


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


def wrap(
    text: str, font: str, size_mm: float, room_mm: float, *, hyphenate: bool = False
) -> list[str] | None:
    """Return the text in lines no wider than the room; nothing where a part that cannot be broken is.

    Lines break at spaces; words wider than the room after a hyphen or slash, and if asked with a hyphen between
    an open syllable and the next, which Kazakh and Russian both allow. No-break spaces hold.
    """

    def fits(line: str) -> bool:
        return width_mm(line, font, size_mm) <= room_mm

    lines: list[str] = []
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines else word
        if fits(longer):
            lines[-1:] = [longer]
            continue
        parts = _broken(word, room_mm, font, size_mm, hyphenate=hyphenate)
        if parts is None:
            return None
        lines += parts
    return lines


def _broken(word: str, room_mm: float, font: str, size_mm: float, *, hyphenate: bool) -> list[str] | None:
    """Return a word in as many parts as its width needs."""
    if width_mm(word, font, size_mm) <= room_mm:
        return [word]
    ends = [(match.start(), "") for match in _HYPHENED.finditer(word)]
    if hyphenate:
        ends += [
            (match.start(), "-") for match in _SYLLABLE.finditer(word) if 3 <= match.start() <= len(word) - 3
        ]
    for end, hyphen in sorted(ends, reverse=True):
        first = word[:end] + hyphen
        if width_mm(first, font, size_mm) <= room_mm:
            rest = _broken(word[end:], room_mm, font, size_mm, hyphenate=hyphenate)
            return None if rest is None else [first, *rest]
    return None


def set_names(
    kk: str,
    ru: str,
    *,
    room_mm: float,
    height_mm: float,
    sizes: Sequence[tuple[float, float]],
    kk_font: str = SEMIBOLD,
    leadings: Sequence[float] = (LEADING, TIGHT_LEADING),
) -> Block | None:
    """Return the names set in the first sizes at which they fit, Kazakh first; nothing where none does.

    Args:
        kk: the Kazakh name.
        ru: the Russian name; left out where it is the same.
        room_mm: the width of a line.
        height_mm: the height of all lines together.
        sizes: of the Kazakh and the Russian letters, the largest first; long words are hyphenated only where
            the smallest is still too large.
        kk_font: the typeface of the Kazakh name.
        leadings: from line to line, in parts of the size, the widest first.
    """
    for hyphenate, leading, (kk_size, ru_size) in itertools.product((False, True), leadings, sizes):
        parts = [(kk, kk_font, kk_size, "kk")]
        if ru != kk:
            parts.append((ru, REGULAR, ru_size, "ru"))
        block = _set(parts, room_mm, leading, hyphenate=hyphenate)
        if block is not None and block.height_mm <= height_mm:
            return block
    return None


def _set(
    parts: Iterable[tuple[str, str, float, str]], room_mm: float, leading: float, *, hyphenate: bool
) -> Block | None:
    lines: list[Line] = []
    below = 0.0
    for text, font, size, language in parts:
        broken = wrap(text, font, size, room_mm, hyphenate=hyphenate)
        if broken is None:
            return None
        below += BETWEEN * size if lines else 0
        for line in broken:
            lines.append(Line(line, font, size, below + size * (1 + leading - LEADING), language))
            below += size * leading
    return Block(tuple(lines), below)
