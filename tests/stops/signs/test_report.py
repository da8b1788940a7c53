"""Residents report a sign without login or script; its keepers are told once, and several make it suspect."""

import datetime as dt

import pytest
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from geoportal.staff.models import Role
from stops.signs.codes import generate_code
from stops.signs.life import check_sign, replace_sign, revoke_sign
from stops.signs.models import CodeAction, CodeState, QRCode, ReportKind, SignReport
from stops.signs.reporting import OPEN_REPORTS_MAX, report_sign
from stops.signs.tasks import tell_keeper
from tests.factories import (
    EAST_KATO,
    OUTSIDE,
    WEST_KATO,
    make_city,
    make_code,
    make_consent,
    make_place,
    make_route,
    make_staff,
    make_topic,
)
from tests.stops.signs.reports import NETWORKS, make_suspect

pytestmark = pytest.mark.django_db
TEXT = "Поверх наклеен другой квадрат"


@pytest.fixture
def sign() -> QRCode:
    make_city()
    return make_code(place=make_place(name_kk="Ордабасы", name_ru="Ордабасы (ост.)", name_en="Ordabasy"))


def send(client: Client, sign: QRCode, *, address: str = NETWORKS[0], **fields: str) -> HttpResponse:
    data = {"kind": "pasted_over", "text": "", "subject_line": "", **fields}
    return client.post(f"/q/{sign.code}/report/?lang=en", data, REMOTE_ADDR=address)


def keeper(kato: str, email: str, role: Role = Role.SIGN_KEEPER) -> int:
    user = make_staff(role, kato=kato)
    user.email = email
    user.save()
    return user.pk


def deferred() -> list[int]:
    jobs = ProcrastinateJob.objects.filter(task_name="signs.tell_keeper")
    return [job.args["user_id"] for job in jobs.order_by("id")]


def test_page_asks_what_is_wrong_and_names_the_sign(client: Client, sign: QRCode) -> None:
    response = client.get(f"/q/{sign.code.lower()}/report/?lang=en")
    page = response.content.decode()
    assert response.status_code == 200
    assert "Stop «Ordabasy»" in page
    assert all(f'value="{kind}"' in page for kind in ReportKind.values)
    assert "Write no names" in page
    assert "<script" not in page.split("<body")[1]
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" not in response["Vary"]


def test_report_leads_to_thanks_that_warn_its_author_alone(client: Client, sign: QRCode) -> None:
    response = send(client, sign, text=f"  {TEXT}\r\n")
    assert response.status_code == 303
    report = SignReport.objects.get()
    assert (report.code, report.kind, report.text) == (sign, ReportKind.PASTED_OVER, TEXT)
    sign.refresh_from_db()
    assert sign.state == CodeState.ISSUED
    thanks = client.get(response["Location"]).content.decode()
    assert "Thank you" in thanks
    assert "As soon as others report it too" in thanks
    assert "Until then, do not trust this sign" in thanks
    assert "unless the address begins with testserver" in thanks
    assert "109" in thanks
    assert TEXT not in thanks


def test_third_network_makes_the_sign_suspect_and_everybody_is_warned(client: Client, sign: QRCode) -> None:
    for address in NETWORKS[:-1]:
        send(client, sign, address=address)
    assert QRCode.objects.get(pk=sign.pk).state == CodeState.ISSUED
    response = send(client, sign, address=NETWORKS[-1], kind="asks_money")
    assert QRCode.objects.get(pk=sign.pk).state == CodeState.SUSPECT
    event = sign.events.get(action=CodeAction.REPORTED)
    assert (event.actor, event.reason) == (None, ReportKind.ASKS_MONEY)
    thanks = client.get(response["Location"]).content.decode()
    assert "Until one of them has looked at the sign, everybody who scans it is warned" in thanks


