"""The grid for many cells at once agrees with the grid for one, and its areas with PostGIS."""

import numpy as np
import pytest
from django.contrib.gis.geos import Polygon
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from districts.grid import (
    cell_areas_km2,
    key_of_tile,
    keys_of_tiles,
    tile_bounds,
    tile_centre,
    tile_centres,
    tile_of_key,
    tiles_of_keys,
)

numbers = st.integers(0, 2**18 - 1)


@given(st.lists(st.tuples(numbers, numbers), min_size=1, max_size=20))
def test_keys_there_and_back(tiles: list[tuple[int, int]]) -> None:
    x, y = (np.array(column, dtype=np.int64) for column in zip(*tiles, strict=True))
    keys = keys_of_tiles(x, y)
    assert keys.tolist() == [key_of_tile(*tile) for tile in tiles]
    back_x, back_y = tiles_of_keys(keys)
    assert list(zip(back_x.tolist(), back_y.tolist(), strict=True)) == tiles
    assert [tile_of_key(int(key)) for key in keys] == tiles


@given(numbers, numbers, st.integers(10, 18))
def test_centres_are_those_of_one_tile(x: int, y: int, level: int) -> None:
    x, y = x >> (18 - level), y >> (18 - level)
    lon, lat = tile_centres([x], [y], level)
    assert (lon[0], lat[0]) == pytest.approx(tile_centre(x, y, level))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("level", "x", "y"), [(10, 709, 379), (14, 11356, 6060), (18, 181700, 96970), (18, 9, 131072)]
)
def test_areas_are_geodesic(level: int, x: int, y: int) -> None:
    bounds = Polygon.from_bbox(tile_bounds(x, y, level))
    bounds.srid = 4326
    with connection.cursor() as cursor:
        # Parallels are not geodesics: the box's edges are cut fine, so that they follow them.
        cursor.execute("SELECT ST_Area(ST_Segmentize(%s::geometry, 0.0005)::geography) / 1e6", [bounds.ewkt])
        (expected,) = cursor.fetchone()
    assert cell_areas_km2([y], level)[0] == pytest.approx(expected, rel=1e-6)
