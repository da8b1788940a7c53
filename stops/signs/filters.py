"""What the address of the signs' pages asks for: which signs, silent since when, in which order."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import reduce
from operator import and_
from typing import Any, Self

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import QueryDict
from django.utils.translation import gettext as _

from districts.models import District
from districts.parameters import InvalidParameter
from districts.text import clean_line
from stops.codes import ALPHABET, normalise_code
from stops.finding import KIND_WORDS, WORDS_MAX, bears, fold, readings, spelled_nearly
from stops.models import CodeBinding, CodeState, PlaceKind, RouteShare, SignReport
from stops.signs.access import lying_in

BUS = "bus"
OUTSIDE = "outside"
KINDS = (*PlaceKind.values, BUS)
REPORTED = "reported"
"""In use with open reports, too few to make it suspect; chosen among the states, though it is none."""
STATES = (*CodeState.values, REPORTED)
SORTS = ("code", "name", "state", "scans", "conversion", "last")
SORT_DEFAULT = "-scans"
SILENT_DAYS_DEFAULT, SILENT_DAYS_MAX = 30, 3650
LONGEST = 100
ADDRESS = re.compile(r"^.*/q/|/+$", re.IGNORECASE)
"""What stands around the code where its whole address is pasted."""
BETWEEN_WORDS = re.compile(r"[\s,;.«»“”\"№]+")
NOTHING = Q(code__code="")
"""Finds no sign, and yet is SQL, unlike Django's empty sets, which are not asked for at all."""
TO_CYRILLIC = str.maketrans("abcekmhopxyt", "абсекмнорхут")
TO_LATIN = str.maketrans("абсекмнорхут", "abcekmhopxyt")
CODE_PART_MIN = 3
"""Fewer characters than this are no part of a code but a board or route number."""


@dataclass(frozen=True, slots=True)
class SignFilter:
    """Which signs a page shows.

    Attributes:
        words: part of a code, a place's name in any language, a board number, a route's number or name.
        district: slug of one of today's districts, or ``outside``; buses by what their route crosses now.
        kind: a kind of place, or ``bus``.
        state: of the life cycle, or ``reported``.
        silent_days: only installed signs without a scan for so many days.
        sort: one of ``SORTS``, with ``-`` before it for the greatest first.
    """

    words: str = ""
    district: str = ""
    kind: str = ""
    state: str = ""
    silent_days: int | None = None
    sort: str = SORT_DEFAULT

    @property
    def silent_after_days(self) -> int:
        """After how many days without a scan a sign counts as silent on this page."""
        return self.silent_days or SILENT_DAYS_DEFAULT

    def anywhere_in_life(self) -> Self:
        """Return the same filter for signs in any state, silent or not."""
        return replace(self, state="", silent_days=None)

    def apply(self, bindings: QuerySet[CodeBinding]) -> QuerySet[CodeBinding]:
        """Return the bindings that match; being silent is told by the scans, see ``stops.signs.table``."""
        if self.words:
            bindings = _found(bindings, self.words)
        if self.district == OUTSIDE:
            bindings = bindings.filter(_outside())
        elif self.district:
            bindings = bindings.filter(lying_in(District.objects.current().filter(slug=self.district)))
        if self.kind == BUS:
            bindings = bindings.filter(route__isnull=False)
        elif self.kind:
            bindings = bindings.filter(place__kind=self.kind)
        if self.state == REPORTED:
            reports = SignReport.objects.open().filter(code=OuterRef("code"))
            bindings = bindings.filter(
                Exists(reports), code__state__in=[CodeState.ISSUED, CodeState.INSTALLED]
            )
        elif self.state:
            bindings = bindings.filter(code__state=self.state)
        return bindings

    def query(self) -> QueryDict:
        """Return the address's parameters that mean this filter, in a fixed order, defaults left out."""
        query = QueryDict(mutable=True)
        values = {
            "q": self.words,
            "district": self.district,
            "kind": self.kind,
            "state": self.state,
            "silent": str(self.silent_days or ""),
            "sort": "" if self.sort == SORT_DEFAULT else self.sort,
        }
        for name, value in values.items():
            if value:
                query[name] = value
        return query


def _found(bindings: QuerySet[CodeBinding], typed: str) -> QuerySet[CodeBinding]:
    """Return the signs named as typed or as that transcribes, else those whose places are spelled nearly so."""
    conditions = [_named(reading) for reading in readings(typed)]
    conditions += filter(None, (spelled_nearly(reading, "place__folded") for reading in readings(typed)))
    for condition in conditions[:-1]:
        found = bindings.filter(condition)
        if found.exists():
            return found
    return bindings.filter(conditions[-1])


