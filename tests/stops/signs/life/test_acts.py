"""The page of one sign: who sees it, what its keeper does there, and what the second of two is told."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from geoportal.staff.models import Role
from stops.signs.life import install_sign, last_event_id, revoke_sign
from stops.signs.models import CodeAction, CodeState, QRCode, ReportKind
from stops.signs.reporting import report_sign
from tests.factories import (
    EAST_KATO,
    IN_EAST,
    IN_WEST,
    OUTSIDE,
    WEST_KATO,
    make_code,
    make_place,
    make_route,
    make_staff,
    point,
)
from tests.stops.signs.reports import make_suspect

ACTS = ("suspect", "check", "replace", "move", "revoke", "install")
OTHER_ROLES = (Role.MODERATOR, Role.OFFICIAL, Role.CHIEF, Role.PLANNER, Role.AUDITOR)


@pytest.fixture
def staff(client: Client, keeper: User) -> Client:
    client.force_login(keeper)
    return client


def act(client: Client, sign: QRCode, name: str, **fields: object) -> HttpResponse:
    data = {"seen": last_event_id(sign), "reason": "Because", **fields}
    return client.post(f"/en/signs/{sign.code}/{name}/", data)


def said(response: HttpResponse) -> str:
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def test_page_tells_what_when_who_why_and_how_far(staff: Client, sign: QRCode, keeper: User) -> None:
    install_sign(
        code=sign,
        actor=keeper,
        at=timezone.now(),
        position=point(IN_WEST[0], IN_WEST[1] + 0.001),
        accuracy_m=9,
        explanation="The shelter was moved",
    )
    make_suspect(sign, text="A square over the square <b>")
    response = staff.get(f"/en/signs/{sign.code.lower()}/")
    page = response.content.decode()
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store, private"
    for words in (
        "Stop «Ordabasy square»",
        str(sign),
        "Code issued",
        "Sign installed",
        "The shelter was moved",
        "111 m from the intended place",
        "keeper-west",
        "Sign reported",
        "Another code is pasted over it",
        "A square over the square &lt;b&gt;",
    ):
        assert words in page


@pytest.mark.parametrize(("count", "shown"), [(0, ">0<"), (1, "&lt;3"), (2, "&lt;3"), (3, ">3<")])
def test_small_numbers_of_scans_are_not_told(staff: Client, sign: QRCode, count: int, shown: str) -> None:
    if count:
        sign.scans.create(day=timezone.localdate(), slot=1, count=count)
    page = " ".join(staff.get(f"/en/signs/{sign.code}/").content.decode().split())
    figure = page.split("Scans in 30 days")[1].split("</dd>")[0].replace(" ", "") + "<"
    assert shown in figure


def test_page_asks_for_few_rows(staff: Client, sign: QRCode, django_assert_max_num_queries: object) -> None:
    for _step in range(6):
        install_sign(code=sign, actor=None, at=timezone.now(), position=point(*IN_WEST), accuracy_m=5)
    with django_assert_max_num_queries(24):
        staff.get(f"/en/signs/{sign.code}/")


def test_stranger_is_asked_to_log_in_and_comes_back(client: Client, sign: QRCode) -> None:
    for address in ("", "install/"):
        path = f"/en/signs/{sign.code}/{address}"
        response = client.get(path)
        assert (response.status_code, path in response["Location"]) == (302, True)
    for name in ACTS:
        assert act(client, sign, name).status_code == 302
    assert sign.events.count() == 1


@pytest.mark.parametrize("role", OTHER_ROLES)
def test_other_roles_are_refused(client: Client, sign: QRCode, role: Role) -> None:
    client.force_login(make_staff(role))
    assert client.get(f"/en/signs/{sign.code}/").status_code == 403
    assert client.get(f"/en/signs/{sign.code}/install/").status_code == 403
    assert {act(client, sign, name).status_code for name in ACTS} == {403}
    assert sign.events.count() == 1


def test_keeper_of_another_district_finds_nothing(client: Client, sign: QRCode) -> None:
    client.force_login(make_staff(Role.SIGN_KEEPER, kato=EAST_KATO))
    assert client.get(f"/en/signs/{sign.code}/").status_code == 404
    assert client.get(f"/en/signs/{sign.code}/install/").status_code == 404
    assert {act(client, sign, name).status_code for name in ACTS} == {404}
    assert sign.events.count() == 1


def test_bus_sign_is_kept_in_every_district_that_its_route_crosses(client: Client, city: None) -> None:
    sign = make_code(version=make_route())
    for kato in (WEST_KATO, EAST_KATO):
        client.force_login(make_staff(Role.SIGN_KEEPER, kato=kato))
        assert client.get(f"/en/signs/{sign.code}/").status_code == 200


def test_form_without_token_is_refused(sign: QRCode, keeper: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(keeper)
    assert {act(client, sign, name).status_code for name in ACTS} == {403}
    assert sign.events.count() == 1


def test_acts_take_no_get(staff: Client, sign: QRCode) -> None:
    for name in ("suspect", "check", "replace", "move", "revoke"):
        assert staff.get(f"/en/signs/{sign.code}/{name}/").status_code == 405


def test_replacing_leads_to_the_new_code(staff: Client, sign: QRCode, keeper: User) -> None:
    response = act(staff, sign, "replace", reason="Faded by the sun")
    sign.refresh_from_db()
    assert sign.replaced_by is not None
    assert (response.status_code, response["Location"]) == (303, f"/en/signs/{sign.replaced_by.code}/")
    event = sign.events.get(action=CodeAction.REPLACED)
    assert (event.actor, event.reason) == (keeper, "Faded by the sun")
    page = staff.get(response["Location"]).content.decode()
    assert f"Code {sign.replaced_by} takes the place of {sign}" in page
    assert f'href="/en/signs/{sign.code}/"' in page
    old = staff.get(f"/en/signs/{sign.code}/").content.decode()
    assert f'href="/en/signs/{sign.replaced_by.code}/"' in old
    assert "What to do with it" not in old


def test_checking_ends_the_suspicion(staff: Client, sign: QRCode) -> None:
    make_suspect(sign)
    assert "It is in order" in staff.get(f"/en/signs/{sign.code}/").content.decode()
    assert act(staff, sign, "check").status_code == 303
    sign.refresh_from_db()
    assert sign.state == CodeState.INSTALLED


def test_keeper_warns_everybody_of_a_reported_sign(staff: Client, sign: QRCode, consent: object) -> None:
    report_sign(code=sign, kind=ReportKind.PASTED_OVER, text="", at=timezone.now())
    page = staff.get(f"/en/signs/{sign.code}/").content.decode()
    assert "whoever scans it is not warned yet" in page
    assert "It is in order" in page
    response = act(staff, sign, "suspect", reason="Seen by our driver")
    assert "whoever scans it is warned" in said(response)
    assert "Somebody reported this sign" in staff.get(f"/q/{sign.code}/?lang=en").content.decode()
    page = staff.get(f"/en/signs/{sign.code}/").content.decode()
    assert "Sign marked as suspect" in page
    assert "Seen by our driver" in page
    assert f"/en/signs/{sign.code}/suspect/" not in page


def test_sign_that_nobody_reported_is_suspected_by_its_keeper(staff: Client, sign: QRCode) -> None:
    assert "It is in order" not in staff.get(f"/en/signs/{sign.code}/").content.decode()
    assert act(staff, sign, "suspect").status_code == 303
    assert QRCode.objects.get(pk=sign.pk).state == CodeState.SUSPECT


def test_reports_from_one_network_are_marked(staff: Client, sign: QRCode) -> None:
    report_sign(code=sign, kind=ReportKind.PASTED_OVER, text="", at=timezone.now())
    assert "any from one network" not in staff.get(f"/en/signs/{sign.code}/").content.decode()
    sign.reports.update(is_one_of_many=True)
    page = staff.get(f"/en/signs/{sign.code}/").content.decode()
    assert "many from one network" in page
    assert "make no sign suspect by themselves" in page


def test_revoked_sign_says_so_to_residents(staff: Client, sign: QRCode) -> None:
    act(staff, sign, "revoke", reason="The stop is closed")
    response = staff.get(f"/q/{sign.code}/?lang=en")
    assert response.status_code == 410
    assert "This sign is no longer in use" in response.content.decode()


@pytest.mark.parametrize("name", ["replace", "revoke", "move"])
def test_reason_is_needed_and_nothing_typed_is_lost(staff: Client, sign: QRCode, name: str) -> None:
    place = make_place(name_en="Arbat")
    response = staff.post(
        f"/en/signs/{sign.code}/{name}/?find=Arbat",
        {"seen": last_event_id(sign), "reason": " ", "place": place.pk},
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert "Say why" in page
    if name == "move":
        assert f'value="{place.pk}" checked' in page
    assert QRCode.objects.get(pk=sign.pk).state == CodeState.ISSUED


def test_second_click_is_told_that_it_is_done(staff: Client, sign: QRCode) -> None:
    seen = last_event_id(sign)
    first = act(staff, sign, "replace", seen=seen)
    second = act(staff, sign, "replace", seen=seen)
    assert (first.status_code, second.status_code) == (303, 303)
    assert "Already done: Sign replaced (keeper-west" in said(second)
    assert second["Location"] == f"/en/signs/{sign.code}/"
    assert QRCode.objects.count() == 2


def test_other_keeper_is_told_who_came_first(client: Client, sign: QRCode, keeper: User) -> None:
    seen = last_event_id(sign)
    revoke_sign(code=sign, actor=keeper, at=timezone.now(), reason="Closed")
    client.force_login(make_staff(Role.SIGN_KEEPER, kato=WEST_KATO))
    response = act(client, sign, "move", seen=seen, place=make_place().pk)
    assert response.status_code == 303
    assert "Not done, since something else was done before: Sign revoked (keeper-west" in said(response)


def test_place_is_searched_without_script_and_chosen(staff: Client, sign: QRCode) -> None:
    arbat, elsewhere = make_place(name_en="Arbat"), make_place(*IN_EAST, name_en="Arbat east")
    page = staff.get(f"/en/signs/{sign.code}/", {"find": "arb"}).content.decode()
    assert f'name="place" value="{arbat.pk}"' in page
    assert f'name="place" value="{elsewhere.pk}"' not in page
    response = act(staff, sign, "move", place=arbat.pk, reason="The stop was moved")
    assert response.status_code == 303
    assert sign.bindings.get(valid_to=None).place == arbat


def test_search_that_finds_nothing_says_so(staff: Client, sign: QRCode) -> None:
    page = staff.get(f"/en/signs/{sign.code}/", {"find": "<i>"}).content.decode()
    assert "No place of your districts is called “&lt;i&gt;”" in page


@pytest.mark.parametrize("at", [IN_EAST, OUTSIDE])
def test_sign_is_not_moved_into_what_another_keeps(
    staff: Client, sign: QRCode, at: tuple[float, float]
) -> None:
    response = act(staff, sign, "move", place=make_place(*at).pk)
    assert response.status_code == 422
    assert "Choose a place of your districts" in response.content.decode()
    assert sign.bindings.get().valid_to is None


def test_move_to_where_it_is_comes_back(staff: Client, sign: QRCode) -> None:
    response = act(staff, sign, "move", place=sign.bindings.get().place_id)
    assert response.status_code == 422
    assert "stands for this already" in response.content.decode()


def test_bus_sign_moves_to_another_route_and_board(staff: Client, city: None) -> None:
    sign, other = make_code(version=make_route("19")), make_route("54").route
    page = staff.get(f"/en/signs/{sign.code}/").content.decode()
    assert f'<option value="{other.pk}">' in page
    response = act(staff, sign, "move", route=other.pk, board_number=" 2001 ")
    assert response.status_code == 303
    binding = sign.bindings.get(valid_to=None)
    assert (binding.route, binding.board_number) == (other, "2001")


def test_scan_page_offers_its_keeper_the_way_on_site(staff: Client, sign: QRCode, consent: object) -> None:
    page = staff.get(f"/q/{sign.code}/?lang=en")
    assert "You keep this sign" in page.content.decode()
    assert f"/en/signs/{sign.code}/install/" in page.content.decode()
    assert page["Cache-Control"] == "private, no-cache"


def test_scan_page_of_others_has_no_such_bar_nor_varies_by_a_cookie(
    client: Client, sign: QRCode, consent: object
) -> None:
    page = client.get(f"/q/{sign.code}/?lang=en")
    assert "You keep this sign" not in page.content.decode()
    assert "Cookie" not in page["Vary"]
    for user in (make_staff(Role.SIGN_KEEPER, kato=EAST_KATO), make_staff(Role.MODERATOR)):
        client.force_login(user)
        assert "You keep this sign" not in client.get(f"/q/{sign.code}/?lang=en").content.decode()


def test_new_code_is_printed_from_its_page(staff: Client, sign: QRCode) -> None:
    page = staff.get(act(staff, sign, "replace")["Location"]).content.decode()
    form = page.split('action="/en/signs/print/"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="(code|format)" value="(\w+)"', form))
    response = staff.post("/en/signs/print/", fields)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert (response.status_code, content[:5]) == (200, b"%PDF-")
