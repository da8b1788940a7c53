"""Contacts are read as people type them and stored so that only the key's holder reads them."""

import pytest
from cryptography.fernet import InvalidToken
from django.core.exceptions import ValidationError
from pytest_django.fixtures import Settings

from proposals.contacts import erase_contact, parse_contact, read_contact
from proposals.models import Proposal
from proposals.models.contact import ContactKind
from tests.factories import give_contact, make_proposal


@pytest.mark.parametrize(
    "typed",
    ["+7 701 123-45-67", "8(701)1234567", "87011234567", "7011234567", " +7\u2011701\u2011123 45 67 "],
)
def test_local_spellings_of_a_telephone_are_one_number(typed: str) -> None:
    contact = parse_contact(typed)
    assert (contact.kind, contact.value) == (ContactKind.PHONE, "+77011234567")


def test_mail_is_read_without_what_is_pasted_around_it() -> None:
    assert parse_contact(" a.b@example.kz ").value == "a.b@example.kz"
    assert parse_contact("\u202aa.b@example.kz\u202c\u200b\u00a0").value == "a.b@example.kz"


@pytest.mark.parametrize(
    "typed", ["123", "a@b", "@", "call me", "+7701123456789012345", "a@b.kz\nBcc: c@d.kz", "86 138 1234 5678"]
)
def test_what_is_neither_is_refused(typed: str) -> None:
    with pytest.raises(ValidationError):
        parse_contact(typed)


def test_refusal_shows_a_number_of_the_citys_country(settings: Settings) -> None:
    settings.CITY_COUNTRY = "AU"
    with pytest.raises(ValidationError, match=r"\+61 4"):
        parse_contact("123")


@pytest.fixture
def proposal(city: object) -> Proposal:
    made = make_proposal()
    give_contact(made, "a@example.kz")
    return made


def test_stored_contact_is_read_and_erased(proposal: Proposal) -> None:
    assert read_contact(proposal.pk) == parse_contact("a@example.kz")
    erase_contact(proposal)
    assert read_contact(proposal.pk) is None


def test_another_key_does_not_read_it(proposal: Proposal, settings: Settings) -> None:
    settings.SECRET_KEY = "another"
    with pytest.raises(InvalidToken):
        read_contact(proposal.pk)


def test_old_keys_still_read_after_a_change_of_keys(proposal: Proposal, settings: Settings) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    settings.CONTACTS_KEY = "a key of its own"
    assert read_contact(proposal.pk) == parse_contact("a@example.kz")
