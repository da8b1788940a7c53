"""Bring a position onto a route: which direction, where along it, how far off."""

from dataclasses import dataclass

import shapely
from django.conf import settings
from django.contrib.gis.geos import Point
from django.db import connection

from stops.models import RouteDirection, RouteVersion

# Every line of every direction, measured in the metric projection; on a line that passes twice, the first
# pass wins among equals, and among directions that share a street the first one.
NEAREST_SQL = """
SELECT direction_id, distance_m, fraction * length_m AS measure_m,
       ST_AsEWKB(ST_Transform(ST_LineInterpolatePoint(line_m, fraction), 4326)) AS point
FROM (
    SELECT direction.id AS direction_id, direction.direction, part.path, part.geom AS line_m,
           ST_Length(part.geom) AS length_m, ST_Distance(part.geom, target.point_m) AS distance_m,
           ST_LineLocatePoint(part.geom, target.point_m) AS fraction
    FROM stops_routedirection AS direction
    CROSS JOIN (SELECT ST_Transform(ST_GeomFromEWKB(%(point)s), %(srid)s) AS point_m) AS target
    CROSS JOIN LATERAL ST_Dump(ST_Transform(direction.line, %(srid)s)) AS part
    WHERE direction.version_id = %(version)s
      AND (%(direction)s::int IS NULL OR direction.direction = %(direction)s::int)
) AS candidates
WHERE distance_m <= %(within_m)s
ORDER BY round(distance_m::numeric, 3), direction, path
LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Snapped:
    """A position on a route.

    Attributes:
        direction: the direction of the line.
        point: the position on the line, SRID 4326, (lon, lat).
        measure_m: metres along that line from its beginning.
        distance_m: metres from the position that was given.
    """

    direction: RouteDirection
    point: Point
    measure_m: float
    distance_m: float


def snap_to_route(
    version: RouteVersion, point: Point, *, within_m: float, direction: int | None = None
) -> Snapped | None:
    """Return the nearest position on a route version, or None where it is farther than ``within_m``.

    Args:
        version: the route version whose lines count.
        point: SRID 4326, (lon, lat).
        within_m: the greatest distance in metres, inclusive.
        direction: only this direction, where it is known.
    """
    parameters: dict[str, bytes | int | float | None] = {
        "point": bytes(point.ewkb),
        "srid": settings.CITY_SRID,
        "version": version.pk,
        "within_m": within_m,
        "direction": direction,
    }
    with connection.cursor() as cursor:
        cursor.execute(NEAREST_SQL, parameters)
        row = cursor.fetchone()
    if row is None:
        return None
    direction_id, distance_m, measure_m, ewkb = row
    return Snapped(
        direction=RouteDirection.objects.get(pk=direction_id),
        point=Point(shapely.from_wkb(bytes(ewkb)).coords[0], srid=4326),
        measure_m=float(measure_m),
        distance_m=float(distance_m),
    )
