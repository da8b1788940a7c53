"""Find places by what people type: any order of words, their beginnings, other letters for Kazakh ones."""

import re
import unicodedata
from functools import reduce
from operator import and_, or_
from typing import Any, TypeVar

from django.contrib.postgres.lookups import TrigramWordSimilar
from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Collate, NullIf
from django.utils.translation import get_language

from districts.names import NAME_LANGUAGES

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
SEVERAL_LETTERS = ("shch", "sch", "sh", "ch", "zh", "kh", "gh", "ts", "ya", "ia", "ıa", "yu", "yo", "ye")
TO_CYRILLIC = {
    **dict(zip(SEVERAL_LETTERS, "щщшчжхгцяяяюее", strict=True)),
    **dict(zip("abcdefghijklmnopqrstuvwxyzı", "абцдефгхижклмнопкрстувухызы", strict=True)),
    **dict.fromkeys("'\u2019\u02b9", ""),
}
"""Latin letters, folded, as Kazakh and Russian are transcribed, and what they stand for, folded; the longest first."""
TRANSCRIBED = re.compile("|".join(TO_CYRILLIC))
LATIN_LETTERS = str.maketrans({"ş": "sh", "ç": "ch", "ý": "u"})
"""Letters of the Kazakh Latin alphabets that are another letter without their mark."""
LATIN = re.compile("[a-zı]")
SHORT_Y = re.compile("(?<=[aeiouy])y(?![aeou])")
"""A y that is й, not ы: abay."""

SWAPPED_MAX = 16
"""In longer words no neighbours are tried the other way round."""
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


def readings(typed: str) -> list[str]:
    """Return a text as it was typed, and where it has Latin letters also as what they transcribe, folded.

    ``park abaya`` and ``mektep 7`` are Russian and Kazakh that somebody without a Cyrillic keyboard types.
    """
    plain = MARKS.sub("", unicodedata.normalize("NFKD", typed.lower().translate(LATIN_LETTERS)))
    if not LATIN.search(plain):
        return [typed]
    return [typed, TRANSCRIBED.sub(lambda match: TO_CYRILLIC[match[0]], SHORT_Y.sub("i", plain))]


def find_places(places: PlacesT, typed: str) -> PlacesT:
    """Return the places that bear all words, whole words first, then by name in the active language.

    Where none does, those that bear what the words transcribe; else those whose names are spelled nearly so, the
    nearest first. Abbreviations (``просп.`` for ``проспект``) are not spelled out.
    """
    for reading in readings(typed):
        words = telling_words(reading)
        matching = places.filter(reduce(and_, map(bears, words))) if words else places.none()
        if words and matching.exists():
            whole = sum((_whole(word) for word in words), Value(0))
            return matching.order_by(whole.desc(), *by_name(), "pk")
    for reading in readings(typed):
        nearly = spelled_nearly(reading)
        if nearly is not None and places.filter(nearly).exists():
            nearness = TrigramWordSimilarity(" ".join(telling_words(reading)), "folded")
            return places.filter(nearly).order_by(nearness.desc(), *by_name(), "pk")
    return places.none()


def spelled_nearly(typed: str, folded: str = "folded") -> Q | None:
    """Return the condition that a name is spelled nearly as typed; None where too little was typed to tell.

    Nearly: by its trigrams, or with neighbouring letters of its words the other way round. Numbers and the first
    letters of the longest word, in either order, are taken to be right: else every name would be compared.

    Args:
        typed: as it came.
        folded: the field of ``Place`` with its names folded, from where it is asked.
    """
    words = telling_words(typed)
    longest = max((word for word in words if word.isalpha()), key=len, default="")
    if len(longest) < STEM_MIN:
        return None
    spelled = [word for word in words if word.isalpha()]
    begins = [longest[:SURE_LETTERS], *(word[:SURE_LETTERS] for word in _swapped(longest)[:SURE_LETTERS])]
    sure = reduce(or_, (Q(**{f"{folded}__contains": f" {begin}"}) for begin in dict.fromkeys(begins)))
    numbers = (Q(**{f"{folded}__contains": f" {word}"}) for word in words if not word.isalpha())
    swapped = reduce(
        and_, (reduce(or_, (bears(each, folded) for each in [word, *_swapped(word)])) for word in spelled)
    )
    return reduce(and_, numbers, sure) & (Q(TrigramWordSimilar(F(folded), " ".join(spelled))) | swapped)


def _swapped(word: str) -> list[str]:
    """Return a word with each two neighbouring letters the other way round, the first ones first."""
    if not STEM_MIN <= len(word) <= SWAPPED_MAX:
        return []
    swaps = [f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in range(len(word) - 1)]
    return [swap for swap in dict.fromkeys(swaps) if swap != word]


def by_name() -> tuple[Combinable, ...]:
    """Return the order by name in the active language, as that language sorts its letters."""
    wanted = (get_language() or NAME_LANGUAGES[0])[:2]
    names = [NullIf(F(f"name_{code}"), Value("")) for code in (wanted, *NAME_LANGUAGES)]
    return (Collate(Coalesce(*names), ICU.get(wanted, "und-x-icu")).asc(),)


def _whole(word: str) -> Case:
    return Case(
        When(folded__contains=f" {word} ", then=Value(1)), default=Value(0), output_field=IntegerField()
    )
