"""Heat map data, and counts and rates by district."""

from typing import Any

from django.http import HttpRequest
from ninja import Query, Router, Schema

from districts.grid import FINEST_LEVEL, tile_centre, tile_of_key
from proposals.api.caching import counted
from proposals.api.queries import FilterQuery, HeatmapQuery
from proposals.filters import CORE, ProposalFilter, parse_filter
from proposals.heatmap.counts import CellCount, count_cells, count_districts

router = Router(tags=["counts"])
CELLS_MAX = 4000
LEVELS_BEYOND_ZOOM = 6
DIGITS = 9
TOTAL_DIGITS = 6


class HeatmapAnswer(Schema):
    """Cells with weight; ``total`` is the sum of the weights."""

    level: int
    total: float
    cells: list[tuple[float, float, float]]


class DistrictRow(Schema):
    """A district's count and rates; a rate is null where its denominator is unknown."""

    kato: str
    slug: str
    name: str
    count: float
    per_1000: float | None
    per_km2: float


class DistrictsAnswer(Schema):
    """``total`` = ``outside`` + the counts."""

    total: float
    outside: float
    districts: list[DistrictRow]


@router.get("/heatmap", response=HeatmapAnswer, summary="Weights by cell")
@counted()
def heatmap(request: HttpRequest, query: Query[HeatmapQuery]) -> dict[str, Any]:
    """Cells of the web-Mercator quadtree as [lon, lat, weight], at most 4,000, finer the closer the map."""
    chosen = parse_filter(request.GET, known=CORE | {"bbox"}, also={"zoom", "lang"})
    level, cells = cells_for_zoom(chosen, query.zoom)
    rows = []
    for cell in cells:
        lon, lat = tile_centre(*tile_of_key(cell.key), level)
        rows.append((round(lon, 6), round(lat, 6), round(cell.weight, DIGITS)))
    return {
        "level": level,
        "total": round(sum(weight for _lon, _lat, weight in rows), TOTAL_DIGITS),
        "cells": rows,
    }


@router.get("/districts", response=DistrictsAnswer, summary="Counts and rates by district")
@counted()
def districts(request: HttpRequest, query: Query[FilterQuery]) -> dict[str, Any]:
    """Counts, per 1,000 residents and per km², by the boundaries of today."""
    counts = count_districts(parse_filter(request.GET, also={"lang"}))
    return {
        "total": round(counts.total, TOTAL_DIGITS),
        "outside": round(counts.outside, DIGITS),
        "districts": [
            {
                "kato": row.district.kato,
                "slug": row.district.slug,
                "name": row.district.name,
                "count": round(row.count, DIGITS),
                "per_1000": None if row.per_1000 is None else round(row.per_1000, 4),
                "per_km2": round(row.per_km2, 4),
            }
            for row in counts.rows
        ],
    }


def cells_for_zoom(chosen: ProposalFilter, zoom: int) -> tuple[int, list[CellCount]]:
    """Return the finest level that suits a zoom with at most 4,000 cells, and its cells."""
    level = min(FINEST_LEVEL, zoom + LEVELS_BEYOND_ZOOM)
    cells = count_cells(chosen, level)
    while len(cells) > CELLS_MAX and level > 0:
        level -= 1
        cells = _coarser(cells)
    return level, cells


def _coarser(cells: list[CellCount]) -> list[CellCount]:
    parents: dict[int, float] = {}
    for cell in cells:
        parents[cell.key >> 2] = parents.get(cell.key >> 2, 0.0) + cell.weight
    return [CellCount(key, weight) for key, weight in sorted(parents.items())]
