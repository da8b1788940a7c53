"""Fail when a text of the interface lacks its Kazakh or Russian translation or one of its plural forms.

Gathers the texts anew into a copy of the catalogues, so that a text that nobody gathered is found too. The second
catalogue, of packages' texts, is written by hand: what one language has there the other needs.
"""

import ast
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("kk", "ru")
PO = "{}/LC_MESSAGES/django.po"
SHOWN = 30
SOURCES = ("geoportal", "districts", "stops", "proposals", "manage.py")
MARKERS = {"_", *(f"{kind}gettext{lazy}" for kind in ("", "n", "p", "np") for lazy in ("", "_lazy"))}


def gather(copy: Path) -> None:
    """Copy the sources into ``copy`` and gather their texts into its catalogues."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        else:
            shutil.copy(source, copy / name)
    command = [
        sys.executable,
        "manage.py",
        "makemessages",
        "--no-obsolete",
        "--add-location",
        "file",
        "--no-wrap",
    ]
    for language in LANGUAGES:
        command += ["--locale", language]
    subprocess.run(command, cwd=copy, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  (fixed words)


def faults(catalogue: Path) -> list[str]:
    """Return one line for each text that is missing, marked fuzzy, or short of a plural form."""
    lines = []
    entries = polib.pofile(str(catalogue))
    forms = int(re.search(r"nplurals=(\d+)", entries.metadata["Plural-Forms"])[1])  # type: ignore[index]
    for entry in entries:
        where = entry.occurrences[0][0] if entry.occurrences else "of a package"
        if entry.fuzzy:
            lines.append(f"fuzzy: {entry.msgid!r} ({where})")
        elif not entry.translated():
            lines.append(f"missing: {entry.msgid!r} ({where})")
        elif entry.msgid_plural and len(entry.msgstr_plural) != forms:
            lines.append(f"not {forms} plural forms: {entry.msgid!r} ({where})")
    return lines


def faults_of_packages(folder: Path) -> dict[str, list[str]]:
    """Return for each language what its catalogue of packages' texts lacks, or says otherwise than the portal's own."""
    catalogues = {language: folder / "packages" / PO.format(language) for language in LANGUAGES}
    texts = {language: _texts(catalogue) for language, catalogue in catalogues.items()}
    every = {key for found in texts.values() for key in found}
    lines = {}
    for language, catalogue in catalogues.items():
        here, own = texts[language], _texts(folder / PO.format(language))
        lines[language] = [
            *faults(catalogue),
            *(f"missing: {key[1]!r} (of a package)" for key in sorted(every - here.keys(), key=str)),
            *(f"said in two ways: {key[1]!r}" for key in here.keys() & own.keys() if here[key] != own[key]),
        ]
    return lines


def _texts(catalogue: Path) -> dict[tuple[str | None, str], tuple[str, dict[int, str]]]:
    return {
        (entry.msgctxt, entry.msgid): (entry.msgstr, entry.msgstr_plural)
        for entry in polib.pofile(str(catalogue))
    }


def hidden() -> list[str]:
    """Return where a text is marked inside an f-string: gettext does not find it there."""
    places = []
    for folder in SOURCES[:-1]:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.JoinedStr) and any(_marks(part) for part in ast.walk(node)):
                    places.append(f"{path.relative_to(ROOT)}:{node.lineno}")
    return places


def _marks(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS


def main() -> int:
    """Print what is hidden and the faults of each language; return 1 when there is one."""
    places = hidden()
    for place in places:
        print(f"a text inside an f-string, where it is not found: {place}")
    status = 1 if places else 0
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        gather(copy)
        locale = copy / "geoportal" / "locale"
        of_packages = faults_of_packages(locale)
        for language in LANGUAGES:
            found = [*faults(locale / PO.format(language)), *of_packages[language]]
            for line in found[:SHOWN]:
                print(f"{language} {line}")
            if found:
                print(f"{language}: {len(found)} texts to translate; make messages gathers them")
                status = 1
    return status


if __name__ == "__main__":
    sys.exit(main())
