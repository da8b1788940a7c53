"""Two moderators at the same moment: one of them decides, the other is told."""

from functools import partial

import pytest

from geoportal.staff.models import Role
from proposals.models import Proposal, Status
from proposals.review.moderation import NotMergeable, merge_proposals
from proposals.review.workflow import NotAllowed, StatusMoved
from tests.at_once import at_once
from tests.factories import make_city, make_proposal, make_staff
from tests.proposals.review.acts import take


@pytest.mark.django_db(transaction=True)
def test_of_publication_and_rejection_at_once_exactly_one_holds() -> None:
    make_city()
    first, second = make_staff(Role.MODERATOR), make_staff(Role.MODERATOR)
    for _round in range(5):
        proposal = make_proposal(status=Status.SUBMITTED)
        results = at_once(
            partial(take, proposal, Status.PUBLISHED, first, expected=Status.SUBMITTED),
            partial(take, proposal, Status.REJECTED, second, expected=Status.SUBMITTED),
        )
        won = [result for result in results if isinstance(result, Proposal)]
        lost = [result for result in results if isinstance(result, StatusMoved)]
        assert (len(won), len(lost)) == (1, 1)
        proposal.refresh_from_db()
        assert proposal.status == won[0].status == lost[0].proposal.status
        assert proposal.history.exclude(to_status="").count() == 1


@pytest.mark.django_db(transaction=True)
def test_merges_across_each_other_make_no_ring() -> None:
    make_city()
    moderator = make_staff(Role.MODERATOR)
    one, other = make_proposal(), make_proposal()
    results = at_once(
        lambda: merge_proposals(proposal=one, into=other, actor=moderator, expected=Status.PUBLISHED),
        lambda: merge_proposals(proposal=other, into=one, actor=moderator, expected=Status.PUBLISHED),
    )
    refused = [result for result in results if isinstance(result, NotMergeable | StatusMoved | NotAllowed)]
    assert len(refused) == 1
    one.refresh_from_db()
    other.refresh_from_db()
    assert sorted([one.status, other.status]) == [Status.MERGED, Status.PUBLISHED]
