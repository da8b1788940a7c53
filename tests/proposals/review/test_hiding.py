"""What is hidden at publication: stored masked, kept sealed, named in the history, asked for where undecided."""

import datetime as dt
import json
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from proposals.digests import sealed_digest
from proposals.models import HistoryAction, Proposal, ProposalOriginal, Status
from proposals.originals import erase_original, keep_original, read_original
from proposals.personal_data.finding import find_personal_data
from proposals.review.hiding import Decisions, NotMaskable, Rest, Undecided, token_of
from proposals.review.moderation import edit_proposal, publish_proposal, return_to_queue
from proposals.review.tasks import UNDO_S
from tests.factories import make_code, make_proposal
from tests.proposals.residents.intake.sending import send

PHONE, MAIL = "8 701 123 45 67", "aigul@example.kz"
TEXT = f"Поставьте навес у вокзала. Позвоните мне {PHONE} или пишите на {MAIL}."
MASKED = "Поставьте навес у вокзала. Позвоните мне [скрыто] или пишите на [скрыто]."


def tokens(*values: str) -> frozenset[str]:
    return frozenset(token_of(find_personal_data(value)[0]) for value in values)


def waiting(text: str = TEXT, **fields: Any) -> Proposal:
    return make_proposal(status=Status.SUBMITTED, title="", text=text, **fields)


def publish(proposal: Proposal, actor: User, title: str = "Навес", **decided: Any) -> Proposal:
    published = publish_proposal(
        proposal=proposal, actor=actor, title=title, topic=proposal.topic, decisions=Decisions(**decided)
    )
    published.refresh_from_db()
    return published


def test_nothing_undecided_is_published(moderator: User) -> None:
    proposal = waiting()
    with pytest.raises(Undecided) as question:
        publish(proposal, moderator, hidden=tokens(PHONE))
    assert [find.value for find in question.value.finds] == [MAIL]
    proposal.refresh_from_db()
    assert (proposal.status, proposal.text) == (Status.SUBMITTED, TEXT)


def test_the_headline_is_looked_at_too(moderator: User) -> None:
    proposal = waiting("Поставьте навес у вокзала.")
    with pytest.raises(Undecided):
        publish(proposal, moderator, title=f"Навес, звоните {PHONE}")
    published = publish(proposal, moderator, title=f"Навес, звоните {PHONE}", rest=Rest.HIDE)
    assert published.title == "Навес, звоните [скрыто]"
    assert not ProposalOriginal.objects.exists()
    assert ("data_hidden", "title") in published.history.values_list("action", "field")


def test_what_is_hidden_is_stored_masked_and_kept_sealed(moderator: User, administrator: User) -> None:
    published = publish(waiting(), moderator, rest=Rest.HIDE)
    assert published.text == MASKED
    with connection.cursor() as cursor:
        cursor.execute("SELECT ciphertext FROM proposals_proposaloriginal")
        assert PHONE.encode() not in bytes(cursor.fetchone()[0])
    assert read_original(proposal=published, actor=administrator) == TEXT
    assert list(published.history.values_list("action", "field", "actor", "digest")[1:]) == [
        (HistoryAction.DATA_HIDDEN, "text", moderator.pk, ""),
        (HistoryAction.STATUS_CHANGED, "", moderator.pk, ""),
        (HistoryAction.ORIGINAL_SEEN, "original", administrator.pk, ""),
    ]


def test_each_find_is_hidden_or_shown_by_itself(moderator: User) -> None:
    published = publish(waiting(), moderator, hidden=tokens(PHONE), shown=tokens(MAIL))
    assert published.text == TEXT.replace(PHONE, "[скрыто]")
    assert {(entry.action, entry.field) for entry in published.history.all()} >= {
        (HistoryAction.DATA_HIDDEN, "text"),
        (HistoryAction.DATA_SHOWN, "text"),
    }


def test_a_text_shown_as_it_is_is_said_so_in_the_history(moderator: User) -> None:
    published = publish(waiting(), moderator, rest=Rest.SHOW)
    assert published.text == TEXT
    assert published.history.filter(action=HistoryAction.DATA_SHOWN, actor=moderator).exists()
    assert not ProposalOriginal.objects.exists()


@pytest.mark.parametrize("text", ["87011234567", " ".join(["a@bc.kz"] * 500)])
def test_what_cannot_be_stored_masked_is_not_published(text: str, moderator: User) -> None:
    proposal = waiting(text)
    with pytest.raises(NotMaskable):
        publish(proposal, moderator, rest=Rest.HIDE)
    assert Proposal.objects.get().status == Status.SUBMITTED


