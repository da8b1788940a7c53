"""Printed codes: the alphabet, forgiveness, and every slip that the check character must catch."""

from hypothesis import given
from hypothesis import strategies as st

from stops.signs.codes import (
    ALPHABET,
    check_character,
    generate_code,
    grouped,
    is_valid,
    is_well_formed,
    normalise_code,
)

payloads = st.text(alphabet=ALPHABET, min_size=9, max_size=9)


def test_generated_codes_are_valid_and_differ() -> None:
    codes = {generate_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(is_valid(code) for code in codes)


@given(payloads)
def test_every_single_wrong_character_is_caught(payload: str) -> None:
    code = payload + check_character(payload)
    for place, right in enumerate(code):
        for wrong in ALPHABET:
            if wrong != right:
                assert not is_valid(code[:place] + wrong + code[place + 1 :])


@given(payloads)
def test_every_swap_of_different_neighbours_is_caught(payload: str) -> None:
    code = payload + check_character(payload)
    for place in range(len(code) - 1):
        left, right = code[place], code[place + 1]
        if left != right:
            assert not is_valid(code[:place] + right + left + code[place + 2 :])


@given(payloads, st.data())
def test_case_spaces_hyphens_and_lookalikes_are_forgiven(payload: str, data: st.DataObject) -> None:
    code = payload + check_character(payload)
    lookalikes = {"0": "0Oo", "1": "1IiLl"}
    typed = "".join(
        data.draw(st.sampled_from(lookalikes.get(character, character + character.lower())))
        for character in code
    )
    assert normalise_code(f" {grouped(typed)} ") == code


@given(payloads, st.data())
def test_cyrillic_twins_dashes_and_any_spaces_are_forgiven(payload: str, data: st.DataObject) -> None:
    code = payload + check_character(payload)
    twins = dict(zip("ABCEHKMPTXY03", "АВСЕНКМРТХУОЗ", strict=True))
    typed = "".join(data.draw(st.sampled_from([mark, twins.get(mark, mark).lower()])) for mark in code)
    between = data.draw(st.sampled_from(["-", "–", "—", "‑", "\u00a0", "\u2009", "\t", " - "]))
    assert normalise_code(f"\u202f{typed[:5]}{between}{typed[5:]} \n") == code


@given(st.text(max_size=60))
def test_reading_what_was_typed_never_fails_and_settles_at_once(typed: str) -> None:
    once = normalise_code(typed)
    assert normalise_code(once) == once


def test_other_lengths_and_letters_are_not_well_formed() -> None:
    assert not is_well_formed("0" * 9)
    assert not is_well_formed("0" * 11)
    assert not is_well_formed("U" * 10)
    assert not is_valid("U" * 10)
