"""A text as it reads, whatever it is made of, and where each of its characters came from."""

import unicodedata
from dataclasses import dataclass

KEYCAP = "\u20e3"
OFF_THE_LINE = ("<super>", "<sub>")


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in plain digits and spaces, without invisible marks.

    Attributes:
        text: as it reads.
        origins: for each character of ``text`` its index in the original, and at the end the original's length.
    """

    text: str
    origins: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return where a part of ``text`` stands in the original, with the marks that cling to it."""
        return self.origins[start], self.origins[end]


def fold(text: str) -> Folded:
    """Return a text with every digit as ASCII, every space as a space, and what cannot be seen left out.

    Digits in circles, brackets or with a point are digits; those above or below the line (``м²``) are none.
    """
    plain, origins = [], []
    for index, mark in enumerate(text):
        if mark == KEYCAP or unicodedata.category(mark) in {"Cf", "Mn"}:
            continue
        plain.append(_plain(mark))
        origins.append(index)
    return Folded("".join(plain), [*origins, len(text)])


def _plain(mark: str) -> str:
    if mark.isdigit() and not unicodedata.decomposition(mark).startswith(OFF_THE_LINE):
        return str(unicodedata.digit(mark))
    if mark.isspace():
        return "\n" if mark in "\n\r\x0b\x0c\x85\u2028\u2029" else " "
    compatible = unicodedata.normalize("NFKC", mark)
    return compatible if len(compatible) == 1 and not compatible.isdecimal() else mark
