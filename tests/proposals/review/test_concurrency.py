"""Two moderators at the same moment: one of them decides, the other is told."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection

from districts.models import Role
from proposals.models import Proposal, Status
from proposals.review.moderation import NotMergeable, merge_proposals
from proposals.review.workflow import NotAllowed, StatusMoved
from tests.factories import make_city, make_proposal, make_staff
from tests.proposals.review.acts import take


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run the works in threads that start together; return what each gave or raised."""
    barrier, results = threading.Barrier(len(works)), [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[index] = work()
        except Exception as error:  # noqa: BLE001  (handed to the test)
            results[index] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index, work)) for index, work in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


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
