"""Months and deadlines read naturally in Kazakh, Russian and English."""

import datetime as dt

import pytest
from django.utils import translation

from districts.models import District
from geoportal.web.dates import by_day, short_month, short_year_month

DECEMBER = dt.date(2025, 12, 2)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", ("2 желтоқсанға дейін", "жел.", "2025 ж. жел.")),
        ("ru", ("до 2 декабря", "дек", "дек 2025")),
        ("en", ("by 2 December", "Dec", "Dec 2025")),
    ],
)
def test_words_of_a_date(language: str, words: tuple[str, str, str]) -> None:
    with translation.override(language):
        assert (by_day(DECEMBER), short_month(DECEMBER), short_year_month(DECEMBER)) == words


@pytest.mark.parametrize(
    ("month", "words"),
    [
        (1, "қаңтарға"), (2, "ақпанға"), (3, "наурызға"), (4, "сәуірге"), (5, "мамырға"), (6, "маусымға"),
        (7, "шілдеге"), (8, "тамызға"), (9, "қыркүйекке"), (10, "қазанға"), (11, "қарашаға"), (12, "желтоқсанға"),
    ],
)  # fmt: skip
def test_kazakh_month_takes_its_own_ending(month: int, words: str) -> None:
    with translation.override("kk"):
        assert by_day(dt.date(2026, month, 1)) == f"1 {words} дейін"


def test_name_of_a_district_begins_with_a_capital() -> None:
    turan = District(name_kk="Тұран ауданы", name_ru="район Тұран", name_en="Turan")
    with translation.override("ru"):
        assert (turan.name, turan.short_name) == ("Район Тұран", "Тұран")
