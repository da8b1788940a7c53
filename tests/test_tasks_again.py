"""Every task may be killed anywhere and run again: nothing is lost, done twice, or left half done."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from unittest.mock import Mock

import pytest
from django.core import mail
from django.db.models import F, Model
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from districts.models import District
from geoportal.staff.models import Role
from geoportal.tasks import resume_stalled_jobs
from proposals.heatmap.models import CubeDelta, CubeTile
from proposals.heatmap.tasks import fold_heatmap
from proposals.models import HistoryEntry, Proposal, ProposalContact, ProposalOriginal
from proposals.residents.tasks import send_receipt, send_receipts
from proposals.review.tasks import notify_author
from proposals.tasks import follow_calendar, purge_personal_data_nightly
from stops.network.models import Place, RouteShare, VehicleFix
from stops.network.tasks import follow_vehicles
from stops.signs.models import CodeMiss, CodeState, DistrictScans, Scan, SentCount, SentKind, SignReport
from stops.signs.tasks import (
    count_district_scans_hourly,
    fold_scans_nightly,
    forget_misses_hourly,
    forget_senders_hourly,
    tell_keeper,
)
from tests.factories import (
    IN_EAST,
    IN_WEST,
    WEST_BBOX,
    WEST_KATO,
    give_contact,
    make_city,
    make_code,
    make_district,
    make_proposal,
    make_route,
    make_staff,
)
from tests.geoportal.stalled import leave_job
from tests.killing import KillingBackend, killed_before_statement, undone
from tests.stops.network.realtime.feeds import add_vehicle, body, new_feed, server

pytestmark = pytest.mark.django_db
KILLS = 6
"""A long task is killed before so many of its statements and the last, a short one before each."""
OURS = sorted(name for name in app.tasks if not name.startswith(("builtin:", "procrastinate.")))


@dataclass(frozen=True, slots=True)
class Work:
    """What a task is given to do, and what is to be seen when it is done.

    Attributes:
        run: the task, with its arguments.
        tables: whose rows are compared, but for the columns left out.
        without: these columns, which say when or are numbers that are given once.
    """

    run: Callable[[], object]
    tables: tuple[type[Model], ...] = ()
    without: frozenset[str] = frozenset({"id", "mailed_at", "receipt_mailed_at", "submitted_at"})

    def state(self) -> object:
        """Return the rows, and who got a mail."""
        rows = {
            table.__name__: sorted(
                str(
                    {
                        name: getattr(value, "wkt", value)
                        for name, value in row.items()
                        if name not in self.without
                    }
                )
                for row in table._default_manager.values()
            )
            for table in self.tables
        }
        return rows, {message.to[0] for message in mail.outbox}


def receipts() -> Work:
    for number in range(3):
        give_contact(make_proposal(), f"resident{number}@example.kz", is_receipt_due=True)
    return Work(lambda: send_receipts(timestamp=0), (ProposalContact,))


def refused_receipt() -> Work:
    contact = give_contact(make_proposal(), "resident@example.kz")
    return Work(lambda: send_receipt(proposal_id=contact.proposal_id), (ProposalContact,))


def news() -> Work:
    contact = give_contact(make_proposal(), "author@example.kz")
    changed_at = contact.proposal.status_changed_at.isoformat()
    return Work(
        lambda: notify_author(proposal_id=contact.proposal_id, changed_at=changed_at), (ProposalContact,)
    )


def report() -> Work:
    code = make_code()
    code.state = CodeState.SUSPECT
    type(code).objects.filter(pk=code.pk).update(state=CodeState.INSTALLED)
    type(code).objects.filter(pk=code.pk).update(state=CodeState.SUSPECT)
    keeper = make_staff(Role.SIGN_KEEPER, kato=WEST_KATO)
    type(keeper).objects.filter(pk=keeper.pk).update(email="keeper@example.kz")
    told = SignReport.objects.create(code=code, kind="pasted_over")
    return Work(lambda: tell_keeper(user_id=keeper.pk, report_id=told.pk))


def deltas() -> Work:
    make_proposal(at=IN_EAST)
    make_proposal(along=make_route())
    CubeDelta.objects.update(at=F("at") - dt.timedelta(hours=1))
    return Work(lambda: fold_heatmap(timestamp=0), (CubeDelta, CubeTile))


def boundaries() -> Work:
    make_proposal(at=IN_WEST)
    make_proposal(along=make_route())
    Scan.objects.create(code=make_code(), day=timezone.localdate(), slot=0, count=5)
    today = timezone.localdate()
    District.objects.filter(slug="west").update(valid_to=today)
    make_district(WEST_KATO, "newer", WEST_BBOX, valid_from=today)
    return Work(
        lambda: follow_calendar(timestamp=0),
        (Proposal, Place, RouteShare, DistrictScans, CubeDelta, CubeTile),
    )


def scans() -> Work:
    _count(days_ago=5)
    return Work(lambda: fold_scans_nightly(timestamp=0), (Scan,))


def scans_by_district() -> Work:
    _count(days_ago=5)
    return Work(lambda: count_district_scans_hourly(timestamp=0), (DistrictScans,))


def misses() -> Work:
    for hours in (0, 5):
        window = timezone.now() - dt.timedelta(hours=hours)
        CodeMiss.objects.create(network_digest="0" * 64, window=window, count=1)
    return Work(lambda: forget_misses_hourly(timestamp=0), (CodeMiss,))


def senders() -> Work:
    for days in (0, 5):
        since = timezone.now() - dt.timedelta(days=days)
        SentCount.objects.create(
            kind=SentKind.PROPOSAL, network_digest="0" * 64, window=since, slot=0, count=1
        )
    return Work(lambda: forget_senders_hourly(timestamp=0), (SentCount,))


def originals() -> Work:
    for days in (5, 500):
        ProposalOriginal.objects.create(
            proposal=make_proposal(), ciphertext=b"sealed", kept_at=timezone.now() - dt.timedelta(days=days)
        )
    return Work(
        lambda: purge_personal_data_nightly(timestamp=0),
        (ProposalOriginal, HistoryEntry),
        frozenset({"id", "at"}),
    )


def vehicles() -> Work:
    return Work(lambda: follow_vehicles(timestamp=0), (VehicleFix,))


def stalled() -> Work:
    for each in ("refused", "again"):
        leave_job(send_receipt, proposal_id=1, queueing_lock=each)
    leave_job(fold_heatmap, timestamp=0, attempts=9)
    context = Mock(additional_context={})
    return Work(
        lambda: resume_stalled_jobs(context, timestamp=0),
        (ProcrastinateJob,),
        frozenset({"scheduled_at"}),
    )


WORKS: dict[str, Callable[[], Work]] = {
    "geoportal.resume_stalled_jobs": stalled,
    "heatmap.fold_heatmap": deltas,
    "network.follow_vehicles": vehicles,
    "proposals.follow_calendar": boundaries,
    "proposals.purge_personal_data": originals,
    "residents.send_receipt": refused_receipt,
    "residents.send_receipts": receipts,
    "review.notify_author": news,
    "signs.count_district_scans": scans_by_district,
    "signs.fold_scans": scans,
    "signs.forget_misses": misses,
    "signs.forget_senders": senders,
    "signs.tell_keeper": report,
}
"""What each task is given; a new task is refused by the first test until it stands here."""


def _count(*, days_ago: int) -> None:
    code, day = make_code(), timezone.localdate() - dt.timedelta(days=days_ago)
    for slot in (0, 3, 7):
        Scan.objects.create(code=code, day=day, slot=slot, count=4, submissions=1)


@pytest.fixture
def _feed(settings: Settings) -> Iterator[None]:
    """A feed with one bus, and a backend that can be killed."""
    settings.EMAIL_BACKEND = "tests.killing.KillingBackend"
    feed = new_feed()
    vehicle = add_vehicle(feed)
    now = int(timezone.now().timestamp())
    feed.header.timestamp, vehicle.timestamp = now, now - 10
    with server({"/": body(feed.SerializeToString())}) as (address, _asked):
        settings.GTFS_REALTIME_URL = f"{address}/"
        yield


@contextmanager
def _life(before: int | None = None, after: int | None = None) -> Iterator[None]:
    """One try whose rows and mails are forgotten after it."""
    mail.outbox.clear()
    KillingBackend.reset(before=before, after=after)
    with undone():
        yield


def _doubled() -> int:
    return len(mail.outbox) - len({message.to[0] for message in mail.outbox})


def test_every_task_stands_here() -> None:
    assert list(WORKS) == OURS


@pytest.mark.usefixtures("_feed")
@pytest.mark.parametrize("name", OURS)
def test_killed_anywhere_and_run_again_it_comes_to_the_same(name: str) -> None:
    make_city()
    work = WORKS[name]()
    untouched = work.state()
    with _life(), killed_before_statement(None) as statements:
        work.run()
        whole, mails, count = work.state(), len(mail.outbox), statements[0]
        assert whole != untouched
        work.run()
        assert (work.state(), _doubled()) == (whole, 0)
    for number in sorted({*range(0, count, max(1, count // KILLS)), count - 1}):
        with _life():
            with killed_before_statement(number):
                work.run()
            KillingBackend.reset()
            work.run()
            assert work.state() == whole
            assert _doubled() <= 1
    for number in range(mails):
        for kill in ({"before": number}, {"after": number + 1}):
            with _life(**kill):
                with killed_before_statement(None):
                    work.run()
                KillingBackend.reset()
                work.run()
                assert work.state() == whole
                assert _doubled() == ("after" in kill)
