"""The one grid of cells: the web-Mercator quadtree, its keys, and its geometry.

A cell of level z is the web-Mercator tile z/x/y. Its key is the Morton number of (x, y): the bits of x stand
on even places, those of y on odd ones, so a parent's key is its child's key shifted right by two bits.
The database computes the same keys with ``grid_cell`` (migration ``districts.0001``).
"""

import math

from django.db.models import BigIntegerField, Expression, Func

FINEST_LEVEL = 18
"""Level of stored keys: about 113 m on the ground in Shymkent."""

MAX_LATITUDE = 85.0511287798066


class GridCell(Func):
    """The key of the finest cell of a point column (SRID 4326), NULL where there is no point."""

    function = "grid_cell"
    output_field = BigIntegerField()

    def __init__(self, location: str | Expression) -> None:
        super().__init__(location)


def tile_of(lon: float, lat: float, level: int) -> tuple[int, int]:
    """Return the (x, y) of the tile that holds a position (degrees, EPSG:4326), y growing southward."""
    size = 1 << level
    lat = max(-MAX_LATITUDE, min(MAX_LATITUDE, lat))
    x = (lon + 180.0) / 360.0
    y = 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
    return min(size - 1, max(0, math.floor(x * size))), min(size - 1, max(0, math.floor(y * size)))


def key_of_tile(x: int, y: int) -> int:
    """Return the Morton key of a tile."""
    key = 0
    for bit in range(max(x.bit_length(), y.bit_length())):
        key |= ((x >> bit) & 1) << (2 * bit) | ((y >> bit) & 1) << (2 * bit + 1)
    return key


def tile_of_key(key: int) -> tuple[int, int]:
    """Return the (x, y) whose Morton key this is."""
    x = y = 0
    for bit in range((key.bit_length() + 1) // 2):
        x |= ((key >> (2 * bit)) & 1) << bit
        y |= ((key >> (2 * bit + 1)) & 1) << bit
    return x, y


def tile_bounds(x: int, y: int, level: int) -> tuple[float, float, float, float]:
    """Return a tile's (west, south, east, north) in degrees, EPSG:4326."""
    size = 1 << level

    def latitude(row: int) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / size))))

    return x / size * 360 - 180, latitude(y + 1), (x + 1) / size * 360 - 180, latitude(y)


def tile_centre(x: int, y: int, level: int) -> tuple[float, float]:
    """Return the (lon, lat) of the middle of a tile in web Mercator, EPSG:4326."""
    size = 1 << level
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - (2 * y + 1) / size))))
    return (x + 0.5) / size * 360 - 180, lat
