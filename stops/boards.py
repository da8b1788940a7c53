"""Read which buses run on which routes from a file of board numbers."""

import csv
from pathlib import Path

from districts.importing.errors import ImportRefused
from districts.importing.files import read_text
from districts.text import clean_line
from stops.importing.records import Skipped
from stops.importing.table_text import explain, rows_of_text
from stops.issuing import Bus
from stops.models import BusRoute

BOARD_MAX = 20
BYTES_MAX = 16 * 2**20
BOARD, ROUTE = "board_number", "route"


def read_boards(file: Path) -> tuple[list[Bus], list[Skipped]]:
    """Return the buses of a CSV file with the columns ``board_number`` and ``route``, and the lines left out.

    Args:
        file: UTF-8, with or without BOM, parted as ``rows_of_text`` says.

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
    reader = rows_of_text(read_text(file, BYTES_MAX))
    try:
        header = [name.strip() for name in next((cells for cells in reader if any(cells)), [])]
        missing = [name for name in (BOARD, ROUTE) if name not in header]
        if missing:
            raise ImportRefused(
                f"{file.name}, line {max(reader.line_num, 1)}: the column {' and '.join(missing)} is missing."
            )
        board, route = header.index(BOARD), header.index(ROUTE)
        return [
            (reader.line_num, _cell(cells, board), _cell(cells, route))
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise ImportRefused(f"{file.name}, line {reader.line_num}: {explain(error)}.") from error


def _cell(cells: list[str], index: int) -> str:
    return clean_line(cells[index]) if index < len(cells) else ""
