"""Read what a door gives, whatever its form, and judge it: no markup, no script, no answer of a template engine."""

import csv
import io
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.http.response import HttpResponseBase

from tests.hostile import COMPUTED, flat
from tests.proposals.tiles.reading import decode
from tests.stops.printing.reading import text_of

TILE = re.compile(r"/tiles/([\w-]+)/(\d+)/(\d+)/(\d+)\.mvt")
DATA = "application/json"
SIGNS = "=@+\\-\u2212\uff1d\uff20\uff0b\uff0d"
GUARD = re.compile(rf"""(\A|[;,\t\r\n])([^\w;,\t\r\n'=@+\-]*)'(?=[^\w;,\t\r\n'"]*[{SIGNS}])""")
"""The apostrophe before what would begin a formula, at the start of a text and behind what may end a cell."""
FORMULA = re.compile(r"""\s*(?:[=@\uff1d\uff20]|[+\-\u2212\uff0b\uff0d][^\r\n]*[(|!\uff08\uff5c\uff01])""")


class PageReader(HTMLParser):
    """Collect what a page shows, and what in it no template of ours can have written."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.shown: list[str] = []
        self.scripts: list[str] = []
        self._script = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note attributes; whatever listens to an event or bears the corpus's mark came from a text."""
        given = dict(attrs)
        self._script = (given.get("type") or "text/javascript") if tag == "script" else ""
        for name, value in attrs:
            is_address = name in {"href", "src", "action", "formaction", "xlink:href"}
            if name.startswith(("on", "data-pwned")) or name == "srcdoc":
                self.faults.append(f"<{tag} {name}>")
            if is_address and re.match(r"\s*(javascript|vbscript|data:text)", value or "", re.IGNORECASE):
                self.faults.append(f"<{tag} {name}={value}>")
            self.shown.append(f" {value or ''} ")
        self.shown.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Separate what stands in different elements."""
        self._script = ""
        self.shown.append(" ")

    def handle_data(self, data: str) -> None:
        """Take words as they are, a block of data by its strings, a script apart."""
        if self._script == DATA:
            self.shown.append(" \n ".join(strings_of(json.loads(data))))
        elif self._script:
            self.scripts.append(data)
        else:
            self.shown.append(data)


def strings_of(value: Any) -> Iterator[str]:
    """Yield every string within JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield name
            yield from strings_of(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings_of(each)


def body_of(response: HttpResponseBase) -> bytes:
    """Return the bytes of an answer, streamed or not."""
    streamed = getattr(response, "streaming_content", None)
    return b"".join(streamed) if streamed is not None else response.content  # type: ignore[attr-defined]


def shown_by(address: str, response: HttpResponseBase) -> str:
    """Return all that an answer says, with single spaces, once it is judged.

    Raises:
        AssertionError: a text has become markup, a script, or the result of a template; or the form is broken.
    """
    body, kind = body_of(response), response.headers.get("Content-Type", "").partition(";")[0]
    for word in ("<", "\n", "\r"):
        assert not any(word in value for value in response.headers.values()), (address, response.headers)
    if kind == "text/html":
        shown = _page(address, body.decode())
    elif "json" in kind:
        shown = " \n ".join(strings_of(json.loads(body)))
    elif kind == "text/csv":
        shown = " \n ".join(_cells(body.decode("utf-8-sig")))
    elif tile := TILE.search(address):
        features = decode(body, tile[1], *(int(part) for part in tile.groups()[1:]))
        shown = " \n ".join(str(value) for feature in features for value in feature.properties.values())
    elif kind == "application/pdf":
        shown = text_of(body)
    else:
        shown = body.decode("utf-8", "replace")
    for answer in COMPUTED:
        assert answer not in shown, f"{address}: a template was run"
    return flat(shown)


def _page(address: str, page: str) -> str:
    reader = PageReader()
    reader.feed(page)
    reader.close()
    assert reader.faults == [], f"{address}: {reader.faults}"
    for script in reader.scripts:
        assert "__pwned" not in script, f"{address}: a text stands in a script"
    return "".join(reader.shown)


def _cells(table: str) -> Iterator[str]:
    """Yield the cells of a table with commas or semicolons, as they are and without their guards against formulas."""
    first = table.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    for row in csv.reader(io.StringIO(table, newline=""), delimiter=delimiter, strict=True):
        for cell in row:
            yield from (cell, GUARD.sub(r"\1\2", cell))
    for other in ";,\t":
        for row in csv.reader(io.StringIO(table, newline=""), delimiter=other):
            assert [cell for cell in row if FORMULA.match(cell)] == [], (
                f"a formula where it is split at {other!r}"
            )
