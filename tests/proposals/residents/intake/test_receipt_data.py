"""The receipt says what the city holds of its author, and lets go of it."""

import pytest
from django.test import Client

from proposals.contacts import read_contact
from proposals.follow import follow_digest
from proposals.models import HistoryAction, Proposal, ProposalOriginal
from proposals.originals import keep_original
from tests.factories import give_contact, make_proposal

SECRET = "a1b2c3d4e5f6g7h8j9k0m1n2"
ADDRESS = f"/en/r/{SECRET}/"
PHONE = "+77011234567"
MASKED, SENT = "Поставьте навес, звоните [скрыто].", "Поставьте навес, звоните 8 702 555 66 77."


@pytest.fixture
def proposal(city: object) -> Proposal:
    """A published proposal that its author follows."""
    return make_proposal(follow_digest=follow_digest(SECRET), text=MASKED)


def test_it_says_what_happens_to_a_telephone_and_does_not_show_it(client: Client, proposal: Proposal) -> None:
    assert "Your contact" not in client.get(ADDRESS).content.decode()
    give_contact(proposal, PHONE)
    page = client.get(ADDRESS).content.decode()
    assert "may call you; each look at the number is recorded" in page
    assert "Erase my number" in page
    assert PHONE not in page


def test_author_erases_the_contact_once(client: Client, proposal: Proposal) -> None:
    give_contact(proposal, PHONE)
    for _time in range(2):
        answer = client.post(ADDRESS, {"erase": "contact"})
        assert (answer.status_code, answer["Location"]) == (303, f"{ADDRESS}?erased=contact#erased")
    page = client.get(f"{ADDRESS}?erased=contact").content.decode()
    assert "Your contact has been erased." in page
    assert read_contact(proposal.pk) is None
    assert [(entry.action, entry.field) for entry in proposal.history.all()] == [
        (HistoryAction.ERASED, "contact")
    ]


def test_it_shows_what_is_public_and_erases_what_was_hidden(client: Client, proposal: Proposal) -> None:
    keep_original(proposal, SENT)
    page = client.get(ADDRESS).content.decode()
    assert MASKED in page
    assert "702 555" not in page
    assert "Before publication a moderator hid personal data" in page
    client.post(ADDRESS, {"erase": "original"})
    assert not ProposalOriginal.objects.exists()
    assert "What was hidden" not in client.get(ADDRESS).content.decode()
    assert proposal.history.get().action == HistoryAction.ERASED


def test_taking_the_proposal_back_erases_both(client: Client, proposal: Proposal) -> None:
    give_contact(proposal, PHONE)
    keep_original(proposal, SENT)
    client.post(ADDRESS, {"withdraw": "yes"})
    assert read_contact(proposal.pk) is None
    assert not ProposalOriginal.objects.exists()


def test_nonsense_erases_nothing(client: Client, proposal: Proposal) -> None:
    give_contact(proposal, PHONE)
    assert client.post(ADDRESS, {"erase": "everything"}).status_code == 303
    assert read_contact(proposal.pk) is not None
    assert "has been erased" not in client.get(f"{ADDRESS}?erased=contact").content.decode()
    assert not proposal.history.exists()


def test_the_form_says_what_happens_to_a_telephone(client: Client, city: object) -> None:
    page = client.get("/en/propose/").content.decode()
    assert "an official may call you about it, and each look at the number is recorded" in page
