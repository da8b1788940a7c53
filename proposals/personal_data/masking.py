"""Hide what was found behind a word in the text's own language."""

import re
from collections.abc import Collection

from proposals.personal_data.finding import Find

MASKS = {"kk": "[жасырылды]", "ru": "[скрыто]", "en": "[hidden]"}
"""No find, and no part of one: a masked text is never found in again."""

KAZAKH = re.compile("[әғқңөұүһі]", re.IGNORECASE)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)
RUSSIAN_WORDS = re.compile(r"(?<!\w)(?:и|в|на|не|с|по|для|что|у|к|мой|мне|меня|это|или)(?!\w)", re.IGNORECASE)
RUSSIAN_FROM = 2


def mask(text: str, finds: Collection[Find], language: str) -> str:
    """Return a text with some of its finds hidden.

    Args:
        text: where the finds were found.
        finds: what to hide; in any order.
        language: of the form it was written in, the text's own where its letters do not say otherwise.
    """
    word = MASKS[language_of(text, language)]
    for find in sorted(finds, reverse=True):
        text = f"{text[: find.start]}{word}{text[find.end :]}"
    return text


def language_of(text: str, form_language: str) -> str:
    """Return the language of a text: Kazakh by its letters, Russian by its small words, else that of its form."""
    if KAZAKH.search(text):
        return "kk"
    if len(RUSSIAN_WORDS.findall(text)) >= RUSSIAN_FROM or (
        form_language == "en" and CYRILLIC.search(text) is not None
    ):
        return "ru"
    return form_language
