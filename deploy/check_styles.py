"""Fail where a style names a class that nothing bears, or a token that nothing reads: what is dead only misleads.

A name that is put together, ``status--{{ status }}`` or ``seq-${rank}``, counts for all that begin like it.
"""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("geoportal", "districts", "stops", "proposals")
READERS = (".html", ".js", ".py")

COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
SELECTOR = re.compile(r"([^{}]*)\{")
QUOTED = re.compile(r"\"[^\"]*\"")
CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
DEFINED = re.compile(r"(?<![\w-])--([\w-]+)\s*:")
READ = re.compile(r"var\(--([\w-]+)")
WORD = re.compile(r"[A-Za-z_][\w-]*")
TOKEN_NAME = re.compile(r"[\"'`]([a-z][\w-]*)[\"'`]|--([a-z][\w-]*)")
BEGINNING = re.compile(r"([A-Za-z_][\w-]*-)(?=\{\{|\{%|\$\{|\{)")


def texts(root: Path, *endings: str) -> dict[str, str]:
    """Return the files with these endings under a checkout's apps, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for source in SOURCES
        for path in sorted((root / source).rglob("*"))
        if path.suffix in endings
    }


def classes_of(style: str) -> set[str]:
    """Return the classes that the selectors of a style name."""
    selectors = (QUOTED.sub("", selector) for selector in SELECTOR.findall(COMMENT.sub("", style)))
    return {name for selector in selectors for name in CLASS.findall(selector)}


def unnamed(names: Iterable[str], named: set[str], beginnings: set[str]) -> list[str]:
    """Return the names that stand nowhere, whole or put together."""
    return sorted(name for name in names if name not in named and not name.startswith(tuple(beginnings)))


def faults(root: Path) -> list[str]:
    """Return a line for each class and each token of the styles that nothing needs."""
    styles = {file: COMMENT.sub("", text) for file, text in texts(root, ".css").items()}
    readers = texts(root, *READERS).values()
    words = {word for text in readers for word in WORD.findall(text)}
    beginnings = {start for text in readers for start in BEGINNING.findall(text)}
    read = {name for text in styles.values() for name in READ.findall(text)}
    read |= {name for text in readers for pair in TOKEN_NAME.findall(text) for name in pair if name}
    lines = []
    for file, text in styles.items():
        lines += [f"{file}: nothing bears .{name}" for name in unnamed(classes_of(text), words, beginnings)]
        lines += [
            f"{file}: nothing reads --{name}"
            for name in unnamed(set(DEFINED.findall(text)), read, beginnings)
        ]
    return lines


def main() -> int:
    """Print what was found; return 1 when there is something."""
    lines = faults(ROOT)
    for line in lines:
        print(line)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
