"""The strip of land along a route."""

from functools import reduce

import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import GEOSGeometry

from stops.network.models import BusRoute, RouteDirection

ON_LINE_M = 0.2
"""What was put onto a line lies as far beside it as six decimals of a degree tell."""

EDGE_MAX_M = 200.0


def strip_along(route: BusRoute, within_m: float) -> GEOSGeometry | None:
    """Return what lies within a distance of a route's present line.

    Args:
        route: the route; its version now in force gives the lines.
        within_m: half the width of the strip, in metres of the city's metric projection; 0: the line itself.

    Returns:
        A polygon or multipolygon, SRID 4326, (lon, lat); None where the route has no version in force.
    """
    directions = RouteDirection.objects.filter(version__route=route, version__valid_to__isnull=True)
    lines = directions.annotate(metric=Transform("line", settings.CITY_SRID)).values_list("metric", flat=True)
    buffers = [line.buffer(max(within_m, ON_LINE_M)) for line in lines]
    if not buffers:
        return None
    strip: GEOSGeometry = reduce(lambda one, other: one.union(other), buffers)
    # A long edge that is straight in metres is bowed in degrees, by metres over kilometres: it gets corners between.
    shape = shapely.segmentize(shapely.from_wkb(bytes(strip.wkb)), EDGE_MAX_M)
    strip = GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=settings.CITY_SRID)
    strip.transform(4326)
    return strip
