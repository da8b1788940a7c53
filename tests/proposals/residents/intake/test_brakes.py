"""What anybody may send is counted by network, sign and city: much is flagged, nothing is refused below the cap."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.conf import settings as portal
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import Settings

from proposals.models import ManyFrom, OneOfMany, Proposal, Status
from stops.signs.brakes import (
    KEPT_FOR,
    SPANS,
    Sent,
    TooMuchSent,
    count_sent,
    forget_sent,
    sender_of,
    sent_before,
)
from stops.signs.models import QRCode, SentCount, SentKind
from tests.at_once import at_once
from tests.factories import make_code
from tests.proposals.residents.intake.sending import body, send

pytestmark = pytest.mark.usefixtures("city")

HOME, AWAY, SCHOOL = "203.0.113.7", "198.51.100.7", "192.0.2.7"
NOON = dt.datetime(2026, 6, 1, 7, 3, tzinfo=dt.UTC)
LIMITS = {
    name: getattr(portal, name)
    for name in ("PROPOSALS_FLAG_NETWORK", "PROPOSALS_FLAG_SIGN", "PROPOSALS_FLAG_CITY")
}


@pytest.fixture
def sign() -> QRCode:
    return make_code()


@pytest.fixture(autouse=True)
def few(settings: Settings) -> None:
    """Low limits; the tests of each raise or lower their own."""
    settings.PROPOSALS_FLAG_NETWORK = 3
    settings.PROPOSALS_FLAG_SIGN = settings.PROPOSALS_FLAG_CITY = 1000


def post(address: str, network: str = HOME, **fields: Any) -> HttpResponse:
    return send(Client(REMOTE_ADDR=network), address, **fields)


def flags() -> list[tuple[str, int]]:
    return list(OneOfMany.objects.order_by("proposal_id").values_list("many_from", "count"))


@pytest.mark.parametrize("door", ["/q/{}/", "/ru/propose/"])
def test_above_the_limit_of_a_network_it_is_stored_and_flagged(door: str, sign: QRCode) -> None:
    address = door.format(sign.code)
    fields = {} if "{}" in door else {"about": "pin", "pin_lon": 69.55, "pin_lat": 42.35}
    for number in range(5):
        assert post(address, f"203.0.113.{number}", **fields).status_code == 303
    assert Proposal.objects.count() == 5
    assert flags() == [(ManyFrom.NETWORK, 4), (ManyFrom.NETWORK, 5)]
    assert post(address, AWAY, **fields).status_code == 303
    assert len(flags()) == 2


def test_a_school_class_is_no_many(sign: QRCode, settings: Settings) -> None:
    """30 pupils send from one sign and one network within five minutes, under the limits that a city begins with."""
    for name, limit in LIMITS.items():
        setattr(settings, name, limit)
    for _pupil in range(30):
        assert post(f"/q/{sign.code}/", SCHOOL).status_code == 303
    assert flags() == []


def test_much_from_one_sign_is_flagged_whatever_the_networks(sign: QRCode, settings: Settings) -> None:
    settings.PROPOSALS_FLAG_SIGN = 2
    for number in range(4):
        post(f"/q/{sign.code}/", f"198.51.{number}.1")
    assert flags() == [(ManyFrom.SIGN, 3), (ManyFrom.SIGN, 4)]
    post(f"/q/{make_code().code}/", AWAY)
    assert len(flags()) == 2


def test_much_from_everywhere_is_flagged(settings: Settings) -> None:
    settings.PROPOSALS_FLAG_CITY = 2
    for number in range(3):
        post(f"/q/{make_code().code}/", f"198.51.{number}.1")
    assert flags() == [(ManyFrom.CITY, 3)]


def test_the_same_form_again_is_counted_once_and_gives_the_same_receipt(sign: QRCode) -> None:
    key = uuid.uuid4()
    answers = {post(f"/q/{sign.code}/", key=key)["Location"] for _time in range(6)}
    assert len(answers) == 1
    assert sum(SentCount.objects.exclude(network_digest="").values_list("count", flat=True)) == 1
    assert flags() == []


def test_what_is_refused_or_incomplete_is_not_counted(sign: QRCode) -> None:
    assert post(f"/q/{sign.code}/", text="x").status_code == 422
    assert post(f"/q/{sign.code}/", topic="none").status_code == 422
    assert not SentCount.objects.exists()


def test_sending_takes_one_statement_for_all_that_is_stored_and_counted(sign: QRCode) -> None:
    client, first, second = Client(), body(), body()
    client.post(f"/q/{sign.code}/", first)
    with CaptureQueriesContext(connection) as queries:
        assert client.post(f"/q/{sign.code}/", second).status_code == 303
    told = [query["sql"] for query in queries if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert [sql for sql in told if "take_proposal" in sql] == told[-1:]
    assert len(told) == 2


@pytest.mark.parametrize("limit", ["PROPOSALS_MAX_NETWORK", "PROPOSALS_MAX_CITY"])
@pytest.mark.parametrize("door", ["/q/{}/", "/ru/propose/"])
def test_at_the_cap_the_form_comes_back_filled(
    door: str, limit: str, sign: QRCode, settings: Settings
) -> None:
    setattr(settings, limit, 1)
    address = door.format(sign.code)
    fields = {"about": "pin", "pin_lon": 69.55, "pin_lat": 42.35, "contact": "a@example.org"}
    first = body(**fields)
    assert post(address, **first).status_code == 303
    key = str(uuid.uuid4())
    answer = post(address, text="Ағаш отырғызу керек <b>", key=key, **fields)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert 0 < int(answer["Retry-After"]) <= SPANS[SentKind.PROPOSAL].total_seconds() + 1
    assert "Ағаш отырғызу керек &lt;b&gt;" in page
    assert f'value="{key}"' in page
    assert 'value="a@example.org"' in page
    assert 'role="alert"' in page
    assert post(address, **first).status_code == 303, "what was sent before keeps its receipt"
    assert Proposal.objects.count() == 1
    settings.PROPOSALS_MAX_NETWORK = settings.PROPOSALS_MAX_CITY = 100
    assert post(address, text="Ағаш отырғызу керек <b>", key=key, **fields).status_code == 303


def test_withdrawal_is_counted_once_and_waits_at_the_cap(sign: QRCode, settings: Settings) -> None:
    receipts = [post(f"/q/{sign.code}/", AWAY)["Location"] for _number in range(2)]
    settings.PROPOSALS_MAX_NETWORK = 1
    client = Client(REMOTE_ADDR=HOME)
    for _time in range(2):
        assert client.post(receipts[0], {"withdraw": "yes"}).status_code == 303
    answer = client.post(receipts[1], {"withdraw": "yes"}, headers={"Accept-Language": "ru"})
    assert (answer.status_code, answer["Cache-Control"]) == (503, "no-store, private")
    assert int(answer["Retry-After"]) > 0
    assert "receipt__withdraw" in answer.content.decode()
    assert Proposal.objects.filter(status=Status.WITHDRAWN).count() == 1
    assert Client(REMOTE_ADDR=SCHOOL).post(receipts[1], {"withdraw": "yes"}).status_code == 303


@pytest.mark.django_db(transaction=True)
def test_everything_sent_at_once_is_counted(settings: Settings) -> None:
    sign = make_code()
    at_once(*[lambda: post(f"/q/{sign.code}/")] * 6)
    assert Proposal.objects.count() == 6
    counted = SentCount.objects.filter(kind=SentKind.PROPOSAL)
    assert sum(counted.exclude(network_digest="").values_list("count", flat=True)) == 6
    assert sum(counted.filter(network_digest="").values_list("count", flat=True)) == 6


def test_counts_are_of_one_kind_one_network_and_one_span() -> None:
    here = sender_of(SentKind.PROPOSAL, HOME, NOON)
    for _time in range(3):
        count_sent(here)
    count_sent(sender_of(SentKind.PROPOSAL, AWAY, NOON))
    count_sent(sender_of(SentKind.REPORT, HOME, NOON))
    assert sent_before(here) == Sent(of_network=3, in_all=4)
    assert sent_before(sender_of(SentKind.PROPOSAL, "203.0.113.200", NOON)) == Sent(3, 4)
    later = NOON + SPANS[SentKind.PROPOSAL]
    assert sent_before(sender_of(SentKind.PROPOSAL, HOME, later)) == Sent(0, 0)
    assert (here.since, here.retry_after_s) == (NOON.replace(minute=0), 7 * 60 + 1)


def test_no_address_can_be_told_from_what_is_kept() -> None:
    digests = {sender_of(SentKind.PROPOSAL, HOME, NOON + dt.timedelta(days=day)).network for day in range(3)}
    assert len(digests) == 3
    assert all(len(digest) == 64 and "203" not in digest[:4] for digest in digests)


def test_reports_are_capped_by_the_day(settings: Settings) -> None:
    settings.REPORTS_MAX_CITY = 2
    for address in (HOME, AWAY):
        count_sent(sender_of(SentKind.REPORT, address, NOON))
    with pytest.raises(TooMuchSent) as refused:
        sent_before(sender_of(SentKind.REPORT, SCHOOL, NOON))
    assert refused.value.retry_after_s == 3601
    sent_before(sender_of(SentKind.REPORT, SCHOOL, NOON + dt.timedelta(days=1)))


def test_old_counts_are_forgotten() -> None:
    now = timezone.now()
    count_sent(sender_of(SentKind.PROPOSAL, HOME, now - KEPT_FOR - dt.timedelta(hours=1)))
    count_sent(sender_of(SentKind.PROPOSAL, HOME, now))
    assert forget_sent(now) == 2
    assert SentCount.objects.count() == 2
