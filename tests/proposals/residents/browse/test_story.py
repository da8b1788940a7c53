"""The public timeline: what stands, in order, and what usually follows."""

import pytest
from django.contrib.auth.models import User
from django.utils import translation

from geoportal.staff.models import Role
from proposals.models import HistoryAction, HistoryEntry, Proposal, Status
from proposals.residents.browse.story import public_story
from tests.factories import make_city, make_proposal, make_staff
from tests.proposals.review.acts import take

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> User:
    make_city()
    return make_staff(Role.ADMINISTRATOR)


@pytest.fixture
def sent(staff: User) -> Proposal:
    proposal = make_proposal(status=Status.SUBMITTED)
    HistoryEntry.objects.create(
        proposal=proposal,
        at=proposal.submitted_at,
        action=HistoryAction.SUBMITTED,
        to_status=Status.SUBMITTED,
    )
    return proposal


def walk(proposal: Proposal, staff: User, *statuses: Status) -> Proposal:
    """Take a proposal through statuses by the services."""
    for status in statuses:
        proposal = take(proposal, status, staff, expected=Status(proposal.status))
    return proposal


def told(proposal: Proposal) -> list[tuple[str, str]]:
    return [(step.status, step.state) for step in public_story(proposal)]


def test_steps_come_in_order_and_the_last_is_the_present(sent: Proposal, staff: User) -> None:
    proposal = walk(sent, staff, Status.PUBLISHED, Status.UNDER_REVIEW, Status.ACCEPTED)
    assert told(proposal) == [
        ("published", "done"),
        ("under_review", "done"),
        ("accepted", "current"),
        ("planned", "todo"),
    ]


def test_only_the_last_publication_is_told(sent: Proposal, staff: User) -> None:
    proposal = walk(sent, staff, Status.PUBLISHED, Status.SUBMITTED, Status.PUBLISHED)
    assert told(proposal) == [("published", "current"), ("under_review", "todo")]
    published = proposal.history.filter(to_status=Status.PUBLISHED)
    assert published.count() == 2
    with translation.override("en"):
        assert public_story(proposal)[0].label == "Published"


def test_a_rejection_that_was_taken_back_is_not_told(sent: Proposal, staff: User) -> None:
    proposal = walk(sent, staff, Status.REJECTED, Status.SUBMITTED, Status.PUBLISHED)
    assert told(proposal) == [("published", "current"), ("under_review", "todo")]


def test_a_second_review_is_told_again(sent: Proposal, staff: User) -> None:
    proposal = walk(sent, staff, Status.PUBLISHED, Status.UNDER_REVIEW, Status.DECLINED, Status.UNDER_REVIEW)
    assert [status for status, _state in told(proposal)] == [
        "published",
        "under_review",
        "declined",
        "under_review",
    ]


@pytest.mark.parametrize("last", [Status.DECLINED, Status.FORWARDED])
def test_after_an_end_nothing_is_foretold(sent: Proposal, staff: User, last: Status) -> None:
    proposal = walk(sent, staff, Status.PUBLISHED, Status.UNDER_REVIEW, last)
    assert told(proposal)[-1] == (last.value, "current")
