"""Read telephone numbers as people type them, with the city's country as their home.

``phonenumbers`` loads the rules of a country when the first number of it is read.
"""

import re
import unicodedata
from functools import cache

import phonenumbers
from django.conf import settings
from phonenumbers import NumberParseException, PhoneNumberFormat, PhoneNumberType

SEPARATORS = re.compile(r"[\s()\[\]./~\-\u2010-\u2015\u2212\u223c\u00b7_]")
MESSENGERS = (
    r"(?:whats? ?app?|wh?atsap|wa|в[ао]тс[ао]пп?|уатсап|в[ао]цап"
    r"|viber|вайбер|telegram|tg|телеграмм?|тг|imo|имо)\b"
)
LABEL = re.compile(
    rf"(?:[\s(/,]*(?:(?:тел(?:ефон)?|моб|сот|tel|phone)\b|{MESSENGERS}|📞|☎|📱)[\s.:)]*)+", re.IGNORECASE
)
"""What people write or paste before a number."""
AFTER = re.compile(
    rf"(?:(?<=\d)|[\s(\[,;:\-\u2013\u2014]+){MESSENGERS}(?:[\s,;/+&.]+(?:(?:и|және|and) )?{MESSENGERS})*[\s)\].]*$",
    re.IGNORECASE,
)
"""Where else a number is reached, as people write it behind the number."""
AROUND = " \t\n\"'«»“”,;"
TYPED = re.compile(r"(\+?)(\d{5,17})")
INTERNATIONAL_ZEROS = "00"
"""How most of the world dials abroad; the home country's own prefix (8 10 in Kazakhstan) the library knows."""


def read_telephone(typed: str) -> str | None:
    """Return a number as ``+`` and digits (E.164), or None where it cannot be read as exactly one valid number.

    Spaces, brackets, dashes, slashes, invisible marks, full-width digits and a messenger's name before or behind the
    number do not matter. A number of another country needs its ``+`` (or ``00``, or the home country's way of dialling
    abroad): without, ``86 138 1234 5678`` might as well be a home number with a digit too many. Numbers that share the
    home calling code may begin with its trunk prefix, unless the same digits are a number abroad too.
    """
    shown = TYPED.fullmatch(SEPARATORS.sub("", _without_label(without_invisible_marks(typed))))
    if shown is None:
        return None
    plus, digits = shown.groups()
    number = valid_number(f"{plus}{digits}")
    if number is None and not plus and digits.startswith(str(_calling_code(settings.CITY_COUNTRY))):
        # A neighbour with the home calling code: 7 912 … is Russian, and nothing in Kazakhstan begins so.
        number = valid_number(f"+{digits}")
    if number is None and not plus and digits.startswith(INTERNATIONAL_ZEROS):
        plus, number = "+", valid_number(f"+{digits.removeprefix(INTERNATIONAL_ZEROS)}")
    return number if number is not None and (plus or _is_ours(number, digits)) else None


def may_be_telephone(digits: str) -> bool:
    """Return whether digits typed without ``+`` are as many as a number dialled from the city; quick."""
    lengths, abroad = _dialling(settings.CITY_COUNTRY)
    return len(digits) in lengths or abroad.match(digits) is not None


@cache
def _dialling(country: str) -> tuple[frozenset[int], re.Pattern[str]]:
    """Return how many digits numbers of a country have, with or without trunk or country code; how one dials abroad."""
    rules = phonenumbers.PhoneMetadata.metadata_for_region(country, None)
    if rules is None or rules.general_desc is None:
        return frozenset(), re.compile(INTERNATIONAL_ZEROS)
    before = {0, len(rules.national_prefix or ""), len(str(rules.country_code))}
    lengths = {length + more for length in rules.general_desc.possible_length for more in before}
    return frozenset(lengths), re.compile(rf"{INTERNATIONAL_ZEROS}|{rules.international_prefix or '00'}")


def _without_label(typed: str) -> str:
    """Return a number without the words or sign about it and the quotes and commas around it."""
    shown = AFTER.sub("", typed.strip(AROUND)).strip(AROUND)
    return LABEL.sub("", shown, count=1) if LABEL.match(shown) else shown


@cache
def _calling_code(country: str) -> int:
    return phonenumbers.country_code_for_region(country)


def valid_number(dialled: str) -> str | None:
    """Return a number dialled from the city as E.164, or None where no such number can exist."""
    try:
        number = phonenumbers.parse(dialled, settings.CITY_COUNTRY)
    except NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def is_home_number(number: str) -> bool:
    """Return whether a number as E.164 is one of the city's country."""
    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) == settings.CITY_COUNTRY


def telephone_example() -> str:
    """Return a mobile number of the city's country as an example, with ``+`` and spaces."""
    country = settings.CITY_COUNTRY
    number = phonenumbers.example_number_for_type(country, PhoneNumberType.MOBILE)
    number = number or phonenumbers.example_number(country)
    if number is None:
        return f"+{phonenumbers.country_code_for_region(country)}…"
    return str(phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL))


def spaced(number: str) -> str:
    """Return a stored number as people read it: ``+7 701 123 4567``."""
    parsed = phonenumbers.parse(number)
    return str(phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL))


def without_invisible_marks(text: str) -> str:
    """Return a text in its plainest letters and digits, without what is pasted along and not seen."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.digit(mark, mark)) for mark in plain if unicodedata.category(mark) not in {"Cf", "Mn"}
    )


def _is_ours(number: str, digits: str) -> bool:
    """Return whether digits that were typed without ``+`` mean this number and no other."""
    if number == f"+{digits}":
        return True
    parsed = phonenumbers.parse(number)
    if is_home_number(number):
        return True
    dialled_abroad = phonenumbers.parse(digits, settings.CITY_COUNTRY, keep_raw_input=True)
    if dialled_abroad.country_code_source == phonenumbers.CountryCodeSource.FROM_NUMBER_WITH_IDD:
        return True
    has_trunk = len(digits) > len(str(parsed.national_number))
    return has_trunk and valid_number(f"+{digits}") is None
