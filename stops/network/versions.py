"""Give routes the lines that they now run along; a changed line makes a new version."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import shapely
from django.contrib.gis.geos import LineString, MultiLineString, MultiPoint
from django.db import transaction

from stops.network.measures import measure_stops
from stops.network.models import BusRoute, Place, RouteDirection, RouteStop, RouteVersion
from stops.network.projecting import in_metric
from stops.network.shares import compute_shares

BATCH = 1000
SAME_DEGREES = 1e-9
"""Lines whose coordinates differ by less are the same: far below a millimetre."""


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
    *, route: BusRoute, directions: Sequence[DirectionData], at: dt.datetime
) -> tuple[RouteVersion, bool]:
    """Return the version with these directions and whether it is new, its shares computed."""
    ((version, is_new),) = save_route_versions(wanted=[(route, directions)], at=at)
    if is_new:
        compute_shares(RouteVersion.objects.filter(pk=version.pk))
    return version, is_new


@transaction.atomic
def save_route_versions(
    *, wanted: Sequence[tuple[BusRoute, Sequence[DirectionData]]], at: dt.datetime
) -> list[tuple[RouteVersion, bool]]:
    """Return the version of each route with its directions, and whether it is new; shares are the caller's.

    The version in force is returned where nothing changed; else it ends at ``at`` and a new one begins, with
    the measures of its stops computed. A few statements, however many routes.
    """
    in_force = {version.route_id: version for version in _in_force([route for route, _data in wanted])}
    saved: list[tuple[RouteVersion, bool]] = []
    for route, directions in wanted:
        current = in_force.get(route.pk)
        if current is not None and _describes(current, directions):
            saved.append((current, False))
        else:
            number = current.number + 1 if current else 1
            saved.append((RouteVersion(route=route, number=number, valid_from=at), True))
    ended = [in_force[version.route_id].pk for version, is_new in saved if is_new and version.number > 1]
    RouteVersion.objects.filter(pk__in=ended).update(valid_to=at)
    _save_new(
        [(version, data) for (version, is_new), (_route, data) in zip(saved, wanted, strict=True) if is_new]
    )
    return saved


def _in_force(routes: Sequence[BusRoute]) -> Sequence[RouteVersion]:
    """Return the versions in force, locked, with their directions and stops."""
    versions = RouteVersion.objects.filter(route__in=routes, valid_to__isnull=True).order_by("pk")
    return list(versions.select_for_update().prefetch_related("directions__stops"))


def _save_new(versions: Sequence[tuple[RouteVersion, Sequence[DirectionData]]]) -> None:
    for version, data in versions:
        version.length_m = sum(in_metric(line).length for each in data for line in each.lines)
    RouteVersion.objects.bulk_create([version for version, _data in versions], batch_size=BATCH)
    directions = [(_direction(version, each), each) for version, data in versions for each in data]
    RouteDirection.objects.bulk_create([direction for direction, _data in directions], batch_size=BATCH)
    stops = [stop for direction, data in directions for stop in _stops(direction, data)]
    RouteStop.objects.bulk_create(stops, batch_size=BATCH)


def _direction(version: RouteVersion, data: DirectionData) -> RouteDirection:
    return RouteDirection(
        version=version,
        direction=data.direction,
        headsign_kk=data.headsigns["kk"],
        headsign_ru=data.headsigns["ru"],
        headsign_en=data.headsigns.get("en", ""),
        line=MultiLineString(*data.lines, srid=4326),
    )


def _stops(direction: RouteDirection, data: DirectionData) -> list[RouteStop]:
    """Return the stops of a direction in order, each measured along its main line."""
    if not data.stops:
        return []
    stops_m = in_metric(MultiPoint(*[place.location for place in data.stops], srid=4326))
    positions = [(x, y) for x, y in shapely.get_coordinates(stops_m)]
    measures_m = measure_stops(in_metric(data.lines[0]), positions)
    return [
        RouteStop(direction=direction, place=place, sequence=sequence, measure_m=measure_m)
        for sequence, (place, measure_m) in enumerate(zip(data.stops, measures_m, strict=True), start=1)
    ]


def _describes(version: RouteVersion, directions: Sequence[DirectionData]) -> bool:
    """Return whether a version already has exactly these directions, lines and stops."""
    stored = sorted(version.directions.all(), key=lambda direction: direction.direction)
    wanted = sorted(directions, key=lambda data: data.direction)
    if [direction.direction for direction in stored] != [data.direction for data in wanted]:
        return False
    return all(_is_same(direction, data) for direction, data in zip(stored, wanted, strict=True))


def _is_same(direction: RouteDirection, data: DirectionData) -> bool:
    headsigns = (direction.headsign_kk, direction.headsign_ru, direction.headsign_en)
    if headsigns != (data.headsigns["kk"], data.headsigns["ru"], data.headsigns.get("en", "")):
        return False
    if not direction.line.equals_exact(MultiLineString(*data.lines, srid=4326), SAME_DEGREES):
        return False
    return [stop.place_id for stop in direction.stops.all()] == [place.pk for place in data.stops]
