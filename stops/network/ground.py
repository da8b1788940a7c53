"""The base layer as a map draws it: few large geometries, generalised for the scale."""

import json
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q

from geoportal.database.sql import read_sql
from stops.network.models import BaseFeature, BaseKind, Place

GROUND_SQL = read_sql("stops.network", "ground")
FAR_M, NEAR_M = 15.0, 2.0
FAR_DIGITS, NEAR_DIGITS = 4, 5
"""Decimals of a degree: about 10 m for the whole city at once, about 1 m for a part of it."""

OSM_SOURCE = "osm"

Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """All features of one kind and rank that are lines, or all that are areas.

    Attributes:
        geometry: a GeoJSON MultiLineString or MultiPolygon, degrees, EPSG:4326, (lon, lat).
    """

    kind: BaseKind
    rank: int
    geometry: dict[str, Any]


def read_ground(*, rank: int, bbox: Bbox | None = None) -> list[Ground]:
    """Return the base layer, the least important first.

    Args:
        rank: up to which rank, 1 to 3.
        bbox: (west, south, east, north), degrees: only what lies in it, in detail; without it the whole city,
            smoothed for a map of all of it.
    """
    west, south, east, north = bbox or (None, None, None, None)
    parameters = {
        "rank": rank,
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "srid": settings.CITY_SRID,
        "tolerance_m": NEAR_M if bbox else FAR_M,
        "digits": NEAR_DIGITS if bbox else FAR_DIGITS,
    }
    with connection.cursor() as cursor:
        cursor.execute(GROUND_SQL, parameters)
        return [
            Ground(BaseKind(kind), rank, json.loads(geometry))
            for kind, rank, _dimension, geometry in cursor.fetchall()
        ]


def has_osm_data() -> bool:
    """Return whether something on the map is from OpenStreetMap, whose licence asks for its name there."""
    from_osm = Q(source__startswith=OSM_SOURCE)
    return BaseFeature.objects.filter(from_osm).exists() or Place.objects.in_use().filter(from_osm).exists()
