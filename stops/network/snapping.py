"""Bring a position onto a route: which direction, where along it, how far off."""

import math
from collections.abc import Iterator
from dataclasses import dataclass

import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import Point

from stops.network.models import RouteDirection, RouteVersion
from stops.network.passes import Pass, Track
from stops.network.projecting import WGS84_SRID, between

AGAINST_M = 30.0
"""A pass that leads against the bearing counts as lying so much farther off, one across it half as much."""

BRANCH_M = 10.0
"""A branch counts as lying so much farther off: what it shares with the main line is measured along that."""


@dataclass(frozen=True, slots=True)
class Snapped:
    """A position on a route.

    Attributes:
        direction: the direction of the line.
        branch: 0 for the direction's main line, 1 and up for its branches in their order.
        point: the position on the line, SRID 4326, (lon, lat).
        measure_m: metres along that line, main or branch, from its own beginning.
        distance_m: metres from the position that was given.
    """

    direction: RouteDirection
    branch: int
    point: Point
    measure_m: float
    distance_m: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    direction: RouteDirection
    branch: int
    line_m: shapely.LineString
    place: Pass

    def rank(self, bearing: float | None) -> tuple[float, int, int, float]:
        """Return what sorts the candidates: the smallest is the one to take."""
        effort_m = self.place.distance_m + (BRANCH_M if self.branch else 0.0)
        if bearing is not None and self.place.heading is not None:
            turn = math.radians(bearing - self.place.heading)
            effort_m += AGAINST_M * (1 - math.cos(turn)) / 2
        return round(effort_m, 3), self.direction.direction, self.branch, self.place.measure_m


def snap_to_route(
    version: RouteVersion,
    point: Point,
    *,
    within_m: float,
    direction: int | None = None,
    bearing: float | None = None,
) -> Snapped | None:
    """Return the position on a route version that fits best, or None where none is within ``within_m``.

    The nearest place of all lines and all their passes fits best. The bearing tells passes apart that are
    about equally near: those out and back along one street, both ways over a crossing, both directions. Among
    equals (to the millimetre) direction 0 comes first, then the main line, then the first pass along it.

    Args:
        version: the route version whose lines count.
        point: SRID 4326, (lon, lat).
        within_m: the greatest distance in metres, inclusive.
        direction: only this direction, where it is known.
        bearing: where the bus or the phone moves, degrees clockwise from north, where it is known.
    """
    here = _in_srid(point, settings.CITY_SRID)
    candidates = list(_candidates(version, (here.x, here.y), within_m, direction))
    if not candidates:
        return None
    best = min(candidates, key=lambda candidate: candidate.rank(bearing))
    on_line = shapely.line_interpolate_point(best.line_m, best.place.measure_m)
    return Snapped(
        direction=best.direction,
        branch=best.branch,
        point=_in_srid(Point(on_line.x, on_line.y, srid=settings.CITY_SRID), 4326),
        measure_m=best.place.measure_m,
        distance_m=best.place.distance_m,
    )


def _candidates(
    version: RouteVersion, position: tuple[float, float], within_m: float, direction: int | None
) -> Iterator[_Candidate]:
    directions = RouteDirection.objects.filter(version=version).order_by("direction")
    if direction is not None:
        directions = directions.filter(direction=direction)
    for one in directions.annotate(line_m=Transform("line", settings.CITY_SRID)):
        for branch, line_m in enumerate(shapely.get_parts(shapely.from_wkb(bytes(one.line_m.wkb)))):
            for place in Track.of(line_m).passes_by(position, within_m):
                yield _Candidate(one, branch, line_m, place)


def _in_srid(point: Point, srid: int) -> Point:
    """Return the same position in another projection."""
    moved = point.clone()
    moved.transform(between(point.srid or WGS84_SRID, srid))
    return moved
