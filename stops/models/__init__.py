"""The records of the physical city."""

from stops.models.base_layer import BaseFeature, BaseKind
from stops.models.codes import CodeAction, CodeBinding, CodeEvent, CodeState, QRCode, Scan
from stops.models.district_scans import DistrictScans
from stops.models.misses import CodeMiss
from stops.models.places import Place, PlaceKind
from stops.models.reports import KeeperNotice, ReportKind, SignReport
from stops.models.routes import (
    BusRoute,
    RouteDirection,
    RouteMode,
    RouteShare,
    RouteStop,
    RouteVersion,
    ShareTile,
)
from stops.models.sending import SentCount, SentKind
from stops.models.vehicles import VehicleFix

__all__ = [
    "BaseFeature",
    "BaseKind",
    "BusRoute",
    "CodeAction",
    "CodeBinding",
    "CodeEvent",
    "CodeMiss",
    "CodeState",
    "DistrictScans",
    "KeeperNotice",
    "Place",
    "PlaceKind",
    "QRCode",
    "ReportKind",
    "RouteDirection",
    "RouteMode",
    "RouteShare",
    "RouteStop",
    "RouteVersion",
    "Scan",
    "SentCount",
    "SentKind",
    "ShareTile",
    "SignReport",
    "VehicleFix",
]
