"""Reports of signs from several networks, for the tests."""

import datetime as dt

from django.utils import timezone

from stops.signs.models import QRCode, ReportKind
from stops.signs.reporting import NETWORKS_MIN, report_sign

NETWORKS = ("203.0.113.7", "198.51.100.7", "192.0.2.7")
assert len(NETWORKS) == NETWORKS_MIN


def make_suspect(
    code: QRCode,
    *,
    kind: ReportKind = ReportKind.PASTED_OVER,
    text: str = "",
    at: dt.datetime | None = None,
) -> None:
    """Report a sign from as many networks as make it suspect; the last report has the words."""
    moment = at or timezone.now()
    for address in NETWORKS:
        words = text if address == NETWORKS[-1] else ""
        report_sign(code=code, kind=kind, text=words, at=moment, address=address)
