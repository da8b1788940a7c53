"""Build the typefaces that printed signs embed: static cuts, since PDF and reportlab know no variable fonts.

Run by ``make assets`` after ``npm ci``, when a package or the character set changes.

Source: npm ``@fontsource-variable/onest`` and ``@fontsource/jetbrains-mono`` (both SIL OFL 1.1). Onest comes split
by script, so each weight is cut from every part and merged; the monospaced type holds what a code is written with.
"""

import shutil
import tempfile
from pathlib import Path

from fontTools.merge import Merger
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
ONEST = PACKAGES / "@fontsource-variable" / "onest"
MONO = PACKAGES / "@fontsource" / "jetbrains-mono"
TARGET = ROOT / "stops" / "printing" / "fonts"

WEIGHTS = {"Regular": 400, "SemiBold": 600}
SCRIPTS = ("latin", "cyrillic", "cyrillic-ext", "latin-ext")
MONO_CHARACTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ-"
REQUIRED = "ӘәҒғҚқҢңӨөҰұҮүҺһІі№₸«»—–…ЁёЩщ"
LAYOUT_TABLES = ("GPOS", "GSUB", "GDEF", "STAT", "avar", "HVAR", "MVAR")


def cut(source: Path, target: Path, characters: set[int] | None = None, weight: int | None = None) -> None:
    """Write one static TrueType file without layout tables; of all characters where none are named."""
    font = TTFont(source, recalcTimestamp=False)
    if weight is not None:
        font = instantiateVariableFont(font, {"wght": weight})
    for table in LAYOUT_TABLES:
        if table in font:
            del font[table]
    options = Options(hinting=False, notdef_outline=True, name_IDs=[0, 1, 2, 4, 6, 13, 14])
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters or set(font.getBestCmap()))
    subsetter.subset(font)
    font.flavor = None
    font.save(target)


def rename(font: TTFont, family: str, style: str) -> None:
    """Write the family and style that a PDF reader shows."""
    names = {1: family, 2: style, 4: f"{family} {style}", 6: f"{family.replace(' ', '')}-{style}"}
    for identifier, text in names.items():
        font["name"].setName(text, identifier, 3, 1, 0x409)


def merge_onest(style: str, weight: int, folder: Path) -> set[int]:
    """Write ``Onest-<style>.ttf`` out of the parts by script and return its code points."""
    parts = []
    seen: set[int] = set()
    for script in SCRIPTS:
        source = ONEST / "files" / f"onest-{script}-wght-normal.woff2"
        new = set(TTFont(source).getBestCmap()) - seen
        seen |= new
        parts.append(folder / f"{style}-{script}.ttf")
        cut(source, parts[-1], new, weight)
    merged = Merger().merge([str(part) for part in parts])
    rename(merged, "Onest", style)
    merged["head"].modified = merged["head"].created = TTFont(parts[0])["head"].created
    merged.recalcTimestamp = False
    merged.save(TARGET / f"Onest-{style}.ttf")
    return set(merged.getBestCmap())


def main() -> None:
    """Rebuild every file, then check that no letter of Kazakh or Russian is missing."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for style, weight in WEIGHTS.items():
            covered = merge_onest(style, weight, Path(folder))
            missing = [letter for letter in REQUIRED if ord(letter) not in covered]
            if missing:
                raise SystemExit(f"Onest {style} lacks {' '.join(missing)}")
    cut(
        MONO / "files" / "jetbrains-mono-latin-700-normal.woff2",
        TARGET / "JetBrainsMono-Bold.ttf",
        {ord(character) for character in MONO_CHARACTERS},
    )
    shutil.copyfile(ONEST / "LICENSE", TARGET / "Onest-OFL.txt")
    shutil.copyfile(MONO / "LICENSE", TARGET / "JetBrainsMono-OFL.txt")
    for file in sorted(TARGET.glob("*.ttf")):
        print(f"{file.name}  {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
