"""Find places by what people type: any order of words, their beginnings, other letters for Kazakh ones."""

import re
import unicodedata
from functools import reduce
from operator import and_
from typing import Any, TypeVar

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import get_language

from geoportal.web.names import NAME_LANGUAGES

PlacesT = TypeVar("PlacesT", bound=QuerySet[Any])

WORDS_MAX, WORD_MAX = 8, 40
STEM_MIN, ENDING_MAX = 4, 2
"""An ending of so many letters may differ, where so many stay: «парке» finds «парк»."""

SURE_LETTERS = 2

MARKS = re.compile("[\u0300-\u036f]")
LETTERS = str.maketrans("ғқңәэөұүһі", "гкнааоуухи", "ьъ")
"""Kazakh letters as they are typed on a Russian keyboard; signs that many leave out."""
NO_WORD = re.compile(r"[\W_]+")
NUMBER_BESIDE_LETTER = re.compile(r"(?<=[0-9])(?=[^0-9 ])|(?<=[^0-9 ])(?=[0-9])")
KIND_WORDS = frozenset(
    [
        *(
            "остановка",
            "аялдама",
            "аялдамасы",
            "автобус",
            "троллейбус",
            "трамвай",
            "борт",
            "бортовои",
            "номер",
        ),
        *(
            "номири",
            "маршрут",
            "багыт",
            "багыты",
            "stop",
            "bus",
            "trolleybus",
            "tram",
            "route",
            "board",
            "number",
        ),
    ]
)
"""Words, folded, that pages write before names and numbers, and that few records hold."""
ICU = {"kk": "kk-x-icu", "ru": "ru-x-icu", "en": "en-x-icu"}


def fold(text: str) -> str:
    """Return the words of a text as they are compared, between spaces: the twin of the function ``fold_names``."""
    plain = MARKS.sub("", unicodedata.normalize("NFKD", text.replace("№", " ").lower())).translate(LETTERS)
    return NUMBER_BESIDE_LETTER.sub(" ", NO_WORD.sub(" ", plain)).strip()


def telling_words(typed: str) -> list[str]:
    """Return the folded words that tell places apart; all of them where each names a kind only."""
    words = [word[:WORD_MAX] for word in fold(typed).split()[:WORDS_MAX]]
    return [word for word in words if word not in KIND_WORDS] or words


def bears(word: str, folded: str = "folded") -> Q:
    """Return the condition that a name holds a word, its beginning or another form of it.

    Args:
        word: folded.
        folded: the field of ``Place`` with its names folded, from where it is asked.
    """
    has_ending = word.isalpha() and len(word) > STEM_MIN
    stem = word[: max(STEM_MIN, len(word) - ENDING_MAX)] if has_ending else word
    return Q(**{f"{folded}__contains": f" {stem}"})


def find_places(places: PlacesT, typed: str) -> PlacesT:
    """Return the places that bear all words, whole words first, then by name in the active language.

    Where none does, those whose names are spelled nearly so, the nearest first.
    """
    words = telling_words(typed)
    if not words:
        return places.none()
    matching = places.filter(reduce(and_, map(bears, words)))
    if matching.exists():
        whole = sum((_whole(word) for word in words), Value(0))
        return matching.order_by(whole.desc(), *by_name(), "pk")
    nearly = spelled_nearly(typed)
    if nearly is None:
        return places.none()
    nearness = TrigramWordSimilarity(" ".join(words), "folded")
    return places.filter(nearly).order_by(nearness.desc(), *by_name(), "pk")


def spelled_nearly(typed: str, folded: str = "folded") -> Q | None:
    """Return the condition that a name is spelled nearly as typed; None where too little was typed to tell.

    Numbers and the first letters of the longest word are taken to be right: else every name would be compared.

    Args:
        typed: as it came.
        folded: the field of ``Place`` with its names folded, from where it is asked.
    """
    words = telling_words(typed)
    longest = max((word for word in words if word.isalpha()), key=len, default="")
    if len(longest) < STEM_MIN:
        return None
    sure = [longest[:SURE_LETTERS], *(word for word in words if not word.isalpha())]
    spelled = " ".join(word for word in words if word.isalpha())
    return reduce(and_, (Q(**{f"{folded}__contains": f" {word}"}) for word in sure)) & Q(
        TrigramWordSimilar(F(folded), spelled)
    )


def by_name() -> tuple[Combinable, ...]:
    """Return the order by name in the active language, as that language sorts its letters."""
    wanted = (get_language() or NAME_LANGUAGES[0])[:2]
    names = [NullIf(F(f"name_{code}"), Value("")) for code in (wanted, *NAME_LANGUAGES)]
    return (Collate(Coalesce(*names), ICU.get(wanted, "und-x-icu")).asc(),)


def _whole(word: str) -> Case:
    return Case(
        When(folded__contains=f" {word} ", then=Value(1)), default=Value(0), output_field=IntegerField()
    )
