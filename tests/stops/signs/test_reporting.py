"""How many reports make a sign suspect, from where and when; one network's many make none."""

import datetime as dt
import re

import pytest
from django.conf import settings as portal
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from stops.signs.life import check_sign
from stops.signs.models import CodeAction, CodeState, QRCode, ReportKind, SignReport
from stops.signs.models.reports import NETWORK_KEPT_FOR
from stops.signs.reporting import OPEN_REPORTS_MAX, report_sign
from stops.signs.tasks import forget_senders_hourly
from tests.at_once import at_once
from tests.factories import make_city, make_code
from tests.stops.signs.reports import NETWORKS

NOON = dt.datetime(2026, 6, 1, 7, 0, tzinfo=dt.UTC)  # noon in Shymkent
DAY = dt.timedelta(days=1)


@pytest.fixture
def sign(db: None) -> QRCode:
    make_city()
    return make_code()


def report(
    sign: QRCode, address: str, at: dt.datetime = NOON, kind: ReportKind = ReportKind.DAMAGED, text: str = ""
) -> SignReport | None:
    return report_sign(code=sign, kind=kind, text=text, at=at, address=address)


def is_suspect(sign: QRCode) -> bool:
    return QRCode.objects.get(pk=sign.pk).state == CodeState.SUSPECT


def test_reports_of_one_network_are_one_voice(sign: QRCode) -> None:
    for number in range(4):
        report(sign, f"203.0.113.{number}", text=f"{number}")
    report(sign, "198.51.100.1")
    assert not is_suspect(sign)
    report(sign, "192.0.2.1")
    assert is_suspect(sign)


@pytest.mark.parametrize(
    ("later", "is_enough"),
    [
        (dt.timedelta(hours=11, minutes=59), False),
        (dt.timedelta(hours=12), True),
        (DAY * 29, True),
        (DAY * 30, False),
    ],
)
def test_one_more_on_a_second_day_of_the_city_is_enough(
    sign: QRCode, later: dt.timedelta, is_enough: bool
) -> None:
    for at in (NOON, NOON + later):
        report(sign, NETWORKS[0], at=at)
    assert is_suspect(sign) == is_enough


def test_one_network_that_reports_every_sign_on_two_days_makes_few_suspect(db: None) -> None:
    make_city()
    signs = [make_code() for _number in range(29)]
    for day in range(2):
        for sign in signs:
            report(sign, NETWORKS[0], at=NOON + day * DAY)
    flagged = SignReport.objects.filter(is_one_of_many=True)
    assert flagged.count() == 2 * (29 - portal.REPORTS_FLAG_NETWORK)
    assert QRCode.objects.filter(state=CodeState.SUSPECT).count() == portal.REPORTS_FLAG_NETWORK
    for address in NETWORKS[1:]:
        report(signs[-1], address)
    assert not is_suspect(signs[-1])


@pytest.mark.django_db
def test_25_reports_from_one_address_are_stored_flagged_and_make_no_sign_suspect(client: Client) -> None:
    make_city()
    signs = [make_code() for _number in range(25)]
    for sign in signs:
        answer = client.post(f"/q/{sign.code}/report/", {"kind": "asks_money"}, REMOTE_ADDR=NETWORKS[0])
        assert answer.status_code == 303
    assert SignReport.objects.count() == 25
    assert SignReport.objects.filter(is_one_of_many=True).count() == 25 - portal.REPORTS_FLAG_NETWORK
    assert not QRCode.objects.filter(state=CodeState.SUSPECT).exists()


def test_one_network_cannot_fill_the_room_of_the_others(sign: QRCode) -> None:
    for number in range(OPEN_REPORTS_MAX + 3):
        report(sign, NETWORKS[0], text=f"{number}")
    assert SignReport.objects.count() == OPEN_REPORTS_MAX
    for address in NETWORKS[1:]:
        assert report(sign, address, text="0") is not None
    assert is_suspect(sign)
    assert report(sign, "192.88.99.1") is None


def test_same_words_of_another_network_are_another_report(sign: QRCode) -> None:
    for address in NETWORKS:
        assert report(sign, address) is not None
        assert report(sign, address) is None
    assert is_suspect(sign)


def test_third_and_fourth_at_once_make_one_suspicion(transactional_db: None) -> None:
    make_city()
    for _round in range(2):
        sign = make_code()
        report(sign, NETWORKS[0])
        at_once(
            *[
                lambda sign=sign, address=address: report(sign, address)
                for address in (*NETWORKS[1:], "192.88.99.1")
            ]
        )
        assert is_suspect(sign)
        assert sign.events.filter(action=CodeAction.REPORTED).count() == 1


def test_check_answers_the_reports_forgets_their_networks_and_begins_anew(sign: QRCode) -> None:
    for address in NETWORKS[:2]:
        report(sign, address)
    check_sign(code=sign, actor=None, at=NOON, reason="Looked at it")
    assert not SignReport.objects.exclude(network_digest="").exists()
    assert QRCode.objects.get(pk=sign.pk).state == CodeState.INSTALLED
    report(sign, NETWORKS[2], at=NOON + DAY)
    assert not is_suspect(sign)


def test_network_of_a_report_is_told_apart_on_its_sign_only(sign: QRCode) -> None:
    other = make_code()
    for code in (sign, other):
        for address in ("203.0.113.7", "203.0.113.200", "198.51.100.7"):
            report(code, address)
    of_sign, of_other = (
        set(SignReport.objects.filter(code=code).values_list("network_digest", flat=True))
        for code in (sign, other)
    )
    assert (len(of_sign), len(of_other), of_sign & of_other) == (2, 2, set())
    assert not any("203" in digest[:4] and "." in digest for digest in of_sign | of_other)


def test_networks_of_old_reports_are_forgotten_and_the_reports_stay_open(sign: QRCode) -> None:
    now = timezone.now()
    old, new = report(sign, NETWORKS[0], at=now - NETWORK_KEPT_FOR), report(sign, NETWORKS[1], at=now)
    assert forget_senders_hourly(timestamp=0) >= 1
    assert old is not None
    assert new is not None
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.network_digest, old.handled_at, bool(new.network_digest)) == ("", None, True)


def test_database_keeps_no_network_of_an_answered_report(sign: QRCode) -> None:
    report(sign, NETWORKS[0])
    with pytest.raises(IntegrityError, match="sign_report_answered_names_no_network"), transaction.atomic():
        SignReport.objects.update(handled_at=NOON + DAY)


def test_above_the_cap_the_report_comes_back_as_it_was_typed(
    client: Client, sign: QRCode, settings: Settings
) -> None:
    settings.REPORTS_MAX_NETWORK = 1
    address = f"/q/{sign.code}/report/?lang=en"
    first = {"kind": "damaged", "text": "Жыртылған"}
    assert client.post(address, first).status_code == 303
    assert client.post(address, first).status_code == 303  # the same once more is no second one
    response = client.post(address, {"kind": "asks_money", "text": "Просит <номер> карты"})
    page = response.content.decode()
    assert response.status_code == 503
    assert 0 < int(response["Retry-After"]) <= 3601
    assert "Not sent yet" in page
    assert "Просит &lt;номер&gt; карты" in page
    assert re.search(r'value="asks_money"[^>]*checked', page)
    assert SignReport.objects.count() == 1
