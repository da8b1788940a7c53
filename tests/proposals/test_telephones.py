"""Telephone numbers are read as they are typed and pasted, or not at all."""

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from geoportal.checks import check_city_country
from proposals.telephones import read_telephone, telephone_example

HOME = "+77011234567"


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+7 701 123-45-67", HOME),
        ("8 (701) 123 45 67", HOME),
        ("8.701.123.45.67", HOME),
        ("7011234567", HOME),
        ("77011234567", HOME),
        ("8 10 7 701 123 45 67", HOME),
        ("00 7 701 123 45 67", HOME),
        ("tel:+7-701-123-45-67", HOME),
        ("\u202a+7\u00a0701\u00a0123\u201145\u201167\u202c", HOME),
        ("\ufeff8701\u200b1234567\u2060", HOME),
        ("８７０１１２３４５６７", HOME),
        ("＋７（７０１）１２３－４５－６７", HOME),
        ("٨٧٠١١٢٣٤٥٦٧", HOME),
        ("8 7252 53 25 10", "+77252532510"),
        ("8 999 123 45 67", "+79991234567"),
        ("79991234567", "+79991234567"),
        ("тел. 8 701 123 45 67", HOME),
        ("Тел: +7 701 123 45 67;", HOME),
        ("моб.87011234567", HOME),
        ("☎ 8 701 123 45 67", HOME),
        ("8 701 123 45 67 (WhatsApp)", HOME),
        ("8 701 123 45 67 (ватсап)", HOME),
        ("8 701 123 45 67, WhatsApp/Telegram", HOME),
        ("+7 701 123 45 67 вотсап и телеграм", HOME),
        ("Тел./WhatsApp: 8 701 123 45 67", HOME),
        ("вацап 87011234567", HOME),
        ("8-701/123-45-67", HOME),
        ("8~701~123~45~67", HOME),
        ("❽❼⓿❶❶❷❸❹❺❻❼", HOME),
        ("\U0001f4de\ufe0f 8 701 123 45 67", HOME),
        ("«+7 701 123 45 67»,", HOME),
        ("+7 999 123 45 67", "+79991234567"),
        ("+380 50 123-45-67", "+380501234567"),
        ("00380501234567", "+380501234567"),
        ("8 10 380 50 123 45 67", "+380501234567"),
        ("+86 138 1234 5678", "+8613812345678"),
        ("0086 138 1234 5678", "+8613812345678"),
        ("+998 90 123 45 67", "+998901234567"),
        ("+1 (201) 555-0123", "+12015550123"),
    ],
)
def test_number_is_read(typed: str, number: str) -> None:
    assert read_telephone(typed) == number


@pytest.mark.parametrize(
    "typed",
    [
        "86 138 1234 5678",  # China without +, or a home number with two digits too many
        "84 912 345 678",  # Viet Nam without +, or a landline of Ryazan
        "998 90 123 45 67",
        "тел. 8 701 123 45",
        "дом 8 701 123 45 67",
        "9012345678",
        "8701123456",
        "870112345678",
        "+7 701 123 45 6",
        "+7 601 123 45 67",
        "+999 123 456 789",
        "8 701 123 45 67, 8 702 123 45 67",
        "8 701 123 45 67 / 8 702 123 45 67",
        "8 701 123 45 67/68",
        "701 123 45 67/8",
        "8 701 123 45 67 (WhatsApp 8 702 123 45 67)",
        "8 701 123 45 67 WhatsApp 8 702 123 45 67",
        "8 701 123 45 67 (Айгуль)",
        "WhatsApp",
        "8 727 250 00 00 ext 5",
        "8 800 CALLNOW",
        "109",
        "",
        "+",
    ],
)
def test_what_is_not_one_number_is_not_read(typed: str) -> None:
    assert read_telephone(typed) is None


@given(st.text(alphabet="0123456789+-() ٣８\u200e\u00a0", max_size=20))
def test_whatever_is_read_is_a_valid_number_of_the_digits_that_were_typed(typed: str) -> None:
    number = read_telephone(typed)
    if number is not None:
        assert phonenumbers.is_valid_number(phonenumbers.parse(number))
        digits = "".join(str(int(mark)) for mark in typed if mark.isdecimal())
        assert digits.endswith(number[2:])


def test_home_is_the_citys_country(settings: Settings) -> None:
    settings.CITY_COUNTRY = "AU"
    assert read_telephone("0412 345 678") == "+61412345678"
    assert read_telephone("0011 7 701 123 45 67") == HOME
    assert read_telephone("8 701 123 45 67") is None
    assert telephone_example().startswith("+61 4")


def test_a_country_without_telephones_is_refused(settings: Settings) -> None:
    assert check_city_country(None) == []
    settings.CITY_COUNTRY = "UK"
    assert [error.id for error in check_city_country(None)] == ["geoportal.E020"]
