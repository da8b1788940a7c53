"""Texts as they were sent go when their year is over, and the history says so."""

import datetime as dt
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from proposals.models import HistoryAction, ProposalOriginal
from proposals.originals import KEPT_FOR, keep_original
from proposals.purging import purge_personal_data
from proposals.tasks import purge_personal_data_nightly
from tests.factories import give_contact, make_city, make_proposal

KEPT_AT = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def kept(db: None) -> list[int]:
    """Three proposals with kept texts, the last one kept a day later, and a contact."""
    make_city()
    proposals = [make_proposal() for _number in range(3)]
    give_contact(proposals[0], "a@example.kz")
    for day, proposal in zip((0, 0, 1), proposals, strict=True):
        with time_machine.travel(KEPT_AT + dt.timedelta(days=day), tick=False):
            keep_original(proposal, "Звоните 8 701 123 45 67")
    return [proposal.pk for proposal in proposals]


def say(*options: str) -> str:
    out = StringIO()
    call_command("purge_personal_data", *options, stdout=out)
    return out.getvalue()


def test_nothing_goes_before_its_year_is_over(kept: list[int]) -> None:
    with time_machine.travel(KEPT_AT + KEPT_FOR - dt.timedelta(seconds=1), tick=False):
        assert say() == "Deleted: 0 original texts.\n"
    assert ProposalOriginal.objects.count() == 3


def test_what_is_a_year_old_goes_once(kept: list[int]) -> None:
    with time_machine.travel(KEPT_AT + KEPT_FOR, tick=False):
        assert say("--dry-run") == "Would delete: 2 original texts.\n"
        assert ProposalOriginal.objects.count() == 3
        assert say() == "Deleted: 2 original texts.\n"
        assert say() == "Deleted: 0 original texts.\n"
    assert list(ProposalOriginal.objects.values_list("pk", flat=True)) == kept[2:]


def test_the_history_says_that_it_went_and_no_more(kept: list[int]) -> None:
    purge_personal_data(KEPT_AT + KEPT_FOR)
    stored = ProposalOriginal.objects.get().proposal
    assert not stored.history.exists()
    for pk in kept[:2]:
        entry = type(stored).objects.get(pk=pk).history.get()
        assert (entry.action, entry.field, entry.actor, entry.digest) == (
            HistoryAction.ERASED,
            "original",
            None,
            "",
        )


def test_the_worker_does_it(kept: list[int]) -> None:
    with time_machine.travel(KEPT_AT + KEPT_FOR + dt.timedelta(days=5), tick=False):
        assert purge_personal_data_nightly(timestamp=0) == 3
    assert not ProposalOriginal.objects.exists()
