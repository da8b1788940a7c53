"""The lives of the demo's signs: put up, scanned, silent, reported, replaced; drawn by chance, repeatable."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable

from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.utils import timezone

from districts.grid import METRES_A_DEGREE
from proposals.demo import chance
from proposals.models import Proposal
from stops.signs.models import (
    CodeAction,
    CodeBinding,
    CodeEvent,
    CodeState,
    QRCode,
    ReportKind,
    Scan,
    SignReport,
)
from stops.signs.models.codes import SCAN_SLOTS
from stops.signs.reporting import NETWORKS_MIN

SIGNS_SINCE_DAYS = 380
SCANNED_DAYS = 84
SILENT_SINCE_DAYS = 34
REPORTED_DAYS_AGO = 3
ENDED_DAYS_AGO = 60

REPORTS: tuple[tuple[ReportKind, str], ...] = (
    (ReportKind.PASTED_OVER, "Сверху наклеен другой код, открывается страница с оплатой."),
    (ReportKind.ASKS_MONEY, "Банк картасының нөмірін сұрайды."),
    (ReportKind.WRONG_PLACE, "Табличка висит на соседней остановке."),
    (ReportKind.DAMAGED, "Жыртылған, телефон оқи алмайды."),
)


def load_lives(shown: Iterable[str]) -> None:
    """Give a life to each sign that has none yet: when it was put up, how it is scanned, what was reported.

    Args:
        shown: codes that the demo points at; they work.
    """
    now = timezone.now()
    keeper = User.objects.get(username="keeper")
    lived = CodeEvent.objects.exclude(action=CodeAction.ISSUED).values("code")
    sent = _sent_by_code_and_day()
    working = {*shown, *(code for code, _day in sent)}
    bindings = CodeBinding.objects.in_force().exclude(code__in=lived).select_related("code", "place")
    scans: list[Scan] = []
    for binding in bindings.order_by("pk"):
        drawn = chance.number(f"life:{binding.code.code}", 100)
        if binding.code.code not in working and drawn < 6:
            continue
        is_silent = binding.code.code not in working and drawn < 14
        _install(binding, keeper, now)
        scans += _scans(binding.code, now, sent, SILENT_SINCE_DAYS if is_silent else 0)
        if not is_silent and drawn >= 92 and binding.code.code not in shown:
            _report(binding.code, now, is_suspect=drawn >= 96)
    Scan.objects.bulk_create(scans, batch_size=2000)


def load_ended(bindings: Iterable[CodeBinding]) -> None:
    """Add a replaced sign before the first of some bindings, and a revoked second one beside the others."""
    keeper = User.objects.get(username="keeper")
    for position, binding in enumerate(bindings):
        drawn = chance.code(f"ended:{binding.code.code}")
        if QRCode.objects.filter(code=drawn).exists():
            continue
        is_replaced = position == 0
        began = binding.valid_from - dt.timedelta(days=ENDED_DAYS_AGO)
        ended = binding.valid_from if is_replaced else timezone.now() - dt.timedelta(days=ENDED_DAYS_AGO)
        code = QRCode.objects.create(code=drawn, state=CodeState.ISSUED, replaced_by=None)
        CodeBinding.objects.create(
            code=code, place=binding.place, route=binding.route, board_number=binding.board_number,
            valid_from=began, valid_to=ended,
        )  # fmt: skip
        code.state = CodeState.REPLACED if is_replaced else CodeState.REVOKED
        code.replaced_by = binding.code if is_replaced else None
        code.save()
        reason = "Табличка выцвела" if is_replaced else "Аялдамада екі код ілінген"
        for at, action, state, why in (
            (began, CodeAction.ISSUED, CodeState.ISSUED, ""),
            (ended, CodeAction(code.state), code.state, reason),
        ):
            CodeEvent.objects.create(code=code, at=at, action=action, state=state, reason=why, actor=keeper)


def _sent_by_code_and_day() -> Counter[tuple[str, dt.date]]:
    rows = Proposal.objects.filter(code__isnull=False).values_list("code__code", "submitted_at")
    return Counter((code, timezone.localdate(at)) for code, at in rows)


def _install(binding: CodeBinding, keeper: User, now: dt.datetime) -> None:
    """Put a sign up in the weeks after it was issued, a few metres from where it belongs."""
    code = binding.code
    days = SIGNS_SINCE_DAYS - 5 - chance.number(f"installed:{code.code}", 20)
    distance_m = 2 + chance.number(f"distance:{code.code}", 200) / 10
    place = binding.place
    code.state = CodeState.INSTALLED
    code.save(update_fields=["state"])
    CodeEvent.objects.create(
        code=code,
        at=now - dt.timedelta(days=days),
        action=CodeAction.INSTALLED,
        state=CodeState.INSTALLED,
        actor=keeper,
        location=Point(place.location.x, place.location.y + distance_m / METRES_A_DEGREE, srid=4326)
        if place
        else None,
        accuracy_m=8.0 if place else None,
        distance_m=distance_m if place else None,
    )


def _scans(
    code: QRCode, now: dt.datetime, sent: Counter[tuple[str, dt.date]], silent_days: int
) -> list[Scan]:
    """Return a row for each day of the last weeks, and for each earlier day on which something was sent."""
    today = timezone.localdate(now)
    busy = 3 + chance.number(f"busy:{code.code}", 8)
    rows = {}
    for days in range(max(silent_days, 1), SCANNED_DAYS + 1):
        is_used = chance.number(f"used:{code.code}:{days}", 3) == 0
        rows[today - dt.timedelta(days=days)] = chance.number(f"scans:{code.code}:{days}", busy) * is_used
    for other, day in sent:
        if other == code.code:
            rows[day] = max(
                rows.get(day, 0), 4 * sent[other, day] + chance.number(f"{other}:{day}", busy + 4)
            )
    return [
        Scan(
            code=code,
            day=day,
            slot=chance.number(f"slot:{code.code}:{day}", SCAN_SLOTS),
            count=count,
            submissions=sent[code.code, day],
        )
        for day, count in rows.items()
        if count
    ]


def _report(code: QRCode, now: dt.datetime, *, is_suspect: bool) -> None:
    """Let residents report a sign some days ago: one of them, or several, so that it is suspect."""
    kind, text = REPORTS[chance.number(f"report:{code.code}", len(REPORTS))]
    at = now - dt.timedelta(days=REPORTED_DAYS_AGO, hours=chance.number(f"hour:{code.code}", 20))
    SignReport.objects.bulk_create(
        SignReport(
            code=code,
            kind=kind,
            text="" if number else text,
            reported_at=at + dt.timedelta(minutes=40 * number),
            network_digest=hashlib.sha256(f"demo:{code.code}:{number}".encode()).hexdigest(),
            is_one_of_many=not is_suspect and chance.number(f"many:{code.code}", 2) == 0,
        )
        for number in range(NETWORKS_MIN if is_suspect else 1)
    )
    if not is_suspect:
        return
    at += dt.timedelta(minutes=40 * (NETWORKS_MIN - 1))
    code.state = CodeState.SUSPECT
    code.save(update_fields=["state"])
    CodeEvent.objects.create(
        code=code, at=at, action=CodeAction.REPORTED, state=CodeState.SUSPECT, reason=kind
    )
