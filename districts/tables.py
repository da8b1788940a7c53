"""Write tables as CSV that spreadsheets open as they should, line by line."""

import csv
import datetime as dt
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import Enum
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from districts.parameters import InvalidParameter

SURE_STARTS = frozenset("=@")
SIGN_STARTS = frozenset("+-\u2212")
FORMULA_STARTS = SURE_STARTS | SIGN_STARTS
ROW_STARTS = frozenset("\t\r\n")
INNER_CELL = re.compile(r"(?<=[;,\t\r\n])(?=[^;,\t\r\n])")
"""Where a program that splits at another separator begins a cell inside a text."""
WORKS = frozenset("(|!")
"""Without one of these a sum calls no function, no other program and no other sheet."""
FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and a pattern that show nothing."""
BYTE_ORDER_MARK = "\ufeff"


class TableForm(Enum):
    """For whom a table is written; the value is what ``sep`` in an address asks for."""

    PEOPLE = "semicolon"
    """What a Kazakh or Russian Excel opens: semicolons, a byte order mark, words, dates and decimals of the page."""

    MACHINES = "comma"
    """The wire's own names and values: commas, decimal points, UTF-8 without a mark."""

    @property
    def separator(self) -> str:
        """What stands between two cells."""
        return "," if self is TableForm.MACHINES else ";"


def csv_name(subject: str, form: TableForm) -> str:
    """Return the name of a table's file, today's day in it; the form for machines is told by it."""
    mark = f"-{form.value}" if form is TableForm.MACHINES else ""
    return f"{subject}-{timezone.localdate().isoformat()}{mark}.csv"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def read_form(query: QueryDict) -> TableForm:
    """Return the form that an address asks for by ``sep``: for people, where it says nothing.

    Raises:
        InvalidParameter: it is another word, or stands there twice.
    """
    asked = query.getlist("sep")
    if len(asked) > 1:
        raise InvalidParameter("sep", _("must stand there once only."))
    for form in TableForm:
        if asked in ([], [""], [form.value]):
            return form
    values = ", ".join(form.value for form in TableForm)
    raise InvalidParameter("sep", _("must be one of: %(values)s.") % {"values": values})


def formula_safe(value: Any, after: str = "") -> Any:
    """Return a text that a spreadsheet takes for text: what would begin a formula gets an apostrophe before it.

    At the start of the text that is each sign of ``=``, ``+``, ``-``, ``@``, and a tab or line break. Inside, a
    spreadsheet that expects another separator (an English Excel splits at ``,``, a Russian one at ``;``) begins a cell
    of its own after ``;``, ``,``, a tab or a line break, and any quotes there; what it would find is guarded too:
    ``=`` and ``@`` always, ``+`` and ``-`` only where their cell would hold ``(``, ``|`` or ``!``, so that a list with
    dashes stays as it was typed. Spaces and unseen characters before a sign do not hide it, and its full-width, small
    and mathematical twins count as it does.

    Args:
        value: what stands in a cell. What is no text, such as a number below zero, stays as it is.
        after: what stands in the row's cells behind it, which the last cell inside the text would take in.

    GeoJSON is not guarded: programs read it, none of which runs its texts, so it stays the exact copy.

    Source: OWASP, CSV injection (ASVS 5.0.0, 1.2.10).
    """
    if not isinstance(value, str):
        return value
    cells = INNER_CELL.split(value)
    guarded = [f"'{cells[0]}" if _begins_formula(cells[0]) else cells[0]]
    at = len(cells[0])
    for cell in cells[1:]:
        guarded.append(_inner_guarded(cell, value, at, after))
        at += len(cell)
    return "".join(guarded)


def _begins_formula(text: str) -> bool:
    for character in text:
        if character in ROW_STARTS or _plain(character) in FORMULA_STARTS:
            return True
        if not _is_unseen(character):
            return False
    return False


def _inner_guarded(cell: str, text: str, at: int, after: str) -> str:
    """Return what follows a separator inside a text, which stands there from ``at``, with its sign guarded."""
    for index, character in enumerate(cell):
        plain = _plain(character)
        if plain in SURE_STARTS or (plain in SIGN_STARTS and _works(text, at, after)):
            return f"{cell[:index]}'{cell[index:]}"
        if plain != '"' and not _is_unseen(character):
            break
    return cell


def _works(text: str, at: int, after: str) -> bool:
    """Return whether the cell from ``at`` could do more than add: up to the separator that began it, or its line."""
    began = text[at - 1]
    ends = "\r\n" if began in "\r\n" else f"\r\n{began}"
    cell, *rest = re.split(f"[{ends}]", text[at:], maxsplit=1)
    return not WORKS.isdisjoint(unicodedata.normalize("NFKC", cell if rest else cell + after))


def _plain(character: str) -> str:
    return unicodedata.normalize("NFKC", character)[0]


def _is_unseen(character: str) -> bool:
    return unicodedata.category(character)[0] in "CMZ" or character in FILLERS


def csv_table(
    header: Sequence[Any], rows: Iterable[Sequence[Any]], form: TableForm = TableForm.PEOPLE
) -> Iterator[str]:
    """Return the lines of a table, CRLF at their ends, no formulas; the header also where there is no row.

    Args:
        header: names of the columns, in the form asked for.
        rows: texts, numbers, dates, booleans and None, each as what it is: a number given as text is a text. They are
            read, and written for people, in the language that is active now.
        form: for whom.
    """
    return _lines(header, iter(rows), form, get_language() or "kk")


def _lines(
    header: Sequence[Any], rows: Iterator[Sequence[Any]], form: TableForm, language: str
) -> Iterator[str]:
    writer: Any = csv.writer(_Echo(), delimiter=form.separator)
    mark = "" if form is TableForm.MACHINES else BYTE_ORDER_MARK
    row: Sequence[Any] | None = header
    while row is not None:
        with override(language):
            line = mark + writer.writerow(_cells(row, form, language))
            row, mark = next(rows, None), ""
        yield line


def _cells(row: Sequence[Any], form: TableForm, language: str) -> list[str]:
    """Return what stands in the cells of a row, made from its end: what stands behind a cell may matter to it."""
    cells: list[str] = []
    behind = ""
    for value in reversed(row):
        cells.append(_cell(value, form, language, behind))
        behind = cells[-1] + behind
    return cells[::-1]


def _cell(value: Any, form: TableForm, language: str, after: str) -> str:
    """Return what stands in a cell."""
    is_for_people = form is TableForm.PEOPLE
    if value is None:
        return ""
    if isinstance(value, bool):
        word = _("yes") if value else _("no")
        return word if is_for_people else str(value).lower()
    if isinstance(value, int | float | Decimal):
        number = format(Decimal(str(value)), "f") if math.isfinite(value) else ""
        return number.replace(".", ",") if is_for_people and language != "en" else number
    if isinstance(value, dt.date):
        return date_format(value, "SHORT_DATE_FORMAT") if is_for_people else value.isoformat()
    return str(formula_safe(str(value), after))
