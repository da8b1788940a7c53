"""Write tables as CSV that spreadsheets open as they should, line by line."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def formula_safe(value: Any) -> Any:
    """Return a text that a spreadsheet takes for text: what would begin a formula gets an apostrophe.

    Source: OWASP, CSV injection (ASVS 5.0.0, 1.2.10).
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Yield the lines of a table: UTF-8 with a byte order mark (for Excel), commas, CRLF, no formulas."""
    writer: Any = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + writer.writerow(header)
    for row in rows:
        yield writer.writerow([formula_safe(value) for value in row])
