"""Official steps and the public replies that go with them."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from proposals.models import HistoryAction, OfficialReply, Status
from proposals.review.decisions import ReplyNeeded, advance_proposal
from proposals.review.workflow import NotAllowed
from tests.factories import make_department, make_proposal
from tests.proposals.review.acts import REPLY, proposal_in


def test_reply_is_signed_dated_and_tied_to_its_status(official: User) -> None:
    proposal, department = make_proposal(status=Status.UNDER_REVIEW), make_department()
    decided = advance_proposal(
        proposal=proposal,
        actor=official,
        target=Status.ACCEPTED,
        expected=Status.UNDER_REVIEW,
        reply_text=f"  {REPLY}\r\nСпасибо. ",
        reply_language="kk",
        department=department,
    )
    reply = OfficialReply.objects.get(proposal=proposal)
    assert reply.text == f"{REPLY}\nСпасибо."
    assert (reply.language, reply.department, reply.status) == ("kk", department, Status.ACCEPTED)
    assert reply.published_at == decided.status_changed_at
    assert decided.department == department
    assert [entry.action for entry in proposal.history.all()] == [
        HistoryAction.STATUS_CHANGED,
        HistoryAction.REPLIED,
    ]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        (Status.UNDER_REVIEW, Status.ACCEPTED),
        (Status.UNDER_REVIEW, Status.DECLINED),
        (Status.UNDER_REVIEW, Status.FORWARDED),
        (Status.IN_PROGRESS, Status.DONE),
    ],
)
def test_what_residents_wait_for_needs_a_reply(source: Status, target: Status, official: User) -> None:
    proposal = proposal_in(source)
    with pytest.raises(ReplyNeeded):
        advance_proposal(
            proposal=proposal,
            actor=official,
            target=target,
            expected=source,
            reply_text=" \n ",
            department=make_department(),
        )
    proposal.refresh_from_db()
    assert proposal.status == source


def test_a_reply_without_a_department_is_refused(official: User) -> None:
    proposal = make_proposal(status=Status.UNDER_REVIEW)
    with pytest.raises(ReplyNeeded):
        advance_proposal(
            proposal=proposal,
            actor=official,
            target=Status.DECLINED,
            expected=Status.UNDER_REVIEW,
            reply_text=REPLY,
        )


def test_too_long_a_reply_changes_nothing(official: User) -> None:
    proposal = make_proposal(status=Status.UNDER_REVIEW)
    with pytest.raises(ValidationError):
        advance_proposal(
            proposal=proposal,
            actor=official,
            target=Status.DECLINED,
            expected=Status.UNDER_REVIEW,
            reply_text="а" * 4001,
            department=make_department(),
        )
    proposal.refresh_from_db()
    assert proposal.status == Status.UNDER_REVIEW
    assert not proposal.history.exists()


def test_a_step_may_go_without_a_reply_where_none_is_needed(official: User) -> None:
    proposal = make_proposal()
    advance_proposal(proposal=proposal, actor=official, target=Status.UNDER_REVIEW, expected=Status.PUBLISHED)
    assert not proposal.replies.exists()


def test_publication_is_no_official_step(administrator: User) -> None:
    proposal = make_proposal(status=Status.SUBMITTED)
    with pytest.raises(NotAllowed):
        advance_proposal(
            proposal=proposal, actor=administrator, target=Status.PUBLISHED, expected=Status.SUBMITTED
        )
