"""The records of the physical city."""

from stops.models.codes import CodeBinding, CodeEvent, CodeState, QRCode, Scan
from stops.models.places import Place, PlaceKind
from stops.models.routes import (
    BusRoute,
    RouteDirection,
    RouteShare,
    RouteStop,
    RouteVersion,
)

__all__ = [
    "BusRoute",
    "CodeBinding",
    "CodeEvent",
    "CodeState",
    "Place",
    "PlaceKind",
    "QRCode",
    "RouteDirection",
    "RouteShare",
    "RouteStop",
    "RouteVersion",
    "Scan",
]
