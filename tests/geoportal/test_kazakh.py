"""Kazakh dates, and the texts of packages that our catalogue says in their stead."""

import datetime as dt
from pathlib import Path

import allauth
import axes
import django
import polib
import pytest
from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext, ngettext

CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "kk" / "LC_MESSAGES" / "django.po"
PACKAGES = [Path(str(package.__file__)).parent for package in (django, allauth, axes)]
MODULES = {"geoportal/django_messages.py", "geoportal/allauth_messages.py"}
AXES_HAS_NO_ENGLISH = "ru"


def marked() -> list[polib.POEntry]:
    """Return the entries of our Kazakh catalogue that are gathered from the modules of packages' texts."""
    return [
        entry for entry in polib.pofile(str(CATALOGUE)) if {path for path, _ in entry.occurrences} & MODULES
    ]


@pytest.mark.parametrize(
    ("style", "written"),
    [
        ("DATE_FORMAT", "2026 ж. 23 қараша"),
        ("DATETIME_FORMAT", "2026 ж. 23 қараша, 14:05"),
        ("MONTH_DAY_FORMAT", "23 қараша"),
        ("YEAR_MONTH_FORMAT", "2026 ж. қараша"),
        ("SHORT_DATE_FORMAT", "23.11.2026"),
        ("D", "Дс"),
    ],
)
def test_a_kazakh_date_reads_as_a_kazakh_writes_it(style: str, written: str) -> None:
    with translation.override("kk"):
        assert formats.date_format(dt.datetime(2026, 11, 23, 14, 5, tzinfo=dt.UTC), style) == written


def test_short_kazakh_months_are_the_usual_ones() -> None:
    with translation.override("kk"):
        months = [formats.date_format(dt.date(2026, month, 1), "b") for month in range(1, 13)]
    assert months == ["қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр", "қаз", "қар", "жел"]


def test_every_marked_text_is_still_said_by_a_package() -> None:
    said = set()
    for package in PACKAGES:
        for language in ("en", AXES_HAS_NO_ENGLISH):
            for path in package.glob(f"**/locale/{language}/LC_MESSAGES/django.po"):
                said |= {
                    (entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in polib.pofile(str(path))
                }
    stale = [
        entry.msgid for entry in marked() if (entry.msgctxt, entry.msgid, entry.msgid_plural) not in said
    ]
    assert stale == []


def test_our_kazakh_wins_over_the_packages_own() -> None:
    with translation.override("kk"):
        assert gettext("Friday") == "Жұма"
        assert gettext("Enter a whole number.") == "Бүтін сан енгізіңіз."
        too_long = ngettext(
            "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
            "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
            5,
        )
    assert too_long == "Ең көбі %(limit_value)d таңба болуы керек (қазір – %(show_value)d)."