def _named(typed: str) -> Q:
    """Return what finds the signs that bear every word, or whose code holds all that is typed."""
    typed = ADDRESS.sub("", clean_line(typed))
    words = [word for word in BETWEEN_WORDS.split(typed) if word][:WORDS_MAX]
    telling = [word for word in words if fold(word) not in KIND_WORDS] or words
    if not telling:
        return NOTHING
    return reduce(and_, map(_bears, telling)) | _holds(typed)


def _bears(word: str) -> Q:
    found = Q(board_number__istartswith=word) | Q(route__number__in=[word, *_other_scripts(word)])
    for language in ("kk", "ru", "en"):
        found |= Q(**{f"route__name_{language}__icontains": word})
    folded = fold(word).split()
    if folded:
        found |= reduce(and_, (bears(part, "place__folded") for part in folded))
    return found | _holds(word)


def _other_scripts(word: str) -> list[str]:
    """Return a route's number with its letters in the other script and case: 171a for 171а."""
    low = word.lower()
    return [low, low.translate(TO_CYRILLIC), low.translate(TO_LATIN), word.upper()]


def _holds(typed: str) -> Q:
    code = normalise_code(typed)
    if len(code) >= CODE_PART_MIN and set(code) <= set(ALPHABET):
        return Q(code__code__contains=code)
    return NOTHING


def _outside() -> Q | Combinable:
    beyond = RouteShare.objects.filter(
        version__route=OuterRef("route"), version__valid_to=None, district__isnull=True
    )
    return Q(place__isnull=False, place__district__isnull=True) | Exists(beyond)


def parse_filter(query: QueryDict, *, also: tuple[str, ...] = ()) -> SignFilter:
    """Read a filter from an address; an empty value is as if it were not there.

    Args:
        query: the address's parameters.
        also: further parameters, which the caller reads itself.

    Raises:
        InvalidParameter: an unknown parameter or value, or one given twice, by name.
    """
    for name in query:
        if name not in READERS and name not in also:
            raise InvalidParameter(name, _("is not a parameter here."))
        if len(query.getlist(name)) > 1 and name not in also:
            raise InvalidParameter(name, _("must stand there once only."))
    read = {
        field: reader(text)
        for name, (field, reader) in READERS.items()
        if (text := query.get(name, "").strip())
    }
    return SignFilter(**read)


def parse_leniently(query: QueryDict) -> tuple[SignFilter, list[InvalidParameter]]:
    """Read a filter from a page's address: what cannot be understood is left out and reported."""
    kept = QueryDict(mutable=True)
    errors: list[InvalidParameter] = []
    for name in READERS:
        alone = QueryDict(mutable=True)
        alone.setlist(name, query.getlist(name))
        try:
            parse_filter(alone)
        except InvalidParameter as error:
            errors.append(error)
        else:
            kept.setlist(name, alone.getlist(name))
    return parse_filter(kept), errors


def _words(text: str) -> str:
    if len(text) > LONGEST or "\0" in text:
        raise InvalidParameter("q", _("must be at most %(most)s characters long.") % {"most": LONGEST})
    return text


def _district(text: str) -> str:
    if text != OUTSIDE and ("\0" in text or not District.objects.current().filter(slug=text).exists()):
        raise InvalidParameter(
            "district", _("“%(value)s” is not a district of today.") % {"value": text[:40]}
        )
    return text


def _one_of(parameter: str, values: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in values:
            raise InvalidParameter(
                parameter, _("must be one of: %(values)s.") % {"values": ", ".join(values)}
            )
        return text

    return read


def _silent(text: str) -> int:
    if not (text.isdecimal() and len(text) < 6 and 1 <= int(text) <= SILENT_DAYS_MAX):
        raise InvalidParameter(
            "silent", _("must be a whole number of days, at most %(most)s.") % {"most": SILENT_DAYS_MAX}
        )
    return int(text)


READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "q": ("words", _words),
    "district": ("district", _district),
    "kind": ("kind", _one_of("kind", KINDS)),
    "state": ("state", _one_of("state", STATES)),
    "silent": ("silent_days", _silent),
    "sort": ("sort", _one_of("sort", (*SORTS, *(f"-{key}" for key in SORTS)))),
}
"""The address's parameters: the field that each fills, and how it is read."""
