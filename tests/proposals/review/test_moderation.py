"""Publish, reject, take back, merge, edit: what each leaves behind."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from proposals.models import HistoryAction, HistoryEntry, RejectionReason, Status
from proposals.review.moderation import (
    NotMergeable,
    edit_proposal,
    merge_proposals,
    publish_proposal,
    reject_proposal,
    return_to_queue,
)
from proposals.review.workflow import NotAllowed
from tests.factories import make_department, make_proposal, make_topic


def test_publication_sets_headline_topic_department_and_date(moderator: User) -> None:
    proposal = make_proposal(status=Status.SUBMITTED, title="")
    roads, department = make_topic("roads"), make_department()
    before = timezone.now()
    published = publish_proposal(
        proposal=proposal, actor=moderator, title="  Навес  у вокзала ", topic=roads, department=department
    )
    published.refresh_from_db()
    assert (published.title, published.topic, published.department) == ("Навес у вокзала", roads, department)
    assert published.published_at is not None
    assert published.published_at >= before
    assert published.is_public


def test_history_names_fields_and_statuses_and_holds_no_text(moderator: User) -> None:
    proposal = make_proposal(status=Status.SUBMITTED, title="Секретное слово")
    publish_proposal(proposal=proposal, actor=moderator, title="Навес", topic=make_topic("roads"))
    entries = list(proposal.history.all())
    assert [(entry.action, entry.field) for entry in entries] == [
        (HistoryAction.FIELD_CHANGED, "title"),
        (HistoryAction.FIELD_CHANGED, "topic"),
        (HistoryAction.STATUS_CHANGED, ""),
    ]
    change = entries[-1]
    assert (change.from_status, change.to_status) == (Status.SUBMITTED, Status.PUBLISHED)
    assert {entry.actor for entry in entries} == {moderator}
    assert len(entries[0].digest) == 64
    for entry in entries:
        assert "Секретное" not in f"{entry.field}{entry.reason}{entry.digest}"


@pytest.mark.parametrize("statement", ["UPDATE {} SET reason = 'abuse'", "DELETE FROM {}"])
def test_history_cannot_be_rewritten_in_the_database(statement: str, moderator: User) -> None:
    proposal = make_proposal(status=Status.SUBMITTED)
    reject_proposal(proposal=proposal, actor=moderator, reason=RejectionReason.OFF_TOPIC)
    with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(HistoryEntry._meta.db_table))
    assert proposal.history.get().reason == RejectionReason.OFF_TOPIC


def test_rejection_needs_a_reason_from_the_list(moderator: User) -> None:
    proposal = make_proposal(status=Status.SUBMITTED)
    with pytest.raises(ValueError):
        reject_proposal(proposal=proposal, actor=moderator, reason="because")  # type: ignore[arg-type]
    rejected = reject_proposal(proposal=proposal, actor=moderator, reason=RejectionReason.ABUSE)
    assert rejected.rejection_reason == RejectionReason.ABUSE
    assert rejected.published_at is None


@pytest.mark.parametrize("status", [Status.PUBLISHED, Status.REJECTED])
def test_undo_leaves_a_proposal_as_it_waited(status: Status, moderator: User) -> None:
    back = return_to_queue(proposal=make_proposal(status=status), actor=moderator, expected=status)
    back.refresh_from_db()
    assert (back.status, back.rejection_reason, back.published_at) == (Status.SUBMITTED, "", None)


def test_merged_leads_on_and_takes_earlier_ones_along(moderator: User) -> None:
    first, second, third = make_proposal(), make_proposal(), make_proposal()
    merge_proposals(proposal=first, into=second, actor=moderator, expected=Status.PUBLISHED)
    merge_proposals(proposal=second, into=third, actor=moderator, expected=Status.PUBLISHED)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.merged_into, second.merged_into) == (third, third)
    assert [entry.action for entry in first.history.all()] == [
        HistoryAction.MERGED,
        HistoryAction.FIELD_CHANGED,
    ]


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.REJECTED, Status.WITHDRAWN])
def test_nothing_is_merged_into_what_is_not_public(status: Status, moderator: User) -> None:
    proposal, other = make_proposal(), make_proposal(status=status)
    with pytest.raises(NotMergeable):
        merge_proposals(proposal=proposal, into=other, actor=moderator, expected=Status.PUBLISHED)


def test_nothing_is_merged_into_itself(moderator: User) -> None:
    proposal = make_proposal()
    with pytest.raises(NotMergeable):
        merge_proposals(proposal=proposal, into=proposal, actor=moderator, expected=Status.PUBLISHED)


def test_edit_keeps_the_status_and_notes_only_what_changed(moderator: User) -> None:
    proposal = make_proposal()
    same = {"title": proposal.title, "department": None, "expected": Status.PUBLISHED}
    edit_proposal(proposal=proposal, actor=moderator, topic=proposal.topic, **same)
    assert not proposal.history.exists()
    edited = edit_proposal(proposal=proposal, actor=moderator, topic=make_topic("roads"), **same)
    assert edited.status == Status.PUBLISHED
    assert [entry.field for entry in proposal.history.all()] == ["topic"]


def test_edit_is_the_moderators_and_not_of_what_is_closed(moderator: User, official: User) -> None:
    published, rejected = make_proposal(), make_proposal(status=Status.REJECTED)
    for proposal, actor in ((published, official), (rejected, moderator)):
        with pytest.raises(NotAllowed):
            edit_proposal(
                proposal=proposal,
                actor=actor,
                title="Другое",
                topic=proposal.topic,
                department=None,
                expected=proposal.status,
            )
