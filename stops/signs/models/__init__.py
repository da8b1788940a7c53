"""The records of codes, their signs, and what is sent from them."""

from stops.signs.models.codes import CodeAction, CodeBinding, CodeEvent, CodeState, QRCode, Scan
from stops.signs.models.district_scans import DistrictScans
from stops.signs.models.misses import CodeMiss
from stops.signs.models.reports import KeeperNotice, ReportKind, SignReport
from stops.signs.models.sending import SentCount, SentKind

__all__ = [
    "CodeAction",
    "CodeBinding",
    "CodeEvent",
    "CodeMiss",
    "CodeState",
    "DistrictScans",
    "KeeperNotice",
    "QRCode",
    "ReportKind",
    "Scan",
    "SentCount",
    "SentKind",
    "SignReport",
]
