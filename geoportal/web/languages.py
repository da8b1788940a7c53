"""Which of the portal's languages a code means."""

import re

from django.conf import settings

ALIASES = {"kz": "kk", "kaz": "kk", "qaz": "kk", "rus": "ru", "eng": "en"}
"""The code of the country, which many take for the language's, and codes of three letters."""
CODE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]{1,8}){0,3}", re.IGNORECASE)
LANGUAGE_PATTERN = r"^([Kk][KkZz]|[Rr][Uu]|[Ee][Nn])([-_][A-Za-z]{2,8})?$"
"""What ``lang=`` may hold at data addresses, which refuse what they do not know."""


def read_language(code: str) -> str:
    """Return the portal's language that a code such as ``kz``, ``kk-KZ`` or ``rus`` means, or an empty text."""
    match = CODE.fullmatch(code)
    if match is None:
        return ""
    language = match[1].lower()
    language = ALIASES.get(language, language)
    return language if language in dict(settings.LANGUAGES) else ""
