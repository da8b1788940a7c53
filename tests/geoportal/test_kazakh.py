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

CATALOGUE = Path(settings.LOCALE_PATHS[1]) / "kk" / "LC_MESSAGES" / "django.po"
PACKAGES = [Path(str(package.__file__)).parent for package in (django, allauth, axes)]
AXES_HAS_NO_ENGLISH = "ru"


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
        entry.msgid
        for entry in polib.pofile(str(CATALOGUE))
        if (entry.msgctxt, entry.msgid, entry.msgid_plural) not in said
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


@pytest.mark.parametrize(
    ("text", "kk", "ru"),
    [
        ("January", "қаңтар", "январь"),
        ("Site administration", "Порталды әкімшілендіру", "Администрирование портала"),
        (
            "This password is too common.",
            "Бұл құпиясөз тым кең тараған.",
            "Такой пароль слишком распространён.",
        ),
        ("Sign In", "Кіру", "Войти"),
        ("Recovery Codes", "Қалпына келтіру кодтары", "Коды восстановления"),
        ("access attempts", "кіру әрекеттері", "попытки входа"),
        ("Administration", "Әкімшілендіру", "Администрирование"),
    ],
)
def test_packages_speak_the_portals_languages(text: str, kk: str, ru: str) -> None:
    for language, said in (("kk", kk), ("ru", ru)):
        with translation.override(language):
            assert gettext(text) == said
