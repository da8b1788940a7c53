"""Stream the rows of a feed's tables, each with its line, and refuse what is not a table."""

import csv
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from lzma import LZMAError

from districts.importing.errors import ImportRefused
from districts.importing.files import foreign_encoding
from stops.importing.gtfs.opening import FeedFiles
from stops.importing.table_text import explain

BOM = b"\xef\xbb\xbf"
LINE_BYTES_MAX = 2**20
ROWS_A_STEP = 100_000
SPACE_AFTER_QUOTE = re.compile(r'"[ \t]+(?=,|\r?\n?$)')
DAMAGED = (zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, RuntimeError, ValueError)

Row = tuple[int, list[str]]
Progress = Callable[[str], object]


def refusal(name: str, line: int, sentence: str) -> ImportRefused:
    """Return the error that names a file and its line."""
    return ImportRefused(f"{name}, line {line}: {sentence}.")


def read_table(
    feed: FeedFiles,
    name: str,
    *,
    required: Sequence[str],
    optional: Sequence[str] = (),
    tell: Progress | None = None,
) -> Iterator[Row]:
    """Yield the rows of a table: the line where each begins, and its values in the order of the columns asked for.

    A byte order mark, any line ending but a lone carriage return, quoted line breaks, spaces about values, blank
    rows, other columns and missing last values are taken as they come. An optional column that the table lacks
    is empty.

    Args:
        feed: where the table is.
        name: of its file.
        required: columns without which the table means nothing, by their names in lower case.
        optional: other columns wanted.
        tell: told how far a long table is read.

    Raises:
        ImportRefused: the file is missing, empty, damaged or no UTF-8, lacks a column, or a row is no row.
    """
    records = _records(feed, name)
    _, header = next(records, (0, []))
    columns = [column.strip().casefold() for column in header]
    if not any(columns):
        raise ImportRefused(f"{name} is empty.")
    indexes = _indexes(name, columns, required, optional)
    width = len(columns)
    for number, (line, row) in enumerate(records, start=1):
        if tell and number % ROWS_A_STEP == 0:
            tell(f"{name}: {number:,} rows …")
        if len(row) != width:
            if len(row) > width and any(cell.strip() for cell in row[width:]):
                raise refusal(name, line, f"it has {len(row)} values, the header has {width} columns")
            row = [*row[:width], *([""] * (width - len(row)))]
        row.append("")
        values = [row[index].strip() for index in indexes]
        if any(values) or any(cell.strip() for cell in row):
            yield line, values


def _indexes(
    name: str, columns: Sequence[str], required: Sequence[str], optional: Sequence[str]
) -> list[int]:
    """Return where each wanted column stands; -1, the empty value put after each row, where it is missing."""
    for column in (*required, *optional):
        if columns.count(column) > 1:
            raise refusal(name, 1, f"the column {column} stands twice")
    for column in required:
        if column not in columns:
            present = ", ".join(columns)
            raise refusal(name, 1, f"there is no column {column}; it has {present[:200]}")
    return [columns.index(column) if column in columns else -1 for column in (*required, *optional)]


def _records(feed: FeedFiles, name: str) -> Iterator[Row]:
    """Yield what stands between commas, with the line where each record begins."""
    reader = csv.reader(_lines(feed, name), strict=True, skipinitialspace=True)
    begins = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise refusal(name, begins, explain(error)) from error
        if row:
            yield begins, row
        begins = reader.line_num + 1


def _lines(feed: FeedFiles, name: str) -> Iterator[str]:
    """Yield the lines of a file as text."""
    line = 0
    try:
        with feed.open(name) as stream:
            while raw := stream.readline(LINE_BYTES_MAX):
                line += 1
                if line == 1:
                    raw = _without_mark(name, raw)
                if len(raw) == LINE_BYTES_MAX:
                    raise refusal(name, line, "it is longer than 1 MB, so this is no table")
                if b"\0" in raw:
                    raise refusal(name, line, "it has a NUL byte; the file must be text in UTF-8")
                text = raw.decode("utf-8")
                yield SPACE_AFTER_QUOTE.sub('"', text) if '" ' in text or '"\t' in text else text
    except UnicodeDecodeError as error:
        raise refusal(name, line, "it is not UTF-8") from error
    except DAMAGED as error:
        raise ImportRefused(f"{name} breaks off after line {line}: the file is damaged.") from error


def _without_mark(name: str, raw: bytes) -> bytes:
    if encoding := foreign_encoding(raw):
        raise ImportRefused(f"{name}, line 1: the file is in {encoding}; it must be UTF-8.")
    return raw.removeprefix(BOM)