def test_scan_page_leads_to_the_report_and_then_warns(client: Client, sign: QRCode) -> None:
    make_topic()
    make_consent()
    page = client.get(f"/q/{sign.code}/?lang=en").content.decode()
    assert f'href="/q/{sign.code}/report/?lang=en"' in page
    assert "Somebody reported this sign" not in page
    send(client, sign)
    page = client.get(f"/q/{sign.code}/?lang=en").content.decode()
    assert "Somebody reported this sign" not in page
    make_suspect(sign)
    page = client.get(f"/q/{sign.code}/?lang=en").content.decode()
    assert "Somebody reported this sign" in page
    assert "Check that the address above begins with testserver" in page


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"kind": ""}, "kind"),
        ({"kind": "rude"}, "kind"),
        ({"text": "я" * 301}, "text"),
        ({"subject_line": "buy"}, "subject_line"),
    ],
)
def test_what_lacks_something_comes_back_as_it_was_typed(
    client: Client, sign: QRCode, fields: dict[str, str], field: str
) -> None:
    response = send(client, sign, **{"text": TEXT, **fields})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert fields.get("text", TEXT) in response.content.decode()
    assert not SignReport.objects.exists()
    assert QRCode.objects.get(pk=sign.pk).state == CodeState.ISSUED


def test_300_characters_with_line_ends_are_taken(client: Client, sign: QRCode) -> None:
    assert send(client, sign, text="я" * 150 + "\r\n" + "ю" * 149).status_code == 303
    assert len(SignReport.objects.get().text) == 300


