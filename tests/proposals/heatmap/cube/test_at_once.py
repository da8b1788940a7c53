"""Many write while one folds and others read: nobody waits for long, nothing is lost or counted twice."""

import datetime as dt
import functools
import itertools
import threading
from collections.abc import Callable

import pytest
from django.db import connection, transaction
from django.utils import timezone

from proposals.filters import ProposalFilter
from proposals.heatmap.cube.checking import find_differences
from proposals.heatmap.cube.folding import fold
from proposals.heatmap.cube.reading import read_cells
from proposals.heatmap.cube.rebuilding import rebuild
from proposals.heatmap.models import CubeDelta
from proposals.models import Proposal, Status
from tests.at_once import at_once
from tests.factories import IN_EAST, IN_WEST, make_city, make_proposal, make_route

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, EACH = 4, 12


def together(number: int, work: Callable[[int], None]) -> None:
    for result in at_once(*(functools.partial(work, each) for each in range(number))):
        if isinstance(result, Exception):
            raise result


def publish(ids: list[int]) -> None:
    for pk in ids:
        Proposal.objects.filter(pk=pk).update(status=Status.PUBLISHED, published_at=timezone.now())


def test_publishing_folding_rebuilding_and_reading_at_once_keep_every_count() -> None:
    make_city()
    version = make_route()
    places = itertools.cycle([IN_WEST, IN_EAST, None])
    ids = [
        make_proposal(at=at, along=None if at else version, status=Status.SUBMITTED).pk
        for at in itertools.islice(places, WRITERS * EACH)
    ]
    totals: list[float] = []
    left = threading.Semaphore(0)

    def work(number: int) -> None:
        if number < WRITERS:
            for pk in ids[number::WRITERS]:
                publish([pk])
                left.release()
        elif number == WRITERS:
            for _turn in range(6):
                fold()
        elif number == WRITERS + 1:
            rebuild()
        else:
            while not totals or totals[-1] < len(ids) - 1e-6:
                left.acquire(timeout=0.2)
                totals.append(read_cells(ProposalFilter(), zoom=11).total)

    together(WRITERS + 3, work)
    assert totals == sorted(totals), "a reader saw a count go down while proposals were only published"
    assert find_differences() == []
    fold()
    assert find_differences() == []
    assert read_cells(ProposalFilter()).total == pytest.approx(len(ids))


def test_a_change_that_commits_after_the_fold_began_is_not_lost() -> None:
    make_city()
    first, second = (make_proposal(at=IN_WEST, status=Status.SUBMITTED).pk for _number in range(2))
    begun, folded = threading.Event(), threading.Event()

    def work(number: int) -> None:
        if number == 0:
            with transaction.atomic():
                publish([first])
                begun.set()
                assert folded.wait(30)
        else:
            assert begun.wait(30)
            publish([second])
            fold()
            folded.set()

    together(2, work)
    assert CubeDelta.objects.filter(status=1).count() == 1
    assert read_cells(ProposalFilter()).total == 2
    assert find_differences() == []


def test_writers_do_not_wait_for_a_fold_that_is_under_way() -> None:
    make_city()
    pk = make_proposal(at=IN_WEST, status=Status.SUBMITTED).pk
    folding, written = threading.Event(), threading.Event()

    def work(number: int) -> None:
        if number == 0:
            with transaction.atomic():
                fold()
                folding.set()
                assert written.wait(30)
        else:
            assert folding.wait(30)
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            publish([pk])
            assert read_cells(ProposalFilter(month_from=dt.date(2000, 1, 1))).total == 1
            written.set()

    together(2, work)
    assert find_differences() == []
