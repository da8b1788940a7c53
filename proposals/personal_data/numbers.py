"""Find telephones, identity numbers and cards among the digits of a folded text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from stdnum import luhn

from proposals.personal_data.identity_numbers import is_identity_number
from proposals.telephones import is_home_number, may_be_telephone, read_telephone, valid_number

FILLER = "\ue000"
"""Stands for what was found already; like a bracket it belongs to no word and no number."""

SEPARATOR = r"[ \n.()/~\-\u2010-\u2015\u2212\u00b7_*]"
RUN = re.compile(rf"\+?\(?\d(?:{SEPARATOR}{{0,4}}\d)*")
GROUP = re.compile(r"\d+")
NO_NUMBERS = re.compile(
    r"(?<!\d)(?:0?[1-9]|[12]\d|3[01])[./-](?:0?[1-9]|1[0-2])[./-](?:19|20)\d\d(?!\d)"
    r"|(?<!\d)(?:19|20)\d\d[./-](?:0?[1-9]|1[0-2])[./-](?:0?[1-9]|[12]\d|3[01])(?!\d)"
    r"|(?<![\d.])(?:\d\d|1[0-7]\d)\.\d{4,8}(?![\d.])"
)
"""Dates, and degrees of longitude and latitude."""

MONEY = re.compile(
    r" ?(?:тг|тенге|теңге|₸|kzt|руб|₽|\$|€|долл|usd|тыс|мың|млн|млрд|м²|м2|кв\.? ?м|км|тонн)", re.IGNORECASE
)
THOUSANDS = re.compile(r"\d{1,3}(?: \d{3})+")
BILLIONS = re.compile(r"\d(?: \d{3}){3}")
LETTER_FOR_ZERO = re.compile(r"(?<=\d)[OoОо]{1,3}(?=[ .-]?\d)")
BETWEEN_GROUPS = r"(?:, ?|[ -])"
WITH_COMMAS = re.compile(
    r"(?<!\d)(?<!\d,)(?<!\d, )"
    rf"[78]{BETWEEN_GROUPS}\(?\d{{3}}\)?{BETWEEN_GROUPS}"
    rf"(?:\d{{3}}{BETWEEN_GROUPS}\d\d{BETWEEN_GROUPS}\d\d|\d{{3}}{BETWEEN_GROUPS}\d{{4}}|\d{{7}})"
    r"(?!,? ?\d)"
)
"""Digits in the groups of a home telephone: only there a comma stands inside a number, else between two of a list."""
LABELLED = re.compile(
    r"(?<!\w)(?:иин|жсн|бин|бсн|iin|bin)(?:-?[^\W\d]{1,3})?[^\w\n\[\]\ue000]{0,3}$", re.IGNORECASE
)
"""What stands before an identity number, also before one that was mistyped."""

SPOKEN_OF = re.compile(
    r"(?<!\w)(?:тел(?:\.|ефон\w*)?|ұялы\w*|моб(?:\.|ильн\w*)|сот\.|(?:по|пере)?звон\w+|қоңырау\w*|хабарлас\w*|звякн\w+"
    r"|ватсап\w*|вотсап\w*|уатсап\w*|whatsapp|call|phone|tel\.?)(?!\w)[^\w\n\[\]\ue000]{0,3}"
    r"(?:[^\W\d]{1,12}[^\w\n\[\]\ue000]{1,3}){0,2}$",
    re.IGNORECASE,
)
"""Words after which even a short number without an area code is a telephone's."""

SHORT = re.compile(r"\d{2,3}[ -]\d\d[ -]\d\d|\d{6,7}|\d{3}[ -]\d{3,4}")
AT_HOME_OF = re.compile(
    r"(?<!\w)(?:(?:домашн|рабоч|городск|стационарн)(?:ий|ой|ый|его|ого|ему|ому)(?: номер\w*)?"
    r"|(?:үй|жұмыс|қала|қалалық|стационар) нөмір\w*|қалалық)(?!\w)[^\w\n\[\]\ue000]{0,3}$",
    re.IGNORECASE,
)
"""Words right after which what is written as a short number is a telephone's, not hours or a price."""
SHORT_AT_HOME = re.compile(r"\d{2,3}[ -]\d\d[ -]\d\d|\d{6}")
WEB_ADDRESS = re.compile(r"https?://|(?<![\w@.-])(?:www\.|(?:[a-z0-9-]+\.)+[a-z]{2,}/)", re.IGNORECASE)
"""How an address begins, whose numbers are mostly those of pages and maps."""
BEYOND_ADDRESS = f' \n[]<>"«»{FILLER}'
CARD_LENGTHS = range(13, 20)
CARD_FIRST = frozenset("2345689")
PHONE_LENGTHS = range(7, 18)
ABROAD_LENGTHS = range(11, 14)
LONGEST = 19

Span = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Window:
    """Neighbouring groups of digits, as one number.

    Attributes:
        start, end: where it stands in the text, a leading ``+`` or bracket included.
        groups: the digits, part by part.
        shown: as written.
        is_whole: whether no digit stands beside it.
    """

    start: int
    end: int
    groups: tuple[str, ...]
    shown: str
    is_whole: bool

    @property
    def digits(self) -> str:
        """The number."""
        return "".join(self.groups)

    @property
    def has_plus(self) -> bool:
        """Whether it is written as a number of the whole world."""
        return self.shown.startswith("+")