def test_form_of_another_site_is_refused(sign: QRCode) -> None:
    client = Client(enforce_csrf_checks=True)
    address = f"/q/{sign.code}/report/"
    refused = client.post(address, {"kind": "damaged"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert not SignReport.objects.exists()
    assert (
        client.post(address, {"kind": "damaged"}, headers={"Sec-Fetch-Site": "same-origin"}).status_code
        == 303
    )


def test_suspect_sign_only_gains_reports(client: Client, sign: QRCode) -> None:
    keeper(WEST_KATO, "west@example.org")
    make_suspect(sign)
    send(client, sign, kind="asks_money")
    assert SignReport.objects.count() == 4
    assert sign.events.filter(action=CodeAction.REPORTED).count() == 1


def test_keepers_hear_of_the_first_report_of_each_kind(client: Client, sign: QRCode) -> None:
    west = keeper(WEST_KATO, "west@example.org")
    send(client, sign, kind="damaged", text="a")
    send(client, sign, kind="damaged", text="b")
    assert deferred() == [west]
    send(client, sign, kind="asks_money")
    assert deferred() == [west, west]
    send(client, sign, kind="damaged", address=NETWORKS[1])
    assert deferred() == [west, west]
    send(client, sign, kind="damaged", address=NETWORKS[2])
    assert QRCode.objects.get(pk=sign.pk).state == CodeState.SUSPECT
    assert deferred() == [west, west, west]


def test_many_harmless_reports_leave_room_for_a_grave_one(client: Client, sign: QRCode) -> None:
    for number in range(OPEN_REPORTS_MAX + 3):
        send(client, sign, kind="damaged", text=f"{number}")
    send(client, sign, kind="asks_money")
    assert SignReport.objects.filter(kind="asks_money").count() == 1


def test_same_report_sent_twice_is_kept_once_and_thanked_twice(client: Client, sign: QRCode) -> None:
    assert [send(client, sign, text=TEXT).status_code for _click in range(2)] == [303, 303]
    assert SignReport.objects.count() == 1


def test_reports_of_one_sign_are_bounded(client: Client, sign: QRCode) -> None:
    for number in range(OPEN_REPORTS_MAX + 3):
        assert send(client, sign, text=f"{number}").status_code == 303
    assert SignReport.objects.count() == OPEN_REPORTS_MAX
    check_sign(code=sign, actor=None, at=timezone.now(), reason="Looked at it")
    send(client, sign, text="again")
    assert SignReport.objects.open().count() == 1


def test_keepers_of_the_district_and_of_the_city_are_told_once(client: Client, sign: QRCode) -> None:
    west, city = keeper(WEST_KATO, "west@example.org"), keeper("", "city@example.org", Role.ADMINISTRATOR)
    keeper(EAST_KATO, "east@example.org")
    keeper(WEST_KATO, "")
    keeper(WEST_KATO, "official@example.org", Role.OFFICIAL)
    send(client, sign, text=TEXT)
    assert deferred() == [west, city]
    report = SignReport.objects.get()
    with translation.override("en"):
        assert tell_keeper(user_id=west, report_id=report.pk)
    (message,) = mail.outbox
    assert message.to == ["west@example.org"]
    assert "Ордабасы" in message.subject
    assert "(ост.)" in message.subject
    assert "\n" not in message.subject
    assert TEXT not in message.subject + message.body
    assert f"/kk/signs/{sign.code}/" in message.body
    assert f"/ru/signs/{sign.code}/" in message.body


def test_keepers_of_every_district_that_a_bus_crosses_are_told(client: Client) -> None:
    make_city()
    sign = make_code(version=make_route())
    told = [keeper(WEST_KATO, "west@example.org"), keeper(EAST_KATO, "east@example.org")]
    send(client, sign)
    assert deferred() == told


def test_sign_outside_the_districts_is_the_whole_citys(client: Client) -> None:
    make_city()
    sign = make_code(place=make_place(*OUTSIDE))
    keeper(WEST_KATO, "west@example.org")
    city = keeper("", "city@example.org")
    send(client, sign)
    assert deferred() == [city]


@pytest.mark.parametrize("is_warned", [False, True])
def test_keeper_reads_whether_others_are_warned_and_that_many_came_from_one_network(
    client: Client, sign: QRCode, is_warned: bool
) -> None:
    west = keeper(WEST_KATO, "west@example.org")
    if is_warned:
        make_suspect(sign)
    else:
        send(client, sign)
        SignReport.objects.update(is_one_of_many=True)
    assert tell_keeper(user_id=west, report_id=SignReport.objects.latest("pk").pk)
    with translation.override("ru"):
        body, warned, unwarned, many = (
            mail.outbox[0].body,
            _(
                "Whoever scans it now is warned. Go there, look at it, and then check, replace or revoke it here:"
            ),
            _(
                "Whoever scans it is not warned yet. Go there and look at it; here you mark it as suspect, so that "
                "everybody is warned, or check, replace or revoke it:"
            ),
            _(
                "Many reports of signs came from the same network that day: this one makes no sign suspect "
                "by itself."
            ),
        )
    assert (warned in body, unwarned in body, many in body) == (is_warned, not is_warned, not is_warned)


def test_keeper_is_not_told_of_what_was_seen_to_in_the_meantime(client: Client, sign: QRCode) -> None:
    west = keeper(WEST_KATO, "west@example.org")
    send(client, sign)
    check_sign(code=sign, actor=None, at=timezone.now(), reason="Looked at it")
    assert not tell_keeper(user_id=west, report_id=SignReport.objects.get().pk)
    assert mail.outbox == []


def test_keeper_who_lost_the_role_is_not_told(client: Client, sign: QRCode) -> None:
    west = keeper(WEST_KATO, "west@example.org")
    send(client, sign)
    make_staff(Role.SIGN_KEEPER).staff_roles.all().delete()
    SignReport.objects.get().code.bindings.get().place.district.places.update(district=None)
    assert not tell_keeper(user_id=west, report_id=SignReport.objects.get().pk)


def test_unknown_code_says_that_the_sticker_is_false(client: Client) -> None:
    response = client.get(f"/q/{generate_code()}/report/?lang=en")
    assert response.status_code == 404
    assert "This is not a sign of the city" in response.content.decode()


def test_mistyped_code_says_so(client: Client, sign: QRCode) -> None:
    wrong = sign.code[:-1] + ("0" if sign.code[-1] != "0" else "1")
    response = client.get(f"/q/{wrong}/report/?lang=en")
    assert (response.status_code, "mistyped" in response.content.decode()) == (404, True)


@pytest.mark.parametrize(
    ("end", "words"), [(replace_sign, "has been replaced"), (revoke_sign, "no longer in use")]
)
def test_sign_out_of_use_takes_no_report(client: Client, sign: QRCode, end: object, words: str) -> None:
    end(code=sign, actor=None, at=timezone.now(), reason="x")
    for response in (client.get(f"/q/{sign.code}/report/?lang=en"), send(client, sign)):
        assert response.status_code == 410
        assert words in response.content.decode()
    assert not SignReport.objects.exists()


def test_old_report_of_the_same_words_is_no_repetition(sign: QRCode) -> None:
    now = timezone.now()
    for at in (now, now + dt.timedelta(minutes=2)):
        assert report_sign(code=sign, kind=ReportKind.DAMAGED, text="", at=at) is not None


def test_worker_knows_the_work_of_the_signs() -> None:
    assert {"signs.tell_keeper", "signs.forget_misses", "signs.forget_senders"} <= set(app.tasks)
