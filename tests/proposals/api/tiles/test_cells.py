"""Cells in tiles: nothing lost and nothing twice at any zoom, the same numbers as the heat map's answer."""

import datetime as dt
from collections.abc import Iterable

import pytest
from django.contrib.gis.geos import Polygon
from django.db import connection
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from districts.grid import tile_bounds, tile_of
from proposals.models import Proposal, Status
from stops.network.models import RouteVersion
from tests.factories import IN_EAST, IN_WEST, OUTSIDE, make_city, make_proposal, make_route, make_topic
from tests.proposals.api.tiles.reading import Feature, mercator, read_at, read_tile, unit_m

pytestmark = pytest.mark.django_db

Position = tuple[float, float]

# Also exactly on the edges of tiles: 69.609375 and 69.697265625 E are edges of zoom 11 and finer.
EDGES = (69.609375, 69.697265625)
longitudes = st.one_of(st.sampled_from(EDGES), st.floats(69.4, 69.8))
latitudes = st.one_of(st.just(tile_bounds(0, 757, 11)[1]), st.floats(42.2, 42.5))
places = st.one_of(st.none(), st.tuples(longitudes, latitudes))
records = st.tuples(places, st.sampled_from(["transport", "roads"]), st.sampled_from(Status))
queries = st.sampled_from(
    [{}, {"topic": "roads"}, {"district": ["west", "outside"]}, {"status": "published"}]
)


def ground() -> RouteVersion:
    for slug in ("transport", "roads"):
        make_topic(slug)
    if not RouteVersion.objects.exists():
        make_city()
        make_route()
    return RouteVersion.objects.get()


def tiles_around(z: int) -> Iterable[tuple[int, int]]:
    """Return the tiles of the whole region in which these tests have anything."""
    first, top = tile_of(69.39, 42.51, z)
    last, bottom = tile_of(69.81, 42.19, z)
    return ((x, y) for x in range(first, last + 1) for y in range(top, bottom + 1))


def weight_of(features: Iterable[Feature]) -> float:
    return sum(feature.properties["weight"] for feature in features)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(records, min_size=1, max_size=8), query=queries, z=st.sampled_from([0, 3, 8, 10, 11]))
def test_tiles_of_a_zoom_sum_to_the_total(client: Client, rows: list, query: dict, z: int) -> None:
    version = ground()
    Proposal.objects.all().delete()
    for at, topic, status in rows:
        if status != Status.MERGED:
            make_proposal(at=at, along=version if at is None else None, topic=topic, status=status)
    total = client.get("/api/v1/heatmap", query).json()["total"]
    summed = sum(weight_of(read_tile(client, "cells", z, x, y, **query)) for x, y in tiles_around(z))
    assert summed == pytest.approx(total, abs=1e-5)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(longitudes, latitudes), min_size=1, max_size=8), z=st.integers(0, 16))
def test_children_sum_to_their_parent(client: Client, rows: list[Position], z: int) -> None:
    version = ground()
    Proposal.objects.all().delete()
    for at in rows:
        make_proposal(at=at)
    make_proposal(along=version)
    x, y = tile_of(*rows[0], z)
    parent = weight_of(read_tile(client, "cells", z, x, y))
    children = [
        weight_of(read_tile(client, "cells", z + 1, 2 * x + right, 2 * y + below))
        for right in (0, 1)
        for below in (0, 1)
    ]
    assert parent > 0
    assert sum(children) == pytest.approx(parent, abs=1e-6)


@pytest.mark.parametrize("z", [0, 4, 5, 9, 13, 16, 18])
def test_cell_covers_its_square_of_the_grid(client: Client, z: int) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    make_proposal(at=IN_WEST)
    level = min(18, z + 5)
    (cell,) = read_at(client, "cells", z, IN_WEST)
    square = Polygon.from_bbox(tile_bounds(*tile_of(*IN_WEST, level), level))
    square.srid = 4326
    assert cell.geometry.bounds == pytest.approx(mercator(square).bounds, abs=unit_m(z) / 100)
    assert cell.geometry.area == pytest.approx(mercator(square).area, rel=1e-4)
    assert cell.properties["weight"] == 2
    area_km2 = square_area_km2(tile_bounds(*tile_of(*IN_WEST, level), level))
    assert cell.properties["per_km2"] == pytest.approx(2 / area_km2, rel=1e-4)


def square_area_km2(bbox: tuple[float, float, float, float]) -> float:
    """Return the area between meridians and parallels on the WGS 84 ellipsoid, by PostGIS."""
    square = Polygon.from_bbox(bbox)
    square.srid = 4326
    with connection.cursor() as cursor:
        # Parallels are no geodesics: with points along them the polygon follows.
        cursor.execute(
            "SELECT ST_Area(ST_Segmentize(%s::geometry, 0.001)::geography) / 1e6", [square.hexewkb.decode()]
        )
        return float(cursor.fetchone()[0])


@pytest.mark.parametrize("z", [19, 20, 22])
def test_closer_than_the_finest_cell_the_tile_is_filled_by_it(client: Client, z: int) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    (cell,) = read_at(client, "cells", z, IN_WEST)
    assert cell.properties["weight"] == 1
    assert cell.geometry.area == pytest.approx((unit_m(z) * 4096) ** 2, rel=1e-6)


def test_filters_are_those_of_the_heat_map(client: Client) -> None:
    make_city()
    winter, summer = dt.datetime(2026, 1, 31, 20, tzinfo=dt.UTC), dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
    make_proposal(at=IN_WEST, topic="roads", submitted_at=winter)
    make_proposal(at=IN_EAST, topic="parks", submitted_at=summer)
    make_proposal(at=OUTSIDE, topic="parks", submitted_at=summer, status=Status.UNDER_REVIEW)
    for query, expected in (
        ({}, 3),
        ({"topic": "roads"}, 1),
        ({"topic": ["roads", "parks"]}, 3),
        ({"status": "under_review"}, 1),
        ({"from": "2026-02", "to": "2026-02"}, 1),  # the last evening of January in UTC is February here
        ({"to": "2026-01"}, 0),
        ({"district": "east"}, 1),
        ({"district": ["east", "outside"]}, 2),
    ):
        assert weight_of(read_at(client, "cells", 8, IN_WEST, **query)) == expected, query


def test_neighbouring_tiles_have_cells_of_one_size(client: Client) -> None:
    make_city()
    west, east = EDGES[0] - 1e-6, EDGES[0] + 1e-6
    for lon in (west, *[east + step / 100 for step in range(8)]):
        make_proposal(at=(lon, 42.35))
    one, others = read_at(client, "cells", 11, (west, 42.35)), read_at(client, "cells", 11, (east, 42.35))
    areas = {round(feature.geometry.area) for feature in (*one, *others)}
    assert len(one) == 1
    assert len(others) > 1
    assert max(areas) - min(areas) <= 2
