"""Where personal data stands in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from stdnum import iban

from proposals.personal_data.folding import fold
from proposals.personal_data.numbers import FILLER, numbers_in


class Kind(TextChoices):
    """What was found."""

    PHONE = "phone", _("Telephone")
    IDENTITY = "identity", _("IIN or BIN")
    ACCOUNT = "account", _("Bank account")
    CARD = "card", _("Bank card")
    EMAIL = "email", _("E-mail")
    HANDLE = "handle", _("Messenger or network account")


@dataclass(frozen=True, slots=True, order=True)
class Find:
    """One place of a text, from ``start`` up to but not including ``end``; ``value`` is what stands there."""

    start: int
    end: int
    kind: Kind
    value: str


EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
SPOKEN_AT = r"(?: ?(?:[(\[{] ?(?:at|@|собака|собачка) ?[)\]}]|собака|собачка) ?|[(\[{][aа][)\]}])"
SPOKEN_POINT = r"(?:\.| ?(?:точка|нүкте) ?| dot | ?[(\[{] ?(?:\.|dot|точка|нүкте) ?[)\]}] ?)"
WELL_KNOWN_ENDS = r"(?:kz|ru|com|net|org|info|biz|edu|uz|kg|by|ua|su)(?!\w)"
SPOKEN_EMAIL = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]+(?:{SPOKEN_AT}[A-Za-z0-9-]+(?:{SPOKEN_POINT}[A-Za-z0-9-]+)*"
    rf"(?:{SPOKEN_POINT}[A-Za-z]{{2,}}| ?\. ?{WELL_KNOWN_ENDS})"
    rf"|@[A-Za-z0-9-]+(?:{SPOKEN_POINT}[A-Za-z0-9-]+)*{SPOKEN_POINT}[A-Za-z]{{2,}}"
    rf"| at [A-Za-z0-9-]+ dot [A-Za-z]{{2,}})",
    re.IGNORECASE,
)
"""An address whose @ or points are words or stand in brackets."""
SPACED_EMAIL = re.compile(
    r"(?<![\w.+%-])[A-Z0-9][A-Z0-9._+%-]*(?: ?@ |@)[A-Z0-9-]+(?: ?\. ?[A-Z0-9-]+)*"
    rf" ?\. ?{WELL_KNOWN_ENDS}",
    re.IGNORECASE,
)
"""An address with spaces about its @ or points: in Latin letters, with an ending that is no word of a sentence."""
NETWORKS = (
    r"(?:t|telegram)\.me|wa\.me|(?:api\.)?whatsapp\.com|(?:m\.)?vk\.com|instagram\.com|(?:m\.)?facebook\.com|fb\.com"
    r"|ok\.ru|tiktok\.com|threads\.net"
)
LINK = re.compile(
    rf"(?<![\w.-])(?:https?://)?(?:www\.)?(?:{NETWORKS})/[^\s\[\]{FILLER}]*[\w/]", re.IGNORECASE
)
HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-z][\w.]{2,30}\w")
NAMED_ACCOUNT = re.compile(
    r"(?<!\w)(?:instagram|инстаграмм?|инста|telegram|телеграмм?|телега|tiktok|тикток|skype|скайп|вк|vk)(?:: ?| )"
    r"(?P<name>[A-Z](?=[A-Z0-9_.]*(?:[0-9_]|\.[A-Z0-9_]))[A-Z0-9_.]{2,30}[A-Z0-9_])(?!\w)",
    re.IGNORECASE,
)
"""An account after its network's name, without the @; a plain word there is rather a word."""
IBAN_BEGINNING = re.compile(r"(?<!\w)[A-Za-z]{2}\d\d(?:[ -]?[A-Za-z0-9]){11,30}(?!\w)")
IBAN_SHORTEST = 15


def find_personal_data(text: str) -> list[Find]:
    """Return what a text says of people by which they are reached, named or paid: disjoint, in the text's order.

    What hides a find breaks the text as a bracket does, so that a text whose finds are all hidden holds no more.
    """
    # The same text is read on each page of its review: what takes long to read is read once.
    return list(_found(text, settings.CITY_COUNTRY))


@lru_cache(maxsize=200)
def _found(text: str, _country: str) -> tuple[Find, ...]:
    """Return the finds of a text; the country decides what is a telephone."""
    folded = fold(text)
    left, spans = folded.text, []
    while found := list(_once(left)):
        for start, end, kind in found:
            left = f"{left[:start]}{FILLER * (end - start)}{left[end:]}"
            spans.append((*folded.span(start, end), kind))
    return tuple(sorted(Find(start, end, kind, text[start:end]) for start, end, kind in spans))


def _once(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Yield disjoint spans of the first way of looking that finds anything."""
    yield from (
        _matches(EMAIL, text, Kind.EMAIL)
        or _matches(SPOKEN_EMAIL, text, Kind.EMAIL)
        or _matches(SPACED_EMAIL, text, Kind.EMAIL)
        or _matches(LINK, text, Kind.HANDLE)
        or _matches(HANDLE, text, Kind.HANDLE)
        or [(*match.span("name"), Kind.HANDLE) for match in NAMED_ACCOUNT.finditer(text)]
        or list(_accounts(text))
        or [(start, end, Kind(kind)) for start, end, kind in numbers_in(text)]
    )


def _matches(shape: re.Pattern[str], text: str, kind: Kind) -> list[tuple[int, int, Kind]]:
    return [(*match.span(), kind) for match in shape.finditer(text)]


def _accounts(text: str) -> Iterator[tuple[int, int, Kind]]:
    """Yield the accounts (IBAN); Latin words that follow one are not taken for its end."""
    for match in IBAN_BEGINNING.finditer(text):
        start, end = match.span()
        while end - start >= IBAN_SHORTEST and not (
            text[end - 1].isalnum() and iban.is_valid(text[start:end])
        ):
            end -= 1
        if end - start >= IBAN_SHORTEST:
            yield start, end, Kind.ACCOUNT
