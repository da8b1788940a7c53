"""Residents say what is wrong with a sign: it becomes suspect until a keeper has looked at it."""

import datetime as dt

from django.db import transaction

from districts.text import clean_line
from stops.life import lock, may_now, record
from stops.models import CodeAction, QRCode, ReportKind, SignReport
from stops.tasks import promise_news

OPEN_REPORTS_MAX = 5
"""More open reports of one kind on one sign are thanked for and not kept: they say what is known already."""
REPEATED_WITHIN = dt.timedelta(minutes=1)
"""The same words within this time are the same report, sent twice."""


@transaction.atomic
def report_sign(*, code: QRCode, kind: ReportKind, text: str, at: dt.datetime) -> SignReport | None:
    """Keep one report; a sign in order becomes suspect. Its keepers are told of the first of each kind.

    Returns:
        The report; None where it repeats what is known and nothing was kept.

    Raises:
        NotAllowed: the sign is no longer in use.
    """
    locked = _locked_in_use(code)
    text = clean_line(text)
    alike = SignReport.objects.open().filter(code=locked, kind=kind)
    already_open = alike.count()
    is_repeated = alike.filter(text=text, reported_at__gt=at - REPEATED_WITHIN).exists()
    if is_repeated or already_open >= OPEN_REPORTS_MAX:
        return None
    report = SignReport.objects.create(code=locked, kind=kind, text=text, reported_at=at)
    if may_now(locked, CodeAction.REPORTED):
        record(locked, CodeAction.REPORTED, actor=None, at=at, reason=ReportKind(kind).value)
    if already_open == 0:
        promise_news(report)
    return report


def _locked_in_use(code: QRCode) -> QRCode:
    """Return the code locked, where it is in use: whatever may be revoked is."""
    return lock(code, CodeAction.REVOKED)
