"""Give a route the line that it now runs along; a changed line makes a new version."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import Length, Transform
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiLineString, MultiPoint
from django.db import transaction
from django.db.models import Sum

from stops.measures import measure_stops
from stops.models import BusRoute, Place, RouteDirection, RouteStop, RouteVersion
from stops.shares import compute_shares


@dataclass(frozen=True, slots=True)
class DirectionData:
    """One direction of a route.

    Attributes:
        direction: 0 out, 1 back.
        headsigns: where the bus goes, by language: kk, ru, en.
        lines: the main pattern first, then branches; (lon, lat), SRID 4326.
        stops: the places in order.
    """

    direction: int
    headsigns: dict[str, str]
    lines: tuple[LineString, ...]
    stops: tuple[Place, ...]


@transaction.atomic
def save_route_version(
    *, route: BusRoute, directions: Sequence[DirectionData], at: dt.datetime, with_shares: bool = True
) -> tuple[RouteVersion, bool]:
    """Return the version with these directions, and whether it is new.

    The version in force is returned where nothing changed; else it ends at ``at`` and a new one begins, with
    the measures of its stops computed, and its shares unless the caller computes those of many at once.
    """
    current = route.versions.filter(valid_to__isnull=True).select_for_update().first()
    if current is not None and _describes(current, directions):
        return current, False
    if current is not None:
        current.valid_to = at
        current.save(update_fields=["valid_to"])
    number = current.number + 1 if current else 1
    version = RouteVersion.objects.create(route=route, number=number, valid_from=at, length_m=1.0)
    for data in directions:
        _save_direction(version, data)
    lengths = version.directions.annotate(metres=Length(Transform("line", settings.CITY_SRID)))
    version.length_m = lengths.aggregate(total=Sum("metres"))["total"].m
    version.save(update_fields=["length_m"])
    if with_shares:
        compute_shares(RouteVersion.objects.filter(pk=version.pk))
    return version, True


def _save_direction(version: RouteVersion, data: DirectionData) -> None:
    direction = RouteDirection.objects.create(
        version=version,
        direction=data.direction,
        headsign_kk=data.headsigns["kk"],
        headsign_ru=data.headsigns["ru"],
        headsign_en=data.headsigns.get("en", ""),
        line=MultiLineString(*data.lines, srid=4326),
    )
    places = list(data.stops)
    stops_m = MultiPoint(*[place.location for place in places], srid=4326)
    positions = [(x, y) for x, y in shapely.get_coordinates(_metric(stops_m))] if places else []
    measures_m = measure_stops(_metric(data.lines[0]), positions)
    RouteStop.objects.bulk_create(
        RouteStop(direction=direction, place=place, sequence=sequence, measure_m=measure_m)
        for sequence, (place, measure_m) in enumerate(zip(places, measures_m, strict=True), start=1)
    )


def _metric(geometry: GEOSGeometry) -> Any:
    """Return a geometry (SRID 4326) as shapely's, in the city's metric projection."""
    return shapely.from_wkb(bytes(geometry.transform(settings.CITY_SRID, clone=True).wkb))


def _describes(version: RouteVersion, directions: Sequence[DirectionData]) -> bool:
    """Return whether a version already has exactly these directions, lines and stops."""
    stored = list(version.directions.order_by("direction").prefetch_related("stops"))
    wanted = sorted(directions, key=lambda data: data.direction)
    if [direction.direction for direction in stored] != [data.direction for data in wanted]:
        return False
    for direction, data in zip(stored, wanted, strict=True):
        headsigns = (direction.headsign_kk, direction.headsign_ru, direction.headsign_en)
        if headsigns != (data.headsigns["kk"], data.headsigns["ru"], data.headsigns.get("en", "")):
            return False
        if not direction.line.equals_exact(MultiLineString(*data.lines, srid=4326), 1e-9):
            return False
        if [stop.place_id for stop in direction.stops.all()] != [place.pk for place in data.stops]:
            return False
    return True