def test_a_headline_too_long_with_its_masks_is_not_published(moderator: User) -> None:
    title = f"{'Навес ' * 17}a@b.kz c@d.kz"
    with pytest.raises(NotMaskable, match="title"):
        publish(waiting("Поставьте навес у вокзала.", language="kk"), moderator, title=title, rest=Rest.HIDE)


def test_a_public_text_is_hidden_at_once_and_asked_about_new_words_only(moderator: User) -> None:
    published = publish(waiting(), moderator, rest=Rest.SHOW)

    def edit(title: str, **decided: Any) -> Proposal:
        return edit_proposal(
            proposal=published,
            actor=moderator,
            title=title,
            topic=published.topic,
            department=None,
            decisions=Decisions(**decided),
            expected=Status.PUBLISHED,
        )

    assert edit("Навес у вокзала").text == TEXT
    assert published.history.filter(action=HistoryAction.DATA_SHOWN).count() == 1
    with pytest.raises(Undecided):
        edit("Навес, 8 702 123 45 67")
    edited = edit("Навес", hidden=tokens(PHONE, MAIL))
    assert Proposal.objects.get(pk=edited.pk).text == MASKED
    assert ProposalOriginal.objects.filter(proposal=edited).exists()


def test_a_slip_that_is_undone_at_once_brings_the_text_back(moderator: User) -> None:
    published = publish(waiting(), moderator, rest=Rest.HIDE)
    back = return_to_queue(proposal=published, actor=moderator, expected=Status.PUBLISHED)
    assert Proposal.objects.get(pk=back.pk).text == TEXT
    assert not ProposalOriginal.objects.exists()
    assert publish(back, moderator, rest=Rest.HIDE).text == MASKED


def test_later_the_text_stays_hidden(moderator: User) -> None:
    published = publish(waiting(), moderator, rest=Rest.HIDE)
    ProposalOriginal.objects.update(
        kept_at=published.published_at - dt.timedelta(seconds=UNDO_S)  # type: ignore[operator]
    )
    back = return_to_queue(proposal=published, actor=moderator, expected=Status.PUBLISHED)
    assert Proposal.objects.get(pk=back.pk).text == MASKED
    assert ProposalOriginal.objects.exists()


def test_the_first_text_is_the_one_kept_and_what_was_erased_is_not_kept_anew(administrator: User) -> None:
    proposal = waiting()
    keep_original(proposal, "first")
    keep_original(proposal, "second")
    assert read_original(proposal=proposal, actor=administrator) == "first"
    assert erase_original(proposal=proposal)
    assert not erase_original(proposal=proposal)
    keep_original(proposal, "third")
    assert read_original(proposal=proposal, actor=administrator) is None
    assert proposal.history.filter(action=HistoryAction.ERASED, field="original", actor=None).count() == 1


def test_the_digest_of_what_was_sent_does_not_betray_what_is_hidden(moderator: User) -> None:
    proposal = waiting(body_digest="0" * 64)
    assert publish(proposal, moderator, rest=Rest.HIDE).body_digest == sealed_digest("0" * 64) != "0" * 64
    assert sealed_digest(sealed_digest("0" * 64)) == sealed_digest("0" * 64)
    assert len(sealed_digest("0" * 64)) == 64


def test_every_way_out_has_the_masked_text(moderator: User, client: Client) -> None:
    published = publish(waiting(), moderator, title=f"Навес, {PHONE}", rest=Rest.HIDE)
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    for address in (
        published.get_absolute_url(),
        "/ru/proposals/",
        "/api/v1/proposals",
        f"/ru/review/{published.public_id}/",
        "/ru/review/map/proposals/",
    ):
        page = client.get(address).content.decode()
        assert "123 45 67" not in page, address
        assert MAIL not in page, address
    assert "[скрыто]" in json.dumps(client.get("/api/v1/proposals").json(), ensure_ascii=False)


def test_a_form_sent_again_finds_its_receipt_after_its_text_was_masked(
    client: Client, moderator: User, city: object
) -> None:
    address, key = f"/q/{make_code().code}/", uuid.uuid4()
    first = send(client, address, key=key, text=TEXT)
    publish(Proposal.objects.get(), moderator, rest=Rest.HIDE)
    again = send(client, address, key=key, text=TEXT)
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert Proposal.objects.get().text == MASKED
