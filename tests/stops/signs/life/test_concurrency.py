"""Keepers and residents at the same moment: each thing is done once, and the second is told."""

import pytest
from django.utils import timezone

from stops.signs.life import (
    AlreadyChanged,
    NotAllowed,
    install_sign,
    last_event_id,
    move_sign,
    replace_sign,
    revoke_sign,
)
from stops.signs.models import CodeAction, CodeBinding, CodeState, QRCode, ReportKind, SignReport
from stops.signs.reporting import OPEN_REPORTS_MAX, report_sign
from tests.at_once import at_once
from tests.factories import IN_EAST, IN_WEST, make_city, make_code, make_place, point

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_keepers_replace_a_sign_at_once_and_one_code_is_issued() -> None:
    make_city()
    for _round in range(3):
        sign = make_code()
        before = QRCode.objects.count()
        results = at_once(
            *[lambda sign=sign: replace_sign(code=sign, actor=None, at=timezone.now(), reason="Faded")] * 2
        )
        assert sorted(type(result).__name__ for result in results) == ["NotAllowed", "QRCode"]
        assert QRCode.objects.count() == before + 1


def test_double_click_on_installed_here_is_one_installation() -> None:
    make_city()
    sign = make_code(place=make_place(*IN_WEST))
    seen = last_event_id(sign)
    results = at_once(
        *[
            lambda: install_sign(
                code=sign, actor=None, at=timezone.now(), position=point(*IN_WEST), accuracy_m=5, seen=seen
            )
        ]
        * 4
    )
    assert sum(isinstance(result, AlreadyChanged) for result in results) == 3
    assert sign.events.filter(action=CodeAction.INSTALLED).count() == 1


def test_of_move_and_revocation_at_once_no_binding_is_left_over() -> None:
    make_city()
    for _round in range(3):
        sign, place = make_code(), make_place(*IN_EAST)
        seen = last_event_id(sign)
        common = {"code": sign, "actor": None, "reason": "x", "seen": seen}
        results = at_once(
            lambda common=common, place=place: move_sign(**common, at=timezone.now(), place=place),
            lambda common=common: revoke_sign(**common, at=timezone.now()),
        )
        assert sum(isinstance(result, NotAllowed) for result in results) == 1
        sign.refresh_from_db()
        in_force = CodeBinding.objects.in_force().filter(code=sign).count()
        assert in_force == (0 if sign.state == CodeState.REVOKED else 1)


def test_many_reports_at_once_make_one_suspicion_and_stay_bounded() -> None:
    """The third network is news, also where there are reports enough of that kind."""
    make_city()
    sign = make_code()
    for index in range(OPEN_REPORTS_MAX - 2):
        SignReport.objects.create(code=sign, kind=ReportKind.PASTED_OVER, text=f"before {index}")

    def report(number: int) -> SignReport | None:
        return report_sign(
            code=sign,
            kind=ReportKind.PASTED_OVER,
            text=f"{number}",
            at=timezone.now(),
            address=f"203.0.{number}.1",
        )

    at_once(*[lambda number=number: report(number) for number in range(6)])
    assert SignReport.objects.filter(code=sign).count() == OPEN_REPORTS_MAX + 1
    assert sign.events.filter(action=CodeAction.REPORTED).count() == 1
