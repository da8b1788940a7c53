"""The records of the physical city."""

from stops.network.models.base_layer import BaseFeature, BaseKind
from stops.network.models.places import Place, PlaceKind
from stops.network.models.routes import (
    BusRoute,
    RouteDirection,
    RouteMode,
    RouteShare,
    RouteStop,
    RouteVersion,
    ShareTile,
)
from stops.network.models.vehicles import VehicleFix

__all__ = [
    "BaseFeature",
    "BaseKind",
    "BusRoute",
    "Place",
    "PlaceKind",
    "RouteDirection",
    "RouteMode",
    "RouteShare",
    "RouteStop",
    "RouteVersion",
    "ShareTile",
    "VehicleFix",
]
