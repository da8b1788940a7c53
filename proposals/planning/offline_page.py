"""The page around the offline map: assets and folium's drawing as they are, every text as one block of data."""

import base64
import hashlib
import json
import mimetypes
import re
from pathlib import Path
from typing import Any

from branca.element import CssLink, Figure, JavascriptLink
from django.contrib.staticfiles import finders
from django.utils.html import escape
from django.utils.translation import get_language

DATA_ID = "offline-map-data"
SCRIPT = "planning/js/offline_map.js"
STYLE = "planning/css/offline_map.css"

ASSETS = {"leaflet": "leaflet/leaflet.js", "leaflet_css": "leaflet/leaflet.css"}
"""folium's names of what a map needs, and our own copy of it among the static files."""

DROPPED = frozenset(
    {"jquery", "bootstrap", "bootstrap_css", "awesome_markers", "awesome_markers_css", "awesome_rotate_css",
     "awesome_markers_font_css", "glyphicons_css"}
)  # fmt: skip
"""What folium adds by default and this map does without."""

CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
UNSAFE_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04X}" for sign in "<>&\u2028\u2029"}


class UnknownAsset(LookupError):
    """folium asks for an asset of which the portal holds no copy."""


def offline_page(figure: Figure, title: str, data: dict[str, Any]) -> str:
    """Return one HTML file that draws a figure of folium's and loads nothing from anywhere.

    folium compiles what it is given as templates and writes it into a script, so the figure holds numbers only. Texts
    stand in ``data``, where the fixed script ``offline_map.js`` reads them; the page is joined together here, past
    every template engine, and its policy lets no other script run.

    Raises:
        UnknownAsset: folium wants a file that is not among ours.
    """
    figure.render()
    head = f"{_head(figure)}<style>{_text(STYLE)}</style>"
    body = figure.html.render()
    drawing = f"<script>{figure.script.render()}</script>"
    fixed = f"<script>{_unclosed(_text(SCRIPT))}</script>"
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="{escape(get_language() or "")}">\n<head>\n<meta charset="utf-8">\n',
            _policy(head + body + drawing + fixed),
            f"<title>{escape(title)}</title>\n",
            head,
            "\n</head>\n<body>\n",
            body,
            f'<script type="application/json" id="{DATA_ID}">{script_json(data)}</script>\n',
            drawing,
            fixed,
            "\n</body>\n</html>\n",
        )
    )


def script_json(data: object) -> str:
    """Return data as JSON that can end no script element and start no comment or tag in one."""
    return json.dumps(data, ensure_ascii=False).translate(UNSAFE_IN_SCRIPT)


def _policy(parts: str) -> str:
    """Return the policy of a file whose scripts are these: nothing else runs, nothing is asked for."""
    digests = (hashlib.sha256(script.encode()).digest() for script in INLINE_SCRIPT.findall(parts))
    scripts = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)
    policy = f"default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data:"
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'


def _head(figure: Figure) -> str:
    """Return folium's head with the content of every script and style in place of its link."""
    parts = []
    for name, child in figure.header._children.items():
        if not isinstance(child, JavascriptLink | CssLink):
            parts.append(child.render())
        elif name in ASSETS:
            parts.append(_embedded(child, ASSETS[name]))
        elif name not in DROPPED:
            raise UnknownAsset(f"No copy of {name!r} is among the static files.")
    return "\n".join(parts)


def _embedded(link: JavascriptLink | CssLink, asset: str) -> str:
    content = _text(asset)
    if isinstance(link, JavascriptLink):
        return f"<script>{_unclosed(content)}</script>"
    folder = _path(asset).parent
    return f"<style>{CSS_URL.sub(lambda match: _data_uri(folder, match[1]), content)}</style>"


def _path(asset: str) -> Path:
    found = finders.find(asset)
    if not found:
        raise UnknownAsset(f"{asset} is not among the static files.")
    return Path(found)


def _text(asset: str) -> str:
    """Return a file's text; reading turns its ends of lines into those that a browser hashes."""
    return _path(asset).read_text(encoding="utf-8")


def _unclosed(script: str) -> str:
    """Return a script that cannot end its own element, and names no map that is not there."""
    script = re.sub(r"//# sourceMappingURL=\S+", "", script)
    return script.replace("</script", r"<\/script")


def _data_uri(folder: Path, address: str) -> str:
    if address.startswith(("data:", "#")):
        return f"url({address})"
    file = folder / address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"url(data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()})"
