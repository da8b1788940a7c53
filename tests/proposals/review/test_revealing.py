"""Telephones and texts as they were sent: shown once to whom they concern, each look in the history."""

from typing import Any

import pytest
from django.test import Client

from geoportal.staff.models import Role
from proposals.models import ContactReason, HistoryAction, Proposal
from proposals.originals import keep_original
from tests.factories import EAST_KATO, IN_WEST, WEST_KATO, give_contact, make_proposal, make_staff

BACKEND = "django.contrib.auth.backends.ModelBackend"
NUMBER, SENT = "+77011234567", "Звоните мне на 8 702 555 66 77, сделайте навес."
DECIDERS = {Role.OFFICIAL, Role.CHIEF, Role.ADMINISTRATOR}
AUDITORS = {Role.AUDITOR, Role.ADMINISTRATOR}


@pytest.fixture
def proposal(city: object) -> Proposal:
    """A public proposal in the west, with a telephone and a text as it was sent."""
    made = make_proposal(at=IN_WEST)
    give_contact(made, NUMBER)
    keep_original(made, SENT)
    return made


def staff(role: Role, kato: str = "") -> Client:
    client = Client()
    client.force_login(make_staff(role, kato=kato, username=f"{role}-unmistakable"), backend=BACKEND)
    return client


def look(client: Client, proposal: Proposal, what: str = "contact", reason: str = "clarify") -> Any:
    data = {"status": proposal.status, "reason": reason}
    return client.post(f"/en/review/{proposal.public_id}/{what}/", data)


def looks(proposal: Proposal) -> list[tuple[str, str]]:
    seen = {HistoryAction.CONTACT_SEEN, HistoryAction.ORIGINAL_SEEN}
    return list(proposal.history.filter(action__in=seen).values_list("action", "reason"))


@pytest.mark.parametrize("role", list(Role))
def test_who_decides_reads_the_telephone(role: Role, proposal: Proposal) -> None:
    answer = look(staff(role), proposal)
    if role in DECIDERS:
        assert answer.status_code == 200
        assert f'<a href="tel:{NUMBER}">+7 701 123 4567</a>' in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert looks(proposal) == [("contact_seen", "clarify")]
    else:
        assert answer.status_code == 403
        assert looks(proposal) == []


@pytest.mark.parametrize("role", list(Role))
def test_auditors_read_the_text_as_it_was_sent(role: Role, proposal: Proposal) -> None:
    answer = look(staff(role), proposal, "original")
    if role in AUDITORS:
        assert SENT in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]
        assert looks(proposal) == [("original_seen", "")]
    else:
        assert answer.status_code == 403
        assert looks(proposal) == []


@pytest.mark.parametrize(("role", "what"), [(Role.OFFICIAL, "contact"), (Role.AUDITOR, "original")])
def test_it_ends_at_ones_districts(role: Role, what: str, proposal: Proposal) -> None:
    assert look(staff(role, EAST_KATO), proposal, what).status_code == 404
    assert looks(proposal) == []


def test_it_is_shown_in_that_answer_only_and_the_history_tells_auditors_who_looked(
    proposal: Proposal,
) -> None:
    official = staff(Role.OFFICIAL, WEST_KATO)
    page = f"/en/review/{proposal.public_id}/"
    assert NUMBER not in official.get(page).content.decode()
    assert NUMBER in look(official, proposal, reason="visit").content.decode()
    again = official.get(page).content.decode()
    assert NUMBER not in again
    assert "official-unmistakable" not in again.split("</header>")[-1]
    audit = staff(Role.AUDITOR).get(page).content.decode()
    assert str(HistoryAction.CONTACT_SEEN.label) in audit
    assert str(ContactReason.VISIT.label) in audit
    assert "official-unmistakable" in audit
    entry = proposal.history.get(action=HistoryAction.CONTACT_SEEN)
    assert (entry.digest, entry.field) == ("", "contact")


@pytest.mark.parametrize("reason", ["", "because"])
def test_a_look_needs_a_reason_from_the_list(reason: str, proposal: Proposal) -> None:
    answer = look(staff(Role.OFFICIAL), proposal, reason=reason)
    assert answer.status_code == 422
    assert NUMBER not in answer.content.decode()
    assert looks(proposal) == []


@pytest.mark.parametrize("what", ["contact", "original"])
def test_a_link_shows_nothing(what: str, proposal: Proposal) -> None:
    assert staff(Role.ADMINISTRATOR).get(f"/en/review/{proposal.public_id}/{what}/").status_code == 405


def test_an_address_is_not_shown_for_the_portal_writes_there(city: object) -> None:
    proposal = make_proposal(at=IN_WEST)
    give_contact(proposal, "aigul@example.kz")
    official = staff(Role.OFFICIAL)
    assert "/contact/" not in official.get(f"/en/review/{proposal.public_id}/").content.decode()
    assert look(official, proposal).status_code == 404
    assert looks(proposal) == []


def test_what_is_not_kept_is_not_there(city: object) -> None:
    assert look(staff(Role.ADMINISTRATOR), make_proposal(), "original").status_code == 404