def numbers_in(text: str) -> Iterator[Span]:
    """Yield disjoint (start, end, kind) of a folded text, in its order."""
    blanked = NO_NUMBERS.sub(lambda match: FILLER * len(match[0]), text)
    blanked = LETTER_FOR_ZERO.sub(lambda match: "0" * len(match[0]), blanked)
    blanked = WITH_COMMAS.sub(lambda match: match[0].replace(",", "."), blanked)
    for run in RUN.finditer(blanked):
        yield from _numbers_of_run(blanked, run)


def _numbers_of_run(text: str, run: re.Match[str]) -> Iterator[Span]:
    """Yield the numbers of one run of digits: from the left, the longest first."""
    groups = list(GROUP.finditer(text, *run.span()))
    first = 0
    while first < len(groups):
        window, last = _first_number(text, groups, first)
        if window is not None:
            yield window
        first = last + 1


def _first_number(text: str, groups: list[re.Match[str]], first: int) -> tuple[Span | None, int]:
    """Return the longest number that begins with a group, and its last group."""
    length, last = 0, first - 1
    for group in groups[first:]:
        length += len(group[0])
        if length > LONGEST:
            break
        last += 1
    for end in range(last, first - 1, -1):
        window = _window(text, groups, first, end)
        kind = _kind(text, window)
        if kind:
            return (window.start, window.end, kind), end
    return None, first


def _window(text: str, groups: list[re.Match[str]], first: int, last: int) -> Window:
    start, end = groups[first].start(), groups[last].end()
    while start > 0 and text[start - 1] in "(+" and end - start < 40:
        start -= 1
    return Window(
        start,
        end,
        tuple(group[0] for group in groups[first : last + 1]),
        text[start:end].removeprefix("("),
        is_whole=first == 0 and last == len(groups) - 1,
    )


def _kind(text: str, window: Window) -> str:
    kind = _kind_by_itself(text, window)
    return kind if not kind or _counts_in_address(text, window, kind) else ""


def _counts_in_address(text: str, window: Window, kind: str) -> bool:
    """Return whether a find stands in no web address, or is there what no page's number is.

    That is a telephone of the city's country, or what stands there by its name (``?iin=``, ``?phone=``).
    """
    before = text[max(text.rfind(mark, 0, window.start) for mark in BEYOND_ADDRESS) + 1 : window.start]
    if not WEB_ADDRESS.search(before):
        return True
    if kind == "phone":
        number = _read(window.shown if window.has_plus else window.digits)
        return (number is not None and is_home_number(number)) or SPOKEN_OF.search(before) is not None
    return kind == "identity" and LABELLED.search(before) is not None


def _kind_by_itself(text: str, window: Window) -> str:
    digits = window.digits
    if len(digits) == 12 and not window.has_plus and _is_identity(text, window):
        return "identity"
    if len(digits) in CARD_LENGTHS and _is_card(window):
        return "card"
    if len(digits) in PHONE_LENGTHS and _is_telephone(text, window):
        return "phone"
    return "phone" if _is_short_telephone(text, window) else ""


def _is_identity(text: str, window: Window) -> bool:
    return is_identity_number(window.digits) or LABELLED.search(_before(text, window)) is not None


def _is_card(window: Window) -> bool:
    """Return whether the digits check and stand as on a card: in fours, as American Express, or in one."""
    lengths = [len(group) for group in window.groups]
    in_fours = all(length == 4 for length in lengths[:-1]) and lengths[-1] <= 4
    stands = len(lengths) == 1 or in_fours or lengths == [4, 6, 5]
    return stands and window.digits[0] in CARD_FIRST and bool(luhn.is_valid(window.digits))


def _is_telephone(text: str, window: Window) -> bool:
    if window.has_plus:
        return _dialled(f"+{window.digits}")
    if BILLIONS.fullmatch(window.shown) or _is_money(text, window):
        return False
    if may_be_telephone(window.digits) and _dialled(window.digits):
        return True
    before = text[: window.start]
    beside_a_word = before[-1:].isalnum() or before.rstrip()[-1:] in {"№", "#", "-", "/"}
    is_abroad = window.is_whole and len(window.digits) in ABROAD_LENGTHS and not beside_a_word
    return is_abroad and valid_number(f"+{window.digits}") is not None


def _is_short_telephone(text: str, window: Window) -> bool:
    if not SHORT.fullmatch(window.shown) or MONEY.match(text, window.end):
        return False
    before = _before(text, window)
    if window.is_whole and SHORT_AT_HOME.fullmatch(window.shown) and AT_HOME_OF.search(before):
        return True
    return SPOKEN_OF.search(before) is not None


def _is_money(text: str, window: Window) -> bool:
    """Return whether a number is grouped and followed as a sum is; тг after a plain one is rather a messenger."""
    return THOUSANDS.fullmatch(window.shown) is not None and MONEY.match(text, window.end) is not None


def _before(text: str, window: Window) -> str:
    return text[max(0, window.start - 60) : window.start]


def _dialled(number: str) -> bool:
    return _read(number) is not None


def _read(number: str) -> str | None:
    return _read_in(settings.CITY_COUNTRY, number)


@lru_cache(maxsize=4096)
def _read_in(_country: str, number: str) -> str | None:
    return read_telephone(number)
