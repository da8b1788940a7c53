"""Personal data is found in what people write, and nothing else is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django.fixtures import Settings

from proposals.personal_data.finding import find_personal_data
from proposals.personal_data.identity_numbers import check_digit, is_identity_number
from proposals.personal_data.masking import MASKS, mask
from tests.proposals.personal_data.sentences import HARMLESS, PERSONAL

PIECES = [
    *(text for text, _found in PERSONAL),
    *HARMLESS,
    *MASKS.values(),
    " ",
    "\n",
    "@",
    "8",
    "+7",
    "тел. ",
    "12-34-56",
    "KZ86",
    "\u200b",
    "@abcd",
    "mail.kz",
]
TEXTS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="0123456789 +-()@.кzKZт", max_size=60),
    st.lists(st.sampled_from(PIECES), max_size=6).map("".join),
)


def test_there_are_enough_sentences_of_both_kinds() -> None:
    assert len(PERSONAL) >= 60
    assert len(HARMLESS) >= 60


@pytest.mark.parametrize(("text", "expected"), PERSONAL)
def test_personal_data_is_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(find.kind, find.value) for find in find_personal_data(text)] == expected


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_numbers_are_left_alone(text: str) -> None:
    assert find_personal_data(text) == []


@given(TEXTS)
def test_spans_lie_in_the_text_apart_and_in_order(text: str) -> None:
    end = 0
    for find in find_personal_data(text):
        assert end <= find.start < find.end <= len(text)
        assert text[find.start : find.end] == find.value
        end = find.end


@given(TEXTS, st.sampled_from(["kk", "ru", "en"]))
def test_a_masked_text_holds_nothing_more_to_find(text: str, language: str) -> None:
    masked = mask(text, find_personal_data(text), language)
    assert find_personal_data(masked) == []


@pytest.mark.parametrize(
    ("text", "language", "masked"),
    [
        ("Позвоните 8 701 123 45 67, пожалуйста", "ru", "Позвоните [скрыто], пожалуйста"),
        ("Маған 8 701 123 45 67 хабарласыңыз", "kk", "Маған [жасырылды] хабарласыңыз"),
        ("Call 8 701 123 45 67, please", "en", "Call [hidden], please"),
        ("Маған 8 701 123 45 67 хабарласыңыз", "ru", "Маған [жасырылды] хабарласыңыз"),
        ("И звоните мне на 8 701 123 45 67", "kk", "И звоните мне на [скрыто]"),
        ("Тел 8 701 123 45 67", "kk", "Тел [жасырылды]"),
        ("Тел 8 701 123 45 67", "en", "Тел [скрыто]"),
        ("a@b.kz, 8 701 123 45 67", "en", "[hidden], [hidden]"),
    ],
)
def test_what_hides_it_is_in_the_texts_own_language(text: str, language: str, masked: str) -> None:
    assert mask(text, find_personal_data(text), language) == masked


@pytest.mark.parametrize(
    "number",
    [
        "971240001315",
        "940140000385",
        "850615300000",
        "880101300123",
    ],  # two banks; by the second weights; by the first
)
def test_identity_number_checks(number: str) -> None:
    assert is_identity_number(number)
    wrong = [number[:-1] + str(digit) for digit in range(10) if str(digit) != number[-1]]
    assert not any(is_identity_number(each) for each in wrong)


@pytest.mark.parametrize(
    "beginning", ["88133030012", "88023030012", "88010170012", "18134000123", "18024900123"]
)
def test_an_impossible_date_or_kind_is_no_identity_number(beginning: str) -> None:
    last = check_digit(beginning)
    assert last is not None
    assert not is_identity_number(f"{beginning}{last}")


def test_telephones_are_those_of_the_citys_country(settings: Settings) -> None:
    text = "Call 0412 345 678"
    assert find_personal_data(text) == []
    settings.CITY_COUNTRY = "AU"
    assert [find.value for find in find_personal_data(text)] == ["0412 345 678"]
