"""Gather the icons that the portal uses into one SVG sprite: some of Lucide's and our own hexagons.

Run after ``npm ci`` when the lists below change::

    python deploy/build_sprite.py

Sources: npm ``lucide-static`` (ISC) and ``deploy/icons/*.svg``. The symbols carry no
colour: ``.icon`` in ``css/base.css`` strokes them with ``currentColor``.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "node_modules" / "lucide-static"
TARGET = ROOT / "geoportal" / "static" / "geoportal" / "icons"

LUCIDE = [
    "accessibility",
    "arrow-down",
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "baby",
    "ban",
    "bell",
    "bike",
    "book-open",
    "building-2",
    "bus",
    "calendar",
    "calendar-range",
    "camera",
    "chart-column",
    "chart-line",
    "check",
    "chevron-down",
    "chevron-left",
    "chevron-right",
    "chevron-up",
    "circle-alert",
    "circle-check",
    "circle-dot",
    "circle-question-mark",
    "circle-x",
    "clock",
    "cloud-off",
    "cloud-upload",
    "construction",
    "copy",
    "corner-up-right",
    "download",
    "droplets",
    "external-link",
    "eye",
    "eye-off",
    "file-down",
    "file-text",
    "flag",
    "flame",
    "footprints",
    "globe",
    "graduation-cap",
    "grid-2x2",
    "hand-heart",
    "handshake",
    "heart",
    "heart-pulse",
    "hexagon",
    "history",
    "house",
    "info",
    "key-round",
    "landmark",
    "languages",
    "layers",
    "leaf",
    "library",
    "lightbulb",
    "link",
    "list",
    "list-filter",
    "locate-fixed",
    "lock",
    "log-in",
    "log-out",
    "mail",
    "map",
    "map-pin",
    "menu",
    "merge",
    "message-square",
    "message-square-plus",
    "minus",
    "monitor",
    "moon",
    "move",
    "music",
    "palette",
    "pause",
    "pencil",
    "pentagon",
    "phone",
    "play",
    "plus",
    "printer",
    "qr-code",
    "recycle",
    "rotate-ccw",
    "route",
    "save",
    "school",
    "search",
    "send",
    "settings",
    "share-2",
    "shield",
    "shield-alert",
    "shield-check",
    "sliders-horizontal",
    "smartphone",
    "spline",
    "square-dashed",
    "sun",
    "table-2",
    "tag",
    "theater",
    "traffic-cone",
    "train-front",
    "trash-2",
    "tree-deciduous",
    "trees",
    "trending-up",
    "triangle-alert",
    "undo-2",
    "upload",
    "user",
    "user-check",
    "users",
    "wifi-off",
    "wrench",
    "x",
    "zap",
]


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
    own = [(path.stem, path.read_text()) for path in sorted((ROOT / "deploy" / "icons").glob("*.svg"))]
    lucide = [(name, (PACKAGE / "icons" / f"{name}.svg").read_text()) for name in sorted(LUCIDE)]
    symbols = [symbol(name, svg) for name, svg in own + lucide]
    (TARGET / "sprite.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"
    )
    shutil.copyfile(PACKAGE / "LICENSE", TARGET / "LUCIDE-LICENSE.txt")
    print(f"{len(symbols)} symbols")


if __name__ == "__main__":
    main()
