"""The files that commands are given: which are taken, and which of their texts can be read."""

import codecs
import os
import re
from pathlib import Path

from districts.importing.errors import ImportRefused

ADDRESS = re.compile(r"/vsi[a-z\d_]+(/|$)|[a-z][a-z\d+.-]+:/", re.IGNORECASE)
"""How an address begins, and a name under which GDAL would fetch one."""
FOREIGN_MARKS = {
    codecs.BOM_UTF32_LE: "UTF-32",  # its beginning is the whole mark of UTF-16
    codecs.BOM_UTF32_BE: "UTF-32",
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
}


def check_file(path: Path, bytes_max: int | None = None) -> None:
    """Refuse what is no file that can be read, or a file that is too large.

    Raises:
        ImportRefused: it is an address, not there, a folder, no file, too large, or may not be read.
    """
    try:
        if path.is_dir():
            raise ImportRefused(f"{path} is a folder: name the file in it.")
        if not path.exists():
            raise missing(path)
        if not path.is_file():
            raise ImportRefused(f"{path} is no file.")
        size = path.stat().st_size
        with path.open("rb"):
            pass
    except (OSError, ValueError) as error:
        raise unreadable(path, error) from error
    if bytes_max is not None and size > bytes_max:
        raise ImportRefused(f"{path.name} is larger than {bytes_max // 2**20} MB.")


def missing(path: Path, what: str = "file") -> ImportRefused:
    """Return why a path is refused that leads to nothing."""
    if ADDRESS.match(os.fspath(path)):
        return ImportRefused(
            f"{path} is an address, and only files are read: download it, and name the file."
        )
    return ImportRefused(f"{path}: there is no such {what}.")


def unreadable(path: Path, error: OSError | ValueError) -> ImportRefused:
    """Return why a path is refused that the system does not open."""
    reason = (error.strerror if isinstance(error, OSError) else None) or "it is no name of a file"
    return ImportRefused(f"{path} cannot be read: {reason}.")


def foreign_encoding(head: bytes) -> str:
    """Return the encoding whose mark a file begins with, where it is not UTF-8; else an empty text."""
    return next((name for mark, name in FOREIGN_MARKS.items() if head.startswith(mark)), "")


def read_text(path: Path, bytes_max: int) -> str:
    """Return the text of a file in UTF-8, with or without its mark.

    Raises:
        ImportRefused: it cannot be read, is empty, too large or in another encoding; the message names the line.
    """
    check_file(path, bytes_max)
    data = path.read_bytes()
    if not data.strip():
        raise ImportRefused(f"{path.name} is empty.")
    if encoding := foreign_encoding(data):
        raise ImportRefused(f"{path.name} is in {encoding}: save it in UTF-8.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise ImportRefused(f"{path.name}, line {line}: this is not UTF-8.") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise ImportRefused(f"{path.name}, line {line}: there is a NUL byte, so it is no text in UTF-8.")
    return text
