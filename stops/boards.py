"""Read which buses run on which routes from a file of board numbers."""

import csv
from pathlib import Path

from districts.importing.errors import ImportRefused
from districts.text import clean_line
from stops.importing.records import Skipped
from stops.issuing import Bus
from stops.models import BusRoute

BOARD_MAX = 20
BOARD, ROUTE = "board_number", "route"


def read_boards(file: Path) -> tuple[list[Bus], list[Skipped]]:
    """Return the buses of a CSV file with the columns ``board_number`` and ``route``, and the lines left out.

    Args:
        file: UTF-8, with or without BOM, parted by commas, semicolons or tabs.

    Raises:
        ImportRefused: the file cannot be read, is no CSV in UTF-8, or lacks a column.
    """
    routes: dict[str, list[BusRoute]] = {}
    for route in BusRoute.objects.in_use().order_by("pk"):
        routes.setdefault(route.number.casefold(), []).append(route)
    buses: list[Bus] = []
    skipped: list[Skipped] = []
    for line, board, number in _rows(file):
        found = routes.get(number.casefold(), [])
        reason = _why_not(board, number, found)
        if reason:
            skipped.append(Skipped(f"bus {board or '?'}", reason, line, file.name))
        else:
            buses.append(Bus(found[0], board, line))
    return buses, skipped


def _why_not(board: str, number: str, found: list[BusRoute]) -> str:
    if not board:
        return "no board number"
    if len(board) > BOARD_MAX:
        return f"the board number is longer than {BOARD_MAX} characters"
    if not number:
        return "no route"
    if not found:
        return f"no route {number} is in use"
    return f"{len(found)} routes have the number {number}" if len(found) > 1 else ""


def _rows(file: Path) -> list[tuple[int, str, str]]:
    """Return line, board number and route number of each row that holds anything."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ImportRefused(f"{file} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ImportRefused(f"{file.name}, line {line}: the file is not in UTF-8.") from error
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise ImportRefused(f"{file.name}, line {line}: the file holds a NUL character, so it is no CSV.")
    lines = text.splitlines()
    head = lines[0] if lines else ""
    delimiter = max(",;\t", key=head.count)
    reader = csv.DictReader(lines, delimiter=delimiter)
    columns = [(name or "").strip() for name in reader.fieldnames or []]
    missing = [name for name in (BOARD, ROUTE) if name not in columns]
    if missing:
        raise ImportRefused(f"{file.name}, line 1: the column {' and '.join(missing)} is missing.")
    reader.fieldnames = columns
    try:
        return [
            (reader.line_num, clean_line(row[BOARD] or ""), clean_line(row[ROUTE] or ""))
            for row in reader
            if any(isinstance(value, str) and value.strip() for value in row.values())
        ]
    except csv.Error as error:
        raise ImportRefused(f"{file.name}, line {reader.reader.line_num}: {error}.") from error
