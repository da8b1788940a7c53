"""The twelve digits of Kazakhstan's individual (IIN) and business (BIN) identification numbers.

Source: the rules of forming identification numbers (Law 223-III on national registers of identification numbers).
"""

import datetime as dt

FIRST_WEIGHTS = tuple(range(1, 12))
SECOND_WEIGHTS = (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)
CENTURIES = {"1": 1800, "2": 1800, "3": 1900, "4": 1900, "5": 2000, "6": 2000}
"""What an IIN's seventh digit says of the year of birth (and of the sex); 0: not said."""

ORGANISATIONS = frozenset("456")
"""A BIN's fifth digit: resident, foreign or joint enterprise."""

BRANCHES = frozenset("01234")
"""A BIN's sixth digit: head, branch, representation, farm."""


def is_identity_number(digits: str) -> bool:
    """Return whether twelve digits are an IIN or a BIN: a date that can be, and the right check digit."""
    if len(digits) != 12 or not (digits.isascii() and digits.isdecimal()):
        return False
    return int(digits[-1]) == check_digit(digits) and (_is_person(digits) or _is_organisation(digits))


def check_digit(digits: str) -> int | None:
    """Return the last digit that the first eleven ask for; None where no number may begin with them."""
    for weights in (FIRST_WEIGHTS, SECOND_WEIGHTS):
        rest = sum(weight * int(digit) for weight, digit in zip(weights, digits[:11], strict=True)) % 11
        if rest < 10:
            return rest
    return None


def _is_person(digits: str) -> bool:
    centuries = {CENTURIES[digits[6]]} if digits[6] in CENTURIES else {1900, 2000} if digits[6] == "0" else ()
    return any(
        _is_date(century + int(digits[:2]), int(digits[2:4]), int(digits[4:6])) for century in centuries
    )


def _is_organisation(digits: str) -> bool:
    return 1 <= int(digits[2:4]) <= 12 and digits[4] in ORGANISATIONS and digits[5] in BRANCHES


def _is_date(year: int, month: int, day: int) -> bool:
    try:
        dt.date(year, month, day)
    except ValueError:
        return False
    return True
