"""Records with names in Kazakh, Russian and English."""

import re

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

NAME_LANGUAGES: tuple[str, ...] = ("kk", "ru", "en")
DISTRICT_WORD = re.compile(r"^район\s+|\s+(?:ауданы|район|district)$", re.IGNORECASE)


def localised(record: object, field: str, language: str | None = None) -> str:
    """Return ``field`` of a record in a language, or in the next that has a value.

    Args:
        record: has attributes such as ``name_kk``, ``name_ru``, ``name_en``.
        field: the name without the language, such as ``name``.
        language: the wanted one; the active language when not given.
    """
    wanted = (language or get_language() or NAME_LANGUAGES[0])[:2]
    for code in (wanted, *NAME_LANGUAGES):
        value = str(getattr(record, f"{field}_{code}", ""))
        if value:
            return value
    return ""


def without_district_word(name: str) -> str:
    """Return a district's name without the word for “district”: ``Абай`` for ``Абай ауданы``.

    For maps and tables, where the word would stand in every label; other names come back as they are.
    """
    return DISTRICT_WORD.sub("", name) or name


class NamedModel(models.Model):
    """A record with a name in each language; ``name`` is the one of the active language."""

    name_kk = models.CharField(_("name in Kazakh"), max_length=200)
    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the active language."""
        return localised(self, "name")
