"""What may be done with a sign in which state, and what each step leaves behind."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from stops.signs.life import (
    ALLOWED,
    AlreadyChanged,
    ExplanationNeeded,
    NotAllowed,
    OnSite,
    SameBinding,
    check_sign,
    install_sign,
    last_event_id,
    move_sign,
    replace_sign,
    revoke_sign,
    suspect_sign,
)
from stops.signs.models import CodeAction, CodeBinding, CodeEvent, CodeState, QRCode, ReportKind, SignReport
from stops.signs.models.codes import STATE_CHANGES
from stops.signs.resolving import Outcome, resolve_code
from tests.factories import IN_EAST, IN_WEST, make_code, make_place, make_proposal, make_route, point
from tests.stops.signs.reports import make_suspect

HERE = point(*IN_WEST)
METRES_NORTH = 1 / 111_070  # degrees of latitude for a metre at 42.35 N


def away(metres: float) -> Point:
    return point(IN_WEST[0], IN_WEST[1] + metres * METRES_NORTH)


def act(action: CodeAction, code: QRCode, actor: User | None = None) -> Any:
    common = {"code": code, "actor": actor, "at": timezone.now()}
    acts: dict[CodeAction, Callable[[], Any]] = {
        CodeAction.INSTALLED: lambda: install_sign(**common, position=HERE, accuracy_m=5),
        CodeAction.REPORTED: lambda: make_suspect(code, kind=ReportKind.DAMAGED, at=common["at"]),
        CodeAction.SUSPECTED: lambda: suspect_sign(**common, reason="The square is another one"),
        CodeAction.CHECKED: lambda: check_sign(**common, reason="Looked at it"),
        CodeAction.MOVED: lambda: move_sign(**common, reason="Moved", place=make_place(*IN_EAST)),
        CodeAction.REPLACED: lambda: replace_sign(**common, reason="Faded"),
        CodeAction.REVOKED: lambda: revoke_sign(**common, reason="Stop closed"),
    }
    return acts[action]()


def bring_to(code: QRCode, state: CodeState) -> QRCode:
    ways = {
        CodeState.INSTALLED: [CodeAction.INSTALLED],
        CodeState.SUSPECT: [CodeAction.REPORTED],
        CodeState.REPLACED: [CodeAction.REPLACED],
        CodeState.REVOKED: [CodeAction.REVOKED],
    }
    for action in ways.get(state, []):
        act(action, code)
    code.refresh_from_db()
    return code


@pytest.mark.parametrize("action", ALLOWED)
@pytest.mark.parametrize("state", CodeState)
def test_only_the_steps_of_the_table_are_taken(
    sign: QRCode, keeper: User, state: CodeState, action: CodeAction
) -> None:
    bring_to(sign, state)
    sources, target = ALLOWED[action]
    before = CodeEvent.objects.filter(code=sign).count()
    if state in sources:
        act(action, sign, keeper)
        sign.refresh_from_db()
        event = sign.events.order_by("-pk")[0]
        assert sign.state == (target or state)
        assert (event.action, event.state) == (action, sign.state)
        assert event.actor == (None if action == CodeAction.REPORTED else keeper)
    elif action == CodeAction.REPORTED and state == CodeState.SUSPECT:
        act(action, sign)
        assert CodeEvent.objects.filter(code=sign).count() == before
    else:
        with pytest.raises(NotAllowed):
            act(action, sign, keeper)
        assert CodeEvent.objects.filter(code=sign).count() == before
        assert QRCode.objects.get(pk=sign.pk).state == state


@pytest.mark.parametrize("target", CodeState)
@pytest.mark.parametrize("source", CodeState)
def test_database_refuses_what_the_table_does_not_have(
    sign: QRCode, source: CodeState, target: CodeState
) -> None:
    bring_to(sign, source)
    QRCode.objects.filter(pk=sign.pk).update(replaced_by=None)

    def change() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE signs_qrcode SET state = %s WHERE id = %s", [target, sign.pk])

    if source == target or (source, target) in STATE_CHANGES:
        change()
        assert QRCode.objects.get(pk=sign.pk).state == target
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"):
            change()


def test_database_and_services_have_the_same_table() -> None:
    of_services = {
        (source, target)
        for sources, target in ALLOWED.values()
        for source in sources
        if target is not None and source != target
    }
    assert of_services == set(STATE_CHANGES)


def test_installation_keeps_where_how_exact_how_far_who_and_why(sign: QRCode, keeper: User) -> None:
    at = timezone.now()
    event = install_sign(
        code=sign, actor=keeper, at=at, position=away(60), accuracy_m=8, explanation="  On the other side "
    )
    assert (event.at, event.actor, event.reason, event.accuracy_m) == (at, keeper, "On the other side", 8)
    assert event.location == away(60)
    assert event.distance_m == pytest.approx(60, abs=0.5)


def test_distance_is_geodesic(sign: QRCode) -> None:
    # 0.001° of longitude at 42.35 N on WGS 84: π/180 · a · cos φ / √(1 − e² sin² φ) · 0.001
    event = install_sign(
        code=sign, actor=None, at=timezone.now(), position=point(IN_WEST[0] + 0.001, IN_WEST[1]),
        accuracy_m=5, explanation="Moved east",
    )  # fmt: skip
    assert event.distance_m == pytest.approx(82.398, abs=0.01)


@pytest.mark.parametrize(("metres", "is_near"), [(74.5, True), (75.5, False), (400, False)])
def test_farther_than_75_m_must_be_explained(sign: QRCode, metres: float, is_near: bool) -> None:
    where = {"position": away(metres), "accuracy_m": 5}
    if is_near:
        assert install_sign(code=sign, actor=None, at=timezone.now(), **where).reason == ""
        return
    with pytest.raises(ExplanationNeeded) as refused:
        install_sign(code=sign, actor=None, at=timezone.now(), explanation=" ", **where)
    assert refused.value.distance_m == pytest.approx(metres, abs=1)
    assert QRCode.objects.get(pk=sign.pk).state == CodeState.ISSUED
    event = install_sign(code=sign, actor=None, at=timezone.now(), explanation="The stop moved", **where)
    assert event.distance_m == pytest.approx(metres, abs=1)


@pytest.mark.parametrize("where", [{"position": None}, {"position": HERE, "accuracy_m": 301}])
def test_no_position_or_a_rough_one_must_be_explained(sign: QRCode, where: dict[str, Any]) -> None:
    with pytest.raises(ExplanationNeeded) as refused:
        install_sign(code=sign, actor=None, at=timezone.now(), **where)
    assert refused.value.distance_m is None
    install_sign(code=sign, actor=None, at=timezone.now(), explanation="No reception", **where)


def test_sign_of_a_bus_has_no_intended_place(city: None) -> None:
    sign = make_code(version=make_route())
    event = install_sign(code=sign, actor=None, at=timezone.now(), position=point(*IN_EAST), accuracy_m=20)
    assert event.distance_m is None
    assert event.location is not None


def test_sign_put_back_is_installed_again(sign: QRCode) -> None:
    for _time in range(2):
        install_sign(code=sign, actor=None, at=timezone.now(), position=HERE, accuracy_m=5)
    assert sign.events.filter(action=CodeAction.INSTALLED).count() == 2


def test_second_of_two_clicks_does_nothing_twice(sign: QRCode) -> None:
    seen = last_event_id(sign)
    put_up = {"code": sign, "actor": None, "position": HERE, "accuracy_m": 5, "seen": seen}
    install_sign(at=timezone.now(), **put_up)
    with pytest.raises(AlreadyChanged):
        install_sign(at=timezone.now(), **put_up)
    assert sign.events.filter(action=CodeAction.INSTALLED).count() == 1


def test_check_answers_the_reports_and_ends_the_suspicion(sign: QRCode, keeper: User) -> None:
    bring_to(sign, CodeState.SUSPECT)
    check_sign(code=sign, actor=keeper, at=timezone.now(), reason="Nothing is pasted over it")
    sign.refresh_from_db()
    assert sign.state == CodeState.INSTALLED
    assert not SignReport.objects.open().exists()
    assert resolve_code(sign.code).outcome == Outcome.FOUND


def test_check_needs_a_reason_or_a_position_close_by(sign: QRCode) -> None:
    bring_to(sign, CodeState.SUSPECT)
    with pytest.raises(ExplanationNeeded):
        check_sign(code=sign, actor=None, at=timezone.now(), reason="")
    check_sign(code=sign, actor=None, at=timezone.now(), reason="", on_site=OnSite(away(10), 5))
    assert QRCode.objects.get(pk=sign.pk).state == CodeState.INSTALLED


def test_replacement_stands_for_the_same_and_the_old_symbol_leads_to_it(sign: QRCode, keeper: User) -> None:
    place = sign.bindings.get().place
    bring_to(sign, CodeState.SUSPECT)
    at = timezone.now()
    successor = replace_sign(code=sign, actor=keeper, at=at, reason="Pasted over")
    assert successor.state == CodeState.ISSUED
    binding = successor.bindings.get()
    assert (binding.place, binding.valid_from, binding.valid_to) == (place, at, None)
    assert sign.bindings.get().valid_to == at
    resolution = resolve_code(sign.code)
    assert (resolution.outcome, resolution.successor) == (Outcome.REPLACED, successor)
    assert not SignReport.objects.open().exists()


def test_replacement_of_a_bus_sign_keeps_route_and_board(city: None) -> None:
    version = make_route()
    successor = replace_sign(code=make_code(version=version), actor=None, at=timezone.now(), reason="Torn")
    binding = successor.bindings.get()
    assert (binding.route, binding.board_number) == (version.route, "1907")


def test_revoked_sign_stands_for_nothing(sign: QRCode) -> None:
    at = timezone.now()
    revoke_sign(code=sign, actor=None, at=at, reason="The stop is closed")
    assert resolve_code(sign.code).outcome == Outcome.REVOKED
    assert not CodeBinding.objects.in_force().filter(code=sign).exists()


def test_moved_sign_leaves_old_proposals_where_they_were_written(sign: QRCode) -> None:
    old_place, new_place = sign.bindings.get().place, make_place(*IN_EAST)
    proposal = make_proposal(at=IN_WEST, code=sign, place=old_place)
    before = (proposal.place_id, proposal.location.coords, proposal.district_id)
    at = timezone.now()
    binding = move_sign(code=sign, actor=None, at=at, reason="The stop was moved", place=new_place)
    proposal.refresh_from_db()
    assert (proposal.place_id, proposal.location.coords, proposal.district_id) == before
    assert resolve_code(sign.code).binding == binding
    spans = sign.bindings.order_by("valid_from").values_list("place", "valid_to")
    assert list(spans) == [(old_place.pk, at), (new_place.pk, None)]


def test_bus_sign_moves_to_another_route_and_bus(city: None) -> None:
    sign, other = make_code(version=make_route("19")), make_route("54").route
    binding = move_sign(
        code=sign, actor=None, at=timezone.now(), reason="Bus changed lines", route=other, board_number="2001"
    )
    assert (binding.route, binding.board_number, binding.place) == (other, "2001", None)


def test_move_to_the_same_place_changes_nothing(sign: QRCode) -> None:
    with pytest.raises(SameBinding):
        move_sign(code=sign, actor=None, at=timezone.now(), reason="?", place=sign.bindings.get().place)
    assert sign.bindings.get().valid_to is None


def test_suspect_sign_that_is_moved_stays_suspect(sign: QRCode) -> None:
    bring_to(sign, CodeState.SUSPECT)
    act(CodeAction.MOVED, sign)
    assert QRCode.objects.get(pk=sign.pk).state == CodeState.SUSPECT
    assert SignReport.objects.open().exists()


def test_report_made_after_the_check_stays_open(sign: QRCode) -> None:
    bring_to(sign, CodeState.SUSPECT)
    later = timezone.now() + dt.timedelta(minutes=5)
    SignReport.objects.create(code=sign, kind=ReportKind.ASKS_MONEY, reported_at=later)
    check_sign(code=sign, actor=None, at=timezone.now(), reason="Looked at it")
    assert SignReport.objects.open().get().kind == ReportKind.ASKS_MONEY
