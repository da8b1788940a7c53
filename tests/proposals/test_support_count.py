"""The number of supporters is kept with the proposal, whatever is done to the supports."""

import uuid

import pytest
from django.db import connection
from django.utils import timezone

from proposals.models import Proposal, Support
from tests.factories import IN_WEST, make_city, make_proposal

pytestmark = pytest.mark.django_db


def support(proposal: Proposal) -> Support:
    return Support(proposal=proposal, supporter_digest=uuid.uuid4().hex * 2, created_at=timezone.now())


def count(proposal: Proposal) -> int:
    return Proposal.objects.get(pk=proposal.pk).support_count


def test_supports_given_moved_and_taken_are_counted() -> None:
    make_city()
    first, second = make_proposal(at=IN_WEST), make_proposal(at=IN_WEST)
    assert first.support_count == 0
    Support.objects.bulk_create([support(first), support(first), support(second)])
    assert (count(first), count(second)) == (2, 1)
    Support.objects.filter(proposal=second).update(proposal=first)
    assert (count(first), count(second)) == (3, 0)
    Support.objects.filter(proposal=first).first().delete()
    assert count(first) == 2


def test_lists_stand_on_indexes_whatever_their_order() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off; SET LOCAL enable_bitmapscan = off"
        )
    published = Proposal.objects.published()
    for records in (
        published.newest_first(),
        published.most_supported_first(),
        published.order_by("submitted_at", "pk"),
        published.order_by("-status_changed_at", "-pk"),
    ):
        assert "Sort" not in records[:20].explain()
