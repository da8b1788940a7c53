"""Templates, styles and scripts keep the rules that the content security policy and the look set."""

import re
from pathlib import Path

import pytest

from geoportal.templatetags.look import icon_names

ROOT = Path(__file__).resolve().parents[2]
APPS = ("geoportal", "districts", "stops", "proposals")
TEMPLATES = sorted(path for app in APPS for path in (ROOT / app).rglob("templates/**/*.html"))
STYLES = sorted(path for app in APPS for path in (ROOT / app).rglob("static/**/*.css"))
LINE_MAX = 200
TEXTS = {path.relative_to(ROOT).as_posix(): path.read_text() for path in TEMPLATES}


def found(pattern: str) -> list[str]:
    return [name for name, text in TEXTS.items() if re.search(pattern, text, re.IGNORECASE)]


def test_there_are_templates_to_look_at() -> None:
    assert len(TEMPLATES) > 20


def test_no_template_has_an_inline_style() -> None:
    assert found(r"<style\b|\sstyle\s*=") == []


def test_no_template_has_an_inline_script() -> None:
    assert found(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>|\son[a-z]+\s*=\s*[\"']") == []


def test_no_template_names_an_outside_asset() -> None:
    assert found(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=\"https?://") == []


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    named = {name for text in TEXTS.values() for name in re.findall(r'{%\s*icon "([^"]+)"', text)}
    assert named - icon_names() == set()


@pytest.mark.parametrize(
    "path", [path for path in STYLES if path.name != "tokens.css"], ids=lambda path: path.name
)
def test_no_colour_stands_outside_the_tokens(path: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
    assert re.findall(r":[^;{}]*(#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?)\()", rules) == []


def test_every_token_that_a_style_uses_is_defined() -> None:
    rules = "\n".join(path.read_text() for path in STYLES)
    defined = set(re.findall(r"(--[\w-]+)\s*:", rules))
    assert set(re.findall(r"var\((--[\w-]+)", rules)) - defined == set()


def test_addresses_of_the_api_come_from_the_table_of_addresses() -> None:
    scripts = sorted(path for app in APPS for path in (ROOT / app).rglob("static/**/*.js"))
    assert [path.name for path in scripts if re.search(r"[\"'`]/(?:api|tiles)/", path.read_text())] == []
    assert found(r"[\"'}]/(?:api|tiles)/") == []


def test_no_line_of_a_template_is_too_long_to_read() -> None:
    lines = ((name, *line) for name, text in TEXTS.items() for line in enumerate(text.splitlines(), start=1))
    assert [f"{name}:{number}" for name, number, line in lines if len(line) > LINE_MAX] == []


ALLOWED = {
    "geoportal": {"geoportal", "account", "allauth", "admin"},
    "signs": {"signs", "geoportal"},
    "proposals": {"proposals", "geoportal"},
    "heatmap": {"heatmap", "proposals", "geoportal"},
    "residents": {"residents", "heatmap", "proposals", "signs", "geoportal"},
    "review": {"review", "heatmap", "proposals", "signs", "geoportal"},
    "planning": {"planning", "heatmap", "proposals", "signs", "geoportal"},
}
"""Whose templates a room may take in: as its imports, down only, and never a neighbour's."""


def test_templates_take_in_what_stands_below_them_only() -> None:
    strangers = {
        (name, taken)
        for name, text in TEXTS.items()
        for taken in re.findall(r'{%\s*(?:include|extends) "([a-z]+)/', text)
        if taken not in ALLOWED[name.split("/templates/")[0].rsplit("/", 1)[-1]]
    }
    assert strangers == set()
