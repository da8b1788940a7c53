"""Gather the icons that the portal uses into one SVG sprite: some of Lucide's and our own hexagons.

Run after ``npm ci`` when ``deploy/icons`` changes::

    python deploy/build_sprite.py

Sources: npm ``lucide-static`` (ISC), those named in ``deploy/icons/lucide.txt``, and ``deploy/icons/*.svg``.
The symbols carry no colour: ``.icon`` in ``css/base.css`` strokes them with ``currentColor``.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "lucide-static"
TARGET = ROOT / "geoportal" / "static" / "geoportal" / "icons"

OWN = ROOT / "deploy" / "icons"


def body(svg: str) -> str:
    """Return what stands inside the outermost element of an SVG file, without blanks between elements."""
    inner = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    return re.sub(r"\s+", " ", re.sub(r">\s+<", "><", inner)).strip().replace(" />", "/>")


def symbol(name: str, svg: str) -> str:
    """Return one symbol of the sprite under the given name."""
    view_box = re.search(r'viewBox="([^"]+)"', svg)
    if view_box is None:
        raise SystemExit(f"{name} has no viewBox")
    return f'<symbol id="{name}" viewBox="{view_box[1]}">{body(svg)}</symbol>'


def main() -> None:
    """Write the sprite and copy Lucide's licence beside it."""
    own = [(path.stem, path.read_text()) for path in sorted(OWN.glob("*.svg"))]
    lucide = [
        (name, (PACKAGE / "icons" / f"{name}.svg").read_text())
        for name in (OWN / "lucide.txt").read_text().split()
    ]
    symbols = [symbol(name, svg) for name, svg in own + lucide]
    (TARGET / "sprite.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    )
    shutil.copyfile(PACKAGE / "LICENSE", TARGET / "LUCIDE-LICENSE.txt")
    print(f"{len(symbols)} symbols")


if __name__ == "__main__":
    main()
