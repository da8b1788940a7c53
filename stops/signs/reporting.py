"""Residents say what is wrong with a sign; it becomes suspect once more than one of them says so, or on two days.

One report warns nobody but its author: keepers are told and see it marked. From one address a whole city's signs
could be made suspect otherwise, and a warning that stands everywhere warns of nothing.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from geoportal.web.client import network_of
from geoportal.web.text import clean_line
from stops.signs.brakes import count_sent, sender_of, sent_before
from stops.signs.life import lock, may_now, record
from stops.signs.models import CodeAction, QRCode, ReportKind, SentKind, SignReport
from stops.signs.models.reports import NETWORK_KEPT_FOR
from stops.signs.tasks import promise_news

OPEN_REPORTS_MAX = 5
"""More open reports of one kind on one sign are thanked for and not kept: they say what is known already."""
REPEATED_WITHIN = dt.timedelta(minutes=1)
"""The same words from the same network within this time are the same report, sent twice."""
NETWORKS_MIN = 3
"""Reports from so many different networks make a sign suspect…"""
DAYS_MIN = 2
"""… and so do reports on so many different days, from whichever networks."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What open reports of one sign say together: from how many networks, on how many days of the city."""

    networks: frozenset[str]
    days: frozenset[dt.date]

    @classmethod
    def of(cls, reports: Iterable[SignReport], at: dt.datetime) -> "Evidence":
        """Return what reports say that are not too old and no one of many from their network."""
        counted = [
            report
            for report in reports
            if not report.is_one_of_many
            and report.network_digest
            and report.reported_at > at - NETWORK_KEPT_FOR
        ]
        return cls(
            frozenset(report.network_digest for report in counted),
            frozenset(timezone.localdate(report.reported_at) for report in counted),
        )

    @property
    def is_enough(self) -> bool:
        """Whether the sign is to be suspected."""
        return len(self.networks) >= NETWORKS_MIN or len(self.days) >= DAYS_MIN


@transaction.atomic
def report_sign(
    *, code: QRCode, kind: ReportKind, text: str, at: dt.datetime, address: str = ""
) -> SignReport | None:
    """Keep one report; its keepers are told of the first of each kind, and of the one that makes it suspect.

    Reports of one sign wait in line, so of two that come at once the second counts the first.

    Args:
        code: the sign.
        kind: what is wrong.
        text: in own words.
        at: now.
        address: that it was sent from; a digest of its network is kept until the report is answered.

    Returns:
        The report; None where it repeats what is known and nothing was kept.

    Raises:
        NotAllowed: the sign is no longer in use.
        TooMuchSent: the cap for the disk's sake is reached.
    """
    locked = _locked_in_use(code)
    text = clean_line(text)
    open_reports = list(SignReport.objects.open().filter(code=locked))
    alike = [report for report in open_reports if report.kind == kind]
    network = _network_digest(locked, address)
    if any(
        (report.text, report.network_digest) == (text, network) and report.reported_at > at - REPEATED_WITHIN
        for report in alike
    ):
        return None
    sender = sender_of(SentKind.REPORT, address, at)
    is_one_of_many = sent_before(sender).of_network >= settings.REPORTS_FLAG_NETWORK
    report = SignReport(
        code=locked, kind=kind, text=text, reported_at=at,
        network_digest=network, is_one_of_many=is_one_of_many,
    )  # fmt: skip
    evidence = Evidence.of([*open_reports, report], at)
    is_suspect_now = evidence.is_enough and may_now(locked, CodeAction.REPORTED)
    is_news = is_suspect_now or evidence != Evidence.of(open_reports, at)
    if len(alike) >= OPEN_REPORTS_MAX and not (is_news and may_now(locked, CodeAction.REPORTED)):
        return None
    report.save()
    count_sent(sender)
    if is_suspect_now:
        record(locked, CodeAction.REPORTED, actor=None, at=at, reason=ReportKind(kind).value)
    if is_suspect_now or not alike:
        promise_news(report)
    return report


def _network_digest(code: QRCode, address: str) -> str:
    """Return a digest that tells networks apart on one sign only: its key is the sign's."""
    return salted_hmac(
        f"stops.signs.reporting:{code.code}", network_of(address), algorithm="sha256"
    ).hexdigest()


def _locked_in_use(code: QRCode) -> QRCode:
    """Return the code locked, where it is in use: whatever may be revoked is."""
    return lock(code, CodeAction.REVOKED)
