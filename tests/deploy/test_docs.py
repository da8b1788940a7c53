"""What the documents and scripts name is in the repository; every room says what lives in it."""

import re
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
OURS = ("geoportal", "districts", "stops", "proposals", "tests", "deploy", "fixtures", ".ci")
DOCUMENTS = sorted(
    path
    for path in (*ROOT.glob("*.md"), *(found for name in OURS for found in (ROOT / name).rglob("*.md")))
    if "node_modules" not in path.parts
)
MADE = {line.strip("/") for line in (ROOT / ".gitignore").read_text().splitlines() if line and line[0] != "#"}
"""What is made and not kept."""
FENCED = re.compile(r"^ *```.*?^ *```$|^    \S.*?$", re.MULTILINE | re.DOTALL)
TICKED = re.compile(r"`([^`\n]+)`")
LINKED = re.compile(r"\]\(([^)\s#]+)[^)\s]*\)")
ENDINGS = "py|sql|sh|md|html|txt|js|css|toml|json|geojson|csv|yml|conf|template|po|png|svg|example"
PATH = re.compile(rf"\.?[\w-][\w.-]*(?:/[\w.-]+)*(?:/|\.(?:{ENDINGS}))|(?:{'|'.join(OURS)})/[\w./-]+")
PLACEHOLDER = re.compile(r"\b(?:CODE|FEED|FILE|FOLDER|HOST)\b")
NO_FILES = {"favicon.ico", "robots.txt", "utils.py"}
"""What is served or forbidden under a name, and is no file here."""
DATED = re.compile(r"^DATED_TESTS=\(\n(.*?)^\)", re.MULTILINE | re.DOTALL)


def is_path(words: str) -> bool:
    """Return whether words in backticks name a file or folder: no address, command, glob or placeholder."""
    return PATH.fullmatch(words) is not None and not PLACEHOLDER.search(words) and words not in NO_FILES


def is_made(path: str) -> bool:
    """Return whether a path leads to what the portal makes and git ignores."""
    return path.split("/", maxsplit=1)[0] in MADE


def missing(document: Path, text: str) -> list[str]:
    """Return the paths that a text names and that are not there.

    A path begins at the document's folder, at the root, or at a folder that the document names.
    """
    named = [words for words in TICKED.findall(FENCED.sub("", text)) if is_path(words)]
    homes = [document.parent, ROOT]
    homes += [home / folder for home in tuple(homes) for folder in named if (home / folder).is_dir()]
    lost = [
        words for words in named if not is_made(words) and not any((home / words).exists() for home in homes)
    ]
    links = [link for link in LINKED.findall(text) if "://" not in link]
    return lost + [link for link in links if not (document.parent / link).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_document_names_is_there(document: Path) -> None:
    assert missing(document, document.read_text(encoding="utf-8")) == []


def test_a_path_that_is_not_there_is_found() -> None:
    text = """`wsgi.py` `geoportal/wsgi.py` `gone.py` `proposals/gone/` `static/gone.js` `geoportal/gone`
        [here](README.md) [gone](gone/README.md#part) `/api/v1/docs` `make run` `FILE.csv` `tests/*.py` `.local/logs`"""
    lost = ["gone.py", "proposals/gone/", "static/gone.js", "geoportal/gone", "gone/README.md"]
    assert missing(ROOT / "geoportal" / "README.md", text) == lost


def test_every_app_says_what_lives_in_it() -> None:
    homes = {Path(config.path) for config in apps.get_app_configs() if Path(config.path).is_relative_to(ROOT)}
    ours = {home for home in homes if home.relative_to(ROOT).parts[0] in OURS}
    assert {str(home.relative_to(ROOT)) for home in ours if not (home / "README.md").exists()} == set()


def test_the_tests_of_other_days_are_there() -> None:
    found = DATED.search((ROOT / "tests" / "other_days.sh").read_text(encoding="utf-8"))
    assert found is not None
    named = [words.strip('"').partition("::")[0] for words in found[1].split()]
    assert [path for path in named if not (ROOT / path).exists()] == []
