"""Cut the text of a city's own CSV file into rows, whatever office program wrote it."""

import csv
import io
import re
from typing import Any

DELIMITERS = ",;\t"
SAID = re.compile(r'"?sep=([,;\t|])"?[ \t]*(?=[\r\n]|$)', re.IGNORECASE)
"""The first line with which Excel is told the delimiter."""
ROW_ENDS = re.compile(r"[\r\n]")
BREAKS = re.compile("[\x0b\x0c\x1c-\x1f\x85\u2028\u2029]+")
"""What breaks a line in a text but ends no row of a table."""


def explain(error: csv.Error) -> str:
    """Return what is wrong with a row that ``csv`` cannot read, in words for whoever made the file."""
    message = str(error)
    if "field limit" in message:
        return "a value is longer than 131,072 characters; probably a closing quotation mark is missing"
    if "unexpected end" in message:
        return "a quotation mark is opened and never closed"
    if "new-line" in message:
        return "a carriage return stands alone; lines must end in LF or CRLF"
    return "a quotation mark inside a quoted value must be doubled"


def rows_of_text(text: str, *, strict: bool = False) -> Any:
    """Return the rows of a text, as a ``csv.reader``, whose ``line_num`` counts the lines of the file.

    The delimiter is what a first line ``sep=;`` says, else comma, semicolon or tab, whichever the first line has
    most. Rows end with CR, LF or both; every other separator of lines, such as U+2028, becomes a space.

    Args:
        text: of the whole file, without byte order mark.
        strict: whether bad quoting is an error.
    """
    text = BREAKS.sub(" ", text)
    said = SAID.match(text)
    if said:
        text, delimiter = text[said.end() :], said[1]
    else:
        first = ROW_ENDS.split(text.lstrip("\r\n"), maxsplit=1)[0]
        delimiter = max(DELIMITERS, key=first.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=strict)
