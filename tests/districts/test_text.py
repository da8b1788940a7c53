"""Text is cleaned in one place: what hides or turns it goes, what can be seen stays, and only that is counted."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from districts.text import MARKS_IN_A_ROW, NEVER, clean_line, clean_text, count_visible, is_visible

FAMILY = "👩\u200d👩\u200d👧"
SCOTLAND = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
KEPT = [
    FAMILY,
    "👩🏽\u200d🚀",
    "🏳\ufe0f\u200d🌈",
    "❤\ufe0f\u200d🔥",
    "🙂\u200d↔\ufe0f",
    "7\ufe0f\u20e3",
    "\u2139\ufe0f",
    SCOTLAND,
    "🇰🇿",
    "می\u200cخواهم",
    "क्\u200dष",
    "ക്\u200d",
    "葛\U000e0100",
    "שלום\u200f!",
    "Әл-Фараби, № 7 — «парк»…",
    "a\u00a0b",
    "строка\n\nещё",
]
UNSEEN = [
    "",
    "   \n\t",
    "\u00a0\u3000\u2003",
    "\u200b\u200c\u200d\u2060\ufeff",
    "\u3164" * 12,
    "\u115f\u1160\uffa0",
    "\u2800" * 20,
    "\u00ad\u034f",
    "\U000e0041\U000e0042\U000e007f",
    "\ufe0f\ufe0e\U000e0100",
    "\u0301\u0301\u0489",
    "\u202e\u2066\u2069",
    "\x00\x1b\x7f",
    "\u200e\u200f\u061c",
    "\u180e\u17b4\u206a\ufff9",
    "\u1680\u2028\u2029\x85",
]
MEETING = "\u200c\u200d\ufe0f\ufe00\u0301\u0323а👩🏽↔7\u20e3\U0001f3f4\U000e0067\U000e007f\u202eबक् \n\r\u2800"
ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(MEETING),
    ),
    max_size=60,
)


@pytest.mark.parametrize("text", KEPT)
def test_what_belongs_to_emoji_and_to_other_writing_stays(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize("text", UNSEEN)
def test_text_without_anything_to_see_counts_nothing(text: str) -> None:
    assert count_visible(text) == 0
    assert count_visible(clean_text(text)) == 0


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("ab\u202edc\u202c", "abdc"),
        ("\u2066ab\u2069", "ab"),
        ("па\u200bрк", "парк"),
        ("па\u200dрк", "парк"),
        ("a\x00b\x1bc", "abc"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("\u200e+7 701\u200f", "+7 701"),
        ("a\U000e0041b", "ab"),
        ("й".replace("й", "и\u0306"), "й"),
        ("\u3164парк\u3164", "парк"),
        ("\u2800 парк \u2800", "парк"),
    ],
)
def test_what_hides_or_turns_a_text_is_dropped(typed: str, stored: str) -> None:
    assert clean_text(typed) == stored


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Парк", 4),
        ("а б", 2),
        (FAMILY, 1),
        (SCOTLAND, 1),
        ("🇰🇿🇰🇿", 2),
        ("👍🏽", 1),
        ("й", 1),
        ("7\ufe0f\u20e3", 1),
    ],
)
def test_one_letter_emoji_or_flag_is_one_character(text: str, seen: int) -> None:
    assert count_visible(text) == seen


def test_marks_heaped_on_a_letter_are_bounded() -> None:
    assert len(clean_text("а" + "\u0323\u0301" * 50_000)) <= MARKS_IN_A_ROW + 1


def test_one_line_has_single_spaces() -> None:
    assert clean_line(" Парк\u2028Абая \t\x0b 7 ") == "Парк Абая 7"


@given(ANYTHING)
@example("\u2800 \u2800")
@example("👩\u200d\ufe0f👩")
def test_cleaning_is_done_once_and_never_adds(text: str) -> None:
    cleaned = clean_text(text)
    assert clean_text(cleaned) == cleaned
    assert clean_line(clean_line(text)) == clean_line(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert len(cleaned) <= len(unicodedata.normalize("NFC", text))
    assert not NEVER.search(cleaned)


def test_a_plain_text_is_cleaned_and_counted_as_beside_an_emoji() -> None:
    """Most texts hold nothing that must be looked at closely; an emoji makes each character be."""
    for character in map(chr, range(0x2200)):
        plain = f"a{character}b"
        assert f"{clean_text(plain)}🙂" == clean_text(f"{plain}🙂"), ascii(character)
        assert count_visible(plain) + 1 == count_visible(f"{plain}🙂"), ascii(character)
        assert bool(clean_text(character)) == is_visible(character), ascii(character)


@given(ANYTHING)
def test_everything_that_can_be_seen_stays(text: str) -> None:
    def seen(whole: str) -> list[str]:
        return [one for one in unicodedata.normalize("NFD", whole) if is_visible(one)]

    assert seen(clean_text(text)) == seen(text)
    assert count_visible(text) <= len(text)
