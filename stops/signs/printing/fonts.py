"""The typefaces of signs, embedded into the PDF: Onest for words, JetBrains Mono for codes.

``deploy/build_print_fonts.py`` builds the files and checks that they have every Kazakh letter.
"""

from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).resolve().parent / "fonts"
REGULAR, SEMIBOLD, MONO = "Onest-Regular", "Onest-SemiBold", "JetBrainsMono-Bold"


@cache
def register_fonts() -> None:
    """Make the typefaces known to reportlab."""
    for name in (REGULAR, SEMIBOLD, MONO):
        pdfmetrics.registerFont(TTFont(name, FOLDER / f"{name}.ttf"))


def width_mm(text: str, font: str, size_mm: float) -> float:
    """Return how wide a line of text is, in the unit of its size."""
    register_fonts()
    return float(pdfmetrics.stringWidth(text, font, size_mm))


def missing_characters(text: str, font: str) -> str:
    """Return the characters of a text that a typeface lacks, each once."""
    register_fonts()
    known = pdfmetrics.getFont(font).face.charToGlyph
    return "".join(dict.fromkeys(letter for letter in text if ord(letter) not in known))
