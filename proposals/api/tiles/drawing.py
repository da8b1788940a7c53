"""Draw each layer's tile: what the services count, put on the tile's grid by PostGIS."""

from dataclasses import asdict, replace
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection
from django.urls import reverse
from django.utils.translation import get_language

from districts.grid import FINEST_LEVEL, cell_areas_km2, key_of_tile, keys_of_tiles
from geoportal.database.sql import read_sql
from proposals.api.tiles.tile import BUFFER, EXTENT, CellRange, Tile
from proposals.filters import ProposalFilter
from proposals.heatmap.counts import count_districts, read_cells, read_routes
from stops.network.models import PlaceKind

WORLD_M = 40_075_016.68557849
"""Side of the web-Mercator world, EPSG:3857."""

CELL_LEVELS_FINER = 5
"""Cells are this many levels finer than the tile: 32 × 32 at most, the same on both sides of every edge."""

DIGITS = 9
SIMPLIFIED_UNITS = 3
SQUARES_OF_PROPOSALS = 64
"""Proposals are stacked by 64 × 64 squares of a tile: at most 4,096 features in it, however many there are."""

PROPOSALS_READ_MAX = 10_000
"""A tile reads this many proposals at most; of more, whole cells are counted instead."""

FAR_PLACES = (PlaceKind.PUBLIC_SPACE, PlaceKind.INSTITUTION)
ALL_PLACES = (*FAR_PLACES, PlaceKind.STOP)
STOPS_FROM_ZOOM = 12
SQUARES_OF_PLACES, SQUARES_OF_CLOSE_PLACES, CLOSE_FROM_ZOOM = 32, 64, 14
PUBLIC_ID_STANDIN = "0000000000"


def draw_cells(tile: Tile, chosen: ProposalFilter) -> bytes:
    """Return the heat map's cells in a tile with weight and weight per km² (geodesic)."""
    shown = tile.cells(min(FINEST_LEVEL, tile.z + CELL_LEVELS_FINER))
    cells = read_cells(replace(chosen, bbox=shown.bbox), level=shown.level)
    return _draw(
        "cells",
        tile,
        side=EXTENT // shown.side,
        ids=keys_of_tiles(cells.x, cells.y).tolist(),
        across=(cells.x - shown.x).tolist(),
        down=(cells.y - shown.y).tolist(),
        weights=np.round(cells.weight, DIGITS).tolist(),
        per_km2=(cells.weight / cell_areas_km2(cells.y, shown.level)).tolist(),
    )


def draw_districts(tile: Tile, chosen: ProposalFilter) -> bytes:
    """Return today's districts in a tile with counts and rates under a filter."""
    rows = count_districts(chosen).rows
    return _draw(
        "districts",
        tile,
        **_around(tile, BUFFER),
        tolerance=WORLD_M / (1 << tile.z) / EXTENT * SIMPLIFIED_UNITS,
        districts=[row.district.pk for row in rows],
        counts=[round(row.count, DIGITS) for row in rows],
        per_1000=[None if row.per_1000 is None else round(row.per_1000, 4) for row in rows],
        per_km2=[round(row.per_km2, 4) for row in rows],
        scans=[None if row.scans is None else round(row.scans, 4) for row in rows],
        per_1000_scans=[None if row.per_1000_scans is None else round(row.per_1000_scans, 4) for row in rows],
    )


def draw_routes(tile: Tile, chosen: ProposalFilter) -> bytes:
    """Return the lines of the routes in use in a tile, each with its number of whole-route proposals."""
    by_version = read_routes(chosen)
    return _draw(
        "routes",
        tile,
        **_around(tile, BUFFER),
        versions=list(by_version.keys()),
        counts=list(by_version.values()),
    )


def draw_places(tile: Tile, _chosen: ProposalFilter) -> bytes:
    """Return the places in use in a tile, thinned so that a tile has 4,096 at most."""
    return _draw(
        "places",
        tile,
        **_around(tile, 1),
        kinds=[kind.value for kind in (ALL_PLACES if tile.z >= STOPS_FROM_ZOOM else FAR_PLACES)],
        squares=SQUARES_OF_CLOSE_PLACES if tile.z >= CLOSE_FROM_ZOOM else SQUARES_OF_PLACES,
    )


def draw_proposals(tile: Tile, chosen: ProposalFilter) -> bytes:
    """Return the published proposals at points in a tile; what stands in one square is one feature.

    Where that would read more than 10,000 proposals, the fullest cells are one feature each, counted by the cube.
    """
    shown = tile.cells(FINEST_LEVEL)
    cells = read_cells(replace(chosen, bbox=shown.bbox), level=shown.level, with_routes=False)
    keys = keys_of_tiles(cells.x, cells.y)
    by_weight = np.argsort(cells.weight)
    crowded = by_weight[np.cumsum(cells.weight[by_weight]) > PROPOSALS_READ_MAX]
    crowded_lon, crowded_lat = (each[crowded] for each in cells.lon_lat())
    first, last = _keys(shown)
    matching = (
        chosen.apply()
        .filter(location__isnull=False, cell__gte=first, cell__lte=last)
        .exclude(cell__in=keys[crowded].tolist())
        .order_by()
        .values("id", "location", "topic_id", "status", "submitted_at")
    )
    sql, values = matching.query.sql_with_params()
    named = {f"matching_{index}": value for index, value in enumerate(values)}
    before, after = reverse("residents:detail", args=[PUBLIC_ID_STANDIN]).split(PUBLIC_ID_STANDIN)
    return _draw(
        "proposals",
        tile,
        sql % tuple(f"%({name})s" for name in named),
        **named,
        crowded_lon=crowded_lon.tolist(),
        crowded_lat=crowded_lat.tolist(),
        crowded=np.round(cells.weight[crowded]).astype(int).tolist(),
        squares=SQUARES_OF_PROPOSALS,
        time_zone=settings.TIME_ZONE,
        url_before=settings.PUBLIC_URL + before,
        url_after=after,
    )


def _draw(layer: str, tile: Tile, matching: str = "", **values: Any) -> bytes:
    values |= asdict(tile) | {"language": get_language(), "buffer": BUFFER}
    with connection.cursor() as cursor:
        cursor.execute(read_sql("proposals.api", f"tile_{layer}").replace("{matching}", matching), values)
        return bytes(cursor.fetchone()[0])


def _around(tile: Tile, buffer: int) -> dict[str, Any]:
    return dict(zip(("west", "south", "east", "north"), tile.bbox(buffer), strict=True))


def _keys(cells: CellRange) -> tuple[int, int]:
    """Return the first and last key of the finest cells of a tile; its cells' keys are neighbours."""
    first = key_of_tile(cells.x, cells.y)
    return first, first + cells.side**2 - 1
