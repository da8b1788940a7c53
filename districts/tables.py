"""Write tables as CSV that spreadsheets open as they should, line by line."""

import csv
import datetime as dt
import math
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

FORMULA_STARTS = frozenset("=+-@")
ROW_STARTS = frozenset("\t\r\n")
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


def formula_safe(value: Any) -> Any:
    """Return a text that a spreadsheet takes for text: what would begin a formula gets an apostrophe.

    Begins: also behind spaces and unseen characters, and by the full-width and small twins of the signs. What is no
    text, such as a number below zero, stays as it is.

    Source: OWASP, CSV injection (ASVS 5.0.0, 1.2.10).
    """
    return f"'{value}" if isinstance(value, str) and _begins_formula(value) else value


def _begins_formula(text: str) -> bool:
    for character in text:
        if character in ROW_STARTS or unicodedata.normalize("NFKC", character)[0] in FORMULA_STARTS:
            return True
        is_unseen = unicodedata.category(character)[0] in "CMZ" or character in FILLERS
        if not is_unseen:
            return False
    return False


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
            line = mark + writer.writerow([_cell(value, form, language) for value in row])
            row, mark = next(rows, None), ""
        yield line


def _cell(value: Any, form: TableForm, language: str) -> str:
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
    return str(formula_safe(str(value)))
