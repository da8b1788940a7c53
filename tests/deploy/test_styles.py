"""The check of styles finds what nothing bears or reads, and counts names that are put together."""

from pathlib import Path

import pytest

from deploy import check_styles

STYLE = "stops/static/stops/css/planted.css"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout whose one template and one script bear and read some names."""
    for source in check_styles.SOURCES:
        (tmp_path / source).mkdir()
    (tmp_path / "stops/page.html").write_text('<p class="card badge--{{ status }}">', encoding="utf-8")
    (tmp_path / "stops/page.js").write_text('token("line"); token(`seq-${rank}`);', encoding="utf-8")
    return tmp_path


def faults_of(checkout: Path, style: str) -> list[str]:
    path = checkout / STYLE
    path.parent.mkdir(parents=True)
    path.write_text(style, encoding="utf-8")
    return [line.rpartition(" ")[2] for line in check_styles.faults(checkout)]


def test_the_portal_itself_has_no_dead_style() -> None:
    assert check_styles.faults(check_styles.ROOT) == []


@pytest.mark.parametrize(
    ("style", "found"),
    [
        (".gone { margin: 0; }", [".gone"]),
        (".card, .card > .gone { margin: 0; }", [".gone"]),
        ("@media print { .card .gone { margin: 0; } }", [".gone"]),
        (":root { --gone: 1px; }", ["--gone"]),
        (":root { --lines: 1px; }", ["--lines"]),
    ],
)
def test_what_nothing_needs_is_found(checkout: Path, style: str, found: list[str]) -> None:
    assert faults_of(checkout, style) == found


@pytest.mark.parametrize(
    "style",
    [
        ".card { margin: .5em; }",
        ".badge--done { margin: 0; }",
        ":root { --line: 1px; --seq-3: 2px; }",
        ":root { --gap: 1px; } .card { margin: var(--gap); }",
        "/* .gone { --gone: 0; } */ .card { background: url('a.b'); }",
        '.card[href$=".gone"] { margin: 0; }',
    ],
)
def test_what_is_borne_or_read_is_no_fault(checkout: Path, style: str) -> None:
    assert faults_of(checkout, style) == []
