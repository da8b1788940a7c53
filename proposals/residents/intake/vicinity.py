"""The strip of streets above the form: the bus lines about a sign, as paths of an SVG picture."""

import math

from django.contrib.gis.db.models.functions import Intersection
from django.contrib.gis.geos import GeometryCollection, LineString, Point, Polygon
from django.db.models import F

from districts.grid import METRES_A_DEGREE
from stops.network.models import RouteDirection

WIDTH, HEIGHT = 720, 184
"""Of the picture's view box; the sign lies in its middle."""

DRAWN_HEIGHT = 280
"""Lines are drawn beyond the view box too, since the page moves it a little."""

METRES_PER_UNIT = 1.6
LINES_MAX = 12


def lines_around(point: Point) -> list[str]:
    """Return the lines of today's routes about a point (SRID 4326) as path data in the view box's units."""
    east_m = METRES_A_DEGREE * math.cos(math.radians(point.y))
    half_width = WIDTH / 2 * METRES_PER_UNIT / east_m
    half_height = DRAWN_HEIGHT / 2 * METRES_PER_UNIT / METRES_A_DEGREE
    frame = Polygon.from_bbox(
        (point.x - half_width, point.y - half_height, point.x + half_width, point.y + half_height)
    )
    frame.srid = 4326
    clipped = (
        RouteDirection.objects.filter(
            version__valid_to=None,
            version__route__retired_at=None,
            direction=0,
            line__intersects=frame,
        )
        .annotate(part=Intersection(F("line"), frame))
        .values_list("part", flat=True)[:LINES_MAX]
    )

    def unit(lon: float, lat: float) -> str:
        x = WIDTH / 2 + (lon - point.x) * east_m / METRES_PER_UNIT
        y = HEIGHT / 2 - (lat - point.y) * METRES_A_DEGREE / METRES_PER_UNIT
        return f"{x:.0f} {y:.0f}"

    paths = []
    for part in clipped:
        pieces = part if isinstance(part, GeometryCollection) else [part]
        lines = [piece for piece in pieces if isinstance(piece, LineString)]
        paths += ["M" + "L".join(unit(lon, lat) for lon, lat in line.coords) for line in lines]
    return list(dict.fromkeys(paths))
