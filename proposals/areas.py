"""Read and validate drawn areas, with shapely."""

import math

import shapely
from django.contrib.gis.geos import Polygon
from django.utils.translation import gettext as _

VERTICES_MAX = 2000
DECIMALS = 6
"""Of a degree: 11 cm. What is read is rounded to them, so that an address gives again what it was made of."""


class InvalidArea(ValueError):
    """The drawn area is not a simple polygon inside the world."""


def polygon_from_text(text: str) -> Polygon:
    """Return a drawn area as a GEOS Polygon, SRID 4326, counter-clockwise, closed.

    Args:
        text: vertices ``lon,lat`` in degrees, separated by spaces; the last may repeat the first.

    Raises:
        InvalidArea: fewer than 3 or more than 2,000 vertices, not numbers, outside the world,
            crossing itself, or without area.
    """
    vertices = [_vertex(word) for word in text.split()[: VERTICES_MAX + 2]]
    if len(vertices) > 1 and vertices[0] == vertices[-1]:
        vertices.pop()
    if not 3 <= len(vertices) <= VERTICES_MAX:
        raise InvalidArea(_("An area has 3 to %(most)s corners.") % {"most": VERTICES_MAX})
    shape = shapely.Polygon(vertices)
    if not shape.is_valid:
        raise InvalidArea(_("The area's outline crosses or touches itself."))
    if shape.area == 0:
        raise InvalidArea(_("The area is empty."))
    area = Polygon(shapely.geometry.polygon.orient(shape).exterior.coords[:])
    area.srid = 4326
    return area


def corners_of(area: Polygon) -> str:
    """Return the corners of an area as a text that ``polygon_from_text`` reads, the same for all outlines of one area.

    They run counter-clockwise from the westernmost, of several the southernmost; the closing one is left out.

    Args:
        area: as ``polygon_from_text`` gives it, EPSG:4326.
    """
    corners = area[0].coords[:-1]
    first = corners.index(min(corners))
    return " ".join(
        f"{lon:.{DECIMALS}f},{lat:.{DECIMALS}f}" for lon, lat in (*corners[first:], *corners[:first])
    )


def _vertex(word: str) -> tuple[float, float]:
    try:
        lon, lat = (float(part) for part in word.split(","))
    except ValueError:
        raise InvalidArea(_("A corner is “longitude,latitude” in degrees.")) from None
    if not (math.isfinite(lon) and math.isfinite(lat) and -180 <= lon <= 180 and -90 <= lat <= 90):
        raise InvalidArea(_("A corner lies outside the world."))
    # Adding 0 makes a zero of a negative zero.
    return round(lon, DECIMALS) + 0.0, round(lat, DECIMALS) + 0.0
