"""Numbers are written as each language does."""

import pytest

from geoportal.web.numbers import format_number, format_percent


@pytest.mark.parametrize(
    ("value", "digits", "language", "text"),
    [
        (1234.56, 2, "kk", "1\u00a0234,56"),
        (1234.56, 2, "ru", "1\u00a0234,56"),
        (1234.56, 2, "en", "1,234.56"),
        (2486, None, "ru", "2\u00a0486"),
        (-3.4, 1, "ru", "\u22123,4"),
        (-0.001, 1, "ru", "0,0"),
        (2.0, None, "kk", "2"),
        (None, None, "kk", "\u2013"),
    ],
)
def test_number_is_written_in_the_language(
    value: float | None, digits: int | None, language: str, text: str
) -> None:
    assert format_number(value, digits, language) == text


def test_percent_keeps_its_sign_on_the_line_in_kazakh_and_russian() -> None:
    assert format_percent(0.37, language="kk") == "37\u00a0%"
    assert format_percent(0.37, language="en") == "37%"
    assert format_percent(None, language="ru") == "\u2013"
