"""Numbers as each language writes them: no-break spaces, the decimal mark, the minus sign."""

from decimal import Decimal
from typing import TypeAlias

from django.utils.translation import get_language

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"
NOTHING = "\u2013"

Number: TypeAlias = int | float | Decimal


def format_number(value: Number | None, digits: int | None = None, language: str | None = None) -> str:
    """Return ``1 234,56`` in Kazakh and Russian, ``1,234.56`` in English, a dash for None.

    Without ``digits`` a whole number gets no decimals and any other gets two.
    """
    if value is None:
        return NOTHING
    if digits is None:
        digits = 0 if value == int(value) else 2
    text = f"{abs(value):,.{digits}f}"
    if (language or get_language()) != "en":
        text = text.replace(",", NO_BREAK_SPACE).replace(".", ",")
    is_negative = value < 0 and text.strip(f"0,.{NO_BREAK_SPACE}") != ""
    return f"{MINUS}{text}" if is_negative else text


def format_percent(share: Number | None, digits: int = 0, language: str | None = None) -> str:
    """Return a share of 1 as ``37 %`` in Kazakh and Russian, ``37%`` in English, a dash for None."""
    if share is None:
        return NOTHING
    space = "" if (language or get_language()) == "en" else NO_BREAK_SPACE
    return f"{format_number(share * 100, digits, language)}{space}%"
