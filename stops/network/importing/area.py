"""The area about the city from which records are taken."""

import math

from districts.grid import METRES_A_DEGREE

Bbox = tuple[float, float, float, float]


def grown(bbox: Bbox, by_m: float) -> Bbox:
    """Return a bbox (west, south, east, north), degrees, moved outward by a distance on all sides."""
    west, south, east, north = bbox
    up = by_m / METRES_A_DEGREE
    aside = up / math.cos(math.radians((south + north) / 2))
    return west - aside, south - up, east + aside, north + up
