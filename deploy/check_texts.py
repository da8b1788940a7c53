"""Fail where a text could become markup, a script or a template: texts are data at every door.

What cannot be avoided stands in ``ALLOWED`` with its reason; an entry that nothing needs any more fails too.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("geoportal", "districts", "stops", "proposals")

ALLOWED = {
    (
        "proposals/heatmap/static/heatmap/js/map_filters.js",
        "DOMParser",
    ): "parses a page of ours, which escaped its texts",
    ("stops/signs/static/signs/js/signs.js", "DOMParser"): "parses a page of ours, which escaped its texts",
    ("geoportal/static/geoportal/js/leaflet_layers.js", "divIcon html: box"): "a node made there",
    ("proposals/heatmap/static/heatmap/js/map_points.js", "bindPopup(popupOf"): "returns a node",
    ("proposals/planning/static/planning/js/planning.js", "bindPopup(popupOf"): "returns a node",
    ("proposals/planning/offline_map.py", "folium.GeoJson"): "the boundary alone, without its name",
}
"""File and what was found there, with the reason why it stays."""

MAKERS = frozenset({"textNode", "pathNode", "pinNode", "asNode"})
"""The functions of ``leaflet_nodes.js`` whose answers Leaflet may be given."""

JS_WORDS = re.compile(
    r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment|DOMParser|"
    r"srcdoc|document\.write(?:ln)?|eval\(|new Function|L\.control\.attribution)|javascript:"
)
JS_GIVEN = re.compile(r"\b((?:bind|set)(?:Tooltip|Popup)(?:Content)?|setContent)\(\s*(\(\) =>|[\w$.]+|.)")
JS_ICON = re.compile(r"\bdivIcon\(\{[^{}]*?\bhtml\b(?::\s*([\w$.]+|.))?")
JS_REPLACED = re.compile(
    r"\.replace(?:All)?\([^()]*,\s*(?!\(|[\w$]+\(|\"|`)([\w$]*[nN]ame|[\w$.]+\.(?:name|title|text))\b"
)
TEMPLATE_MARKS = re.compile(
    r"\|\s*safe(?:seq)?\b|{%\s*autoescape\s+off\s*%}|\s[\w-]+={{|<script(?![^>]*\bsrc=)(?![^>]*application/json)"
)
TRUSTING = frozenset({"mark_safe", "SafeString", "SafeText", "html_safe"})
COMPILING = frozenset({"Template", "Element", "MacroElement", "from_string"})
FOLIUM_TEXTS = frozenset({"popup", "tooltip", "name", "attr", "html", "title", "label"})
FOLIUM_PARTS = frozenset(
    {"Popup", "Tooltip", "GeoJson", "GeoJsonPopup", "GeoJsonTooltip", "DivIcon", "Html", "LayerControl"}
)


def script_faults(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of what a script hands to a reader of HTML."""
    for match in JS_WORDS.finditer(text):
        yield _line(text, match), match[0]
    for match in JS_GIVEN.finditer(text):
        if match[2] != "() =>" and match[2] not in MAKERS:
            yield _line(text, match), f"{match[1]}({match[2]}"
    for match in JS_ICON.finditer(text):
        if match[1] not in MAKERS:
            yield _line(text, match), f"divIcon html: {match[1] or 'html'}"
    for match in JS_REPLACED.finditer(text):
        yield _line(text, match), f"replace by {match[1]}, in which $& has a meaning"


def template_faults(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of what a template leaves unescaped."""
    for match in TEMPLATE_MARKS.finditer(text):
        yield _line(text, match), match[0].strip()


def python_faults(text: str) -> Iterator[tuple[int, str]]:
    """Yield line and words of what Python trusts, compiles as a template, or gives folium to compile."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom | ast.Import):
            yield from _imported(node)
        if isinstance(node, ast.Call):
            yield from _trusted(node)


def _imported(node: ast.ImportFrom | ast.Import) -> Iterator[tuple[int, str]]:
    """Yield an import of the template engine itself, or of folium's parts without folium's name before them."""
    modules = (
        [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
    )
    for module in modules:
        top = module.partition(".")[0]
        if top == "jinja2" or (top == "folium" and isinstance(node, ast.ImportFrom)):
            yield node.lineno, f"import of {top}"


def _trusted(node: ast.Call) -> Iterator[tuple[int, str]]:
    owner, name = _called(node)
    first = node.args[0] if node.args else None
    is_constant = isinstance(first, ast.Constant)
    if name == "mark_safe" or (name in TRUSTING | COMPILING and not is_constant):
        yield node.lineno, name
    elif name == "format_html" and not is_constant:
        yield node.lineno, "format_html"
    elif owner == "folium" and name in FOLIUM_PARTS:
        yield node.lineno, f"folium.{name}"
    elif owner == "folium":
        for given in node.keywords:
            if given.arg in FOLIUM_TEXTS and not isinstance(given.value, ast.Constant):
                yield node.lineno, f"folium {given.arg}="


def _called(node: ast.Call) -> tuple[str, str]:
    function = node.func
    if isinstance(function, ast.Attribute):
        return (function.value.id if isinstance(function.value, ast.Name) else ""), function.attr
    return "", function.id if isinstance(function, ast.Name) else ""


def _line(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


CHECKS = {".js": script_faults, ".py": python_faults, ".html": template_faults}


def found(root: Path) -> Iterator[tuple[str, int, str]]:
    """Yield file, line and words of everything that is found under a checkout, allowed or not."""
    for source in SOURCES:
        for path in sorted((root / source).rglob("*")):
            if path.suffix in CHECKS:
                for line, words in CHECKS[path.suffix](path.read_text(encoding="utf-8")):
                    yield path.relative_to(root).as_posix(), line, words


def faults(root: Path) -> list[str]:
    """Return a line for each thing that is not allowed, and for each allowance that nothing needs."""
    unused = set(ALLOWED)
    lines = []
    for file, line, words in found(root):
        if (file, words) in ALLOWED:
            unused.discard((file, words))
        else:
            lines.append(f"{file}:{line}: {words}")
    return lines + [f"{file}: nothing needs its allowance {words!r}" for file, words in sorted(unused)]


def main() -> int:
    """Print what was found; return 1 when there is something."""
    lines = faults(ROOT)
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
