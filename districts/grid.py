"""The one grid of cells: the web-Mercator quadtree, its keys, and its geometry.

A cell of level z is the web-Mercator tile z/x/y. Its key is the Morton number of (x, y): the bits of x stand
on even places, those of y on odd ones, so a parent's key is its child's key shifted right by two bits.
The database computes the same keys with ``grid_cell`` (``sql/grid_cell.sql``).
"""

import math

import numpy as np
from numpy.typing import ArrayLike, NDArray

FINEST_LEVEL = 18
"""Level of stored keys: about 113 m on the ground in Shymkent."""

COARSEST_LEVEL = 10
"""The coarsest level that counts are stored for: a city lies in a few such cells of about 29 km."""

BLOCK_BITS = 5
"""Counts are stored by blocks of 2⁵ × 2⁵ cells of a level."""

BLOCK_MASK = (1 << BLOCK_BITS) - 1

MAX_LATITUDE = 85.0511287798066
WGS84_MAJOR_KM = 6378.137
WGS84_ECCENTRICITY = 0.0818191908426215

METRES_A_DEGREE = 111_320.0
"""Of latitude; of longitude so many times the cosine of the latitude. For short distances, good to 1 %."""


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


def tile_bounds(x: float, y: float, level: int) -> tuple[float, float, float, float]:
    """Return a tile's (west, south, east, north) in degrees, EPSG:4326."""
    size = 1 << level

    def latitude(row: float) -> float:
        return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * row / size))))

    return x / size * 360 - 180, latitude(y + 1), (x + 1) / size * 360 - 180, latitude(y)


def tile_centre(x: int, y: int, level: int) -> tuple[float, float]:
    """Return the (lon, lat) of the middle of a tile in web Mercator, EPSG:4326."""
    size = 1 << level
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - (2 * y + 1) / size))))
    return (x + 0.5) / size * 360 - 180, lat


def tiles_of_keys(keys: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the x and y of many Morton keys of level 18 or coarser at once."""
    return _gather_bits(keys), _gather_bits(keys >> 1)


def keys_of_tiles(x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the Morton keys of many tiles at once."""
    return _spread_bits(x) | (_spread_bits(y) << 1)


def cells_in_blocks(x: NDArray[np.int64], y: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where cells stand within their blocks: row × 32 + column, 0–1023."""
    return (y & BLOCK_MASK) << BLOCK_BITS | (x & BLOCK_MASK)


def tile_centres(x: ArrayLike, y: ArrayLike, level: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the lon and lat of the middles of many tiles of a level, EPSG:4326."""
    size = 1 << level
    lon = (np.asarray(x, dtype=np.float64) + 0.5) / size * 360 - 180
    return lon, np.degrees(np.arctan(np.sinh(np.pi * (1 - (2 * np.asarray(y, dtype=np.float64) + 1) / size))))


def cell_areas_km2(y: ArrayLike, level: int) -> NDArray[np.float64]:
    """Return the areas of cells by their row ``y``, geodesic on WGS 84, km²; all cells of a row have one.

    The area between two parallels is exact (Snyder, Map Projections, 1987, equation 3-12 of the authalic
    latitude); web Mercator's own square is 1.83 times too large in Shymkent.
    """
    size = 1 << level
    rows = np.asarray(y, dtype=np.float64)
    north, south = (np.arctan(np.sinh(np.pi * (1 - 2 * edge / size))) for edge in (rows, rows + 1))
    return np.asarray(2 * np.pi / size * (_area_from_equator(north) - _area_from_equator(south)))


def _area_from_equator(latitude: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the area between the equator and parallels (radians), km² for each radian of longitude."""
    e = WGS84_ECCENTRICITY
    sine = np.sin(latitude)
    authalic = sine / (1 - (e * sine) ** 2) + np.arctanh(e * sine) / e
    return np.asarray(WGS84_MAJOR_KM**2 * (1 - e**2) / 2 * authalic)


def _spread_bits(numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return numbers of 18 bits or fewer with their bits on the even places, as SQL's ``grid_spread``."""
    bits = numbers.astype(np.int64)
    for shift, mask in (
        (16, 0x0000FFFF0000FFFF),
        (8, 0x00FF00FF00FF00FF),
        (4, 0x0F0F0F0F0F0F0F0F),
        (2, 0x3333333333333333),
        (1, 0x5555555555555555),
    ):
        bits = (bits | (bits << shift)) & mask
    return np.asarray(bits)


def _gather_bits(keys: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the numbers whose bits stand on the even places: the inverse of SQL's ``grid_spread``."""
    bits = keys & 0x5555555555555555
    for shift, mask in (
        (1, 0x3333333333333333),
        (2, 0x0F0F0F0F0F0F0F0F),
        (4, 0x00FF00FF00FF00FF),
        (8, 0x0000FFFF0000FFFF),
        (16, 0x00000000FFFFFFFF),
    ):
        bits = (bits | (bits >> shift)) & mask
    return np.asarray(bits)
