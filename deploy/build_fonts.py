"""Cut the Onest typeface by script, so that a page loads only the letters that it shows.

Run after ``npm ci`` when the package or the character sets change::

    uv run --no-project --with fonttools --with brotli python deploy/build_fonts.py

Source: npm ``@fontsource-variable/onest`` (SIL OFL 1.1). Each cut keeps the weight axis 400–700, kerning and
tabular figures; the ``unicode-range`` of ``css/tokens.css`` says the same sets.
"""

import shutil
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "@fontsource-variable" / "onest"
TARGET = ROOT / "geoportal" / "static" / "geoportal" / "fonts"

CUTS = {
    "common": (
        "latin",
        "20-40 5B-60 7B-7E A0 A7 A9 AB B0-B3 B7 BB D7 2009 2013-2014 2018-201E 2022 2026 2191 2193 2212",
    ),
    "cyrillic": ("cyrillic", "401 406 410-44F 451 456 4B0-4B1 2116"),
    "kazakh": ("cyrillic-ext", "492-493 49A-49B 4A2-4A3 4AE-4AF 4BA-4BB 4D8-4D9 4E8-4E9"),
    "latin": ("latin", "41-5A 61-7A"),
    "signs": ("math", "2190 2192 2264-2265"),
    "tenge": ("latin-ext", "20B8"),
}
KAZAKH = "ӘәҒғҚқҢңӨөҰұҮүҺһІі№₸"


def code_points(ranges: str) -> set[int]:
    """Return the code points of space-separated hexadecimal numbers and inclusive ranges."""
    points: set[int] = set()
    for part in ranges.split():
        first, _, last = part.partition("-")
        points.update(range(int(first, 16), int(last or first, 16) + 1))
    return points


def cut(name: str, source: str, wanted: set[int]) -> set[int]:
    """Write ``onest-<name>.woff2`` with the wanted characters and return those that the source has."""
    font = TTFont(PACKAGE / "files" / f"onest-{source}-wght-normal.woff2", recalcTimestamp=False)
    kept = wanted & set(font.getBestCmap())
    options = Options(
        layout_features=["kern", "mark", "mkmk", "ccmp", "locl", "tnum", "pnum"], flavor="woff2"
    )
    options.hinting = False
    options.name_IDs = [0, 1, 2, 13, 14]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=kept)
    subsetter.subset(font)
    narrow = instantiateVariableFont(font, {"wght": (400, 700)})
    narrow.flavor = "woff2"
    narrow.save(TARGET / f"onest-{name}.woff2")
    return kept


def main() -> None:
    """Rebuild every cut, then check that no Kazakh letter is missing."""
    TARGET.mkdir(parents=True, exist_ok=True)
    covered: set[int] = set()
    for name, (source, ranges) in CUTS.items():
        covered |= cut(name, source, code_points(ranges))
        size = (TARGET / f"onest-{name}.woff2").stat().st_size
        print(f"onest-{name}.woff2  {size:,} bytes")
    missing = [letter for letter in KAZAKH if ord(letter) not in covered]
    if missing:
        raise SystemExit(f"Onest lacks {' '.join(missing)}")
    shutil.copyfile(PACKAGE / "LICENSE", TARGET / "OFL.txt")


if __name__ == "__main__":
    main()
