"""Authors are told by e-mail, in their language, and not of what was undone at once."""

import pytest
from django.contrib.auth.models import User
from django.core import mail
from procrastinate.contrib.django.models import ProcrastinateJob

from proposals.intake.contacts import erase_contact
from proposals.models import Proposal, RejectionReason, Status
from proposals.review.moderation import reject_proposal, return_to_queue
from proposals.review.tasks import notify_author
from tests.factories import give_contact, make_proposal
from tests.proposals.review.acts import REPLY, take


def author_of(proposal: Proposal, contact: str = "author@example.kz") -> Proposal:
    give_contact(proposal, contact)
    return proposal


def run_jobs() -> None:
    for job in ProcrastinateJob.objects.filter(task_name="proposals.notify_author"):
        notify_author(**job.args)


def test_an_author_reads_the_new_status_and_the_reply(official: User) -> None:
    proposal = author_of(make_proposal(status=Status.UNDER_REVIEW))
    take(proposal, Status.DECLINED, official, expected=Status.UNDER_REVIEW)
    run_jobs()
    (message,) = mail.outbox
    assert message.to == ["author@example.kz"]
    assert proposal.number in message.subject
    assert REPLY in message.body
    assert "/ru/r/" in message.body


def test_an_author_reads_why_it_is_not_published(moderator: User) -> None:
    proposal = author_of(make_proposal(status=Status.SUBMITTED, language="en"))
    reject_proposal(proposal=proposal, actor=moderator, reason=RejectionReason.ADVERTISING)
    run_jobs()
    assert "Reason: Advertising" in mail.outbox[0].body


def test_a_mail_offers_to_take_back_only_what_can_be(moderator: User, official: User) -> None:
    rejected = author_of(make_proposal(status=Status.SUBMITTED, language="en"))
    reject_proposal(proposal=rejected, actor=moderator, reason=RejectionReason.ADVERTISING)
    declined = author_of(make_proposal(status=Status.UNDER_REVIEW, language="en"))
    take(declined, Status.DECLINED, official, expected=Status.UNDER_REVIEW)
    run_jobs()
    offered = {message.subject.split()[2]: "take it back" in message.body for message in mail.outbox}
    assert offered == {f"{rejected.number}:": False, f"{declined.number}:": True}


def test_what_was_undone_at_once_reaches_nobody(moderator: User) -> None:
    proposal = author_of(make_proposal(status=Status.SUBMITTED))
    take(proposal, Status.PUBLISHED, moderator, expected=Status.SUBMITTED)
    return_to_queue(proposal=proposal, actor=moderator, expected=Status.PUBLISHED)
    job = ProcrastinateJob.objects.get()
    assert job.scheduled_at is not None
    run_jobs()
    assert mail.outbox == []


@pytest.mark.parametrize("contact", ["+7 700 000 12 34", ""])
def test_without_an_address_no_job_is_made(contact: str, moderator: User) -> None:
    proposal = make_proposal(status=Status.SUBMITTED)
    if contact:
        author_of(proposal, contact)
    take(proposal, Status.PUBLISHED, moderator, expected=Status.SUBMITTED)
    assert not ProcrastinateJob.objects.exists()


def test_an_erased_address_gets_nothing(moderator: User) -> None:
    proposal = author_of(make_proposal(status=Status.SUBMITTED))
    take(proposal, Status.PUBLISHED, moderator, expected=Status.SUBMITTED)
    erase_contact(proposal)
    run_jobs()
    assert mail.outbox == []
