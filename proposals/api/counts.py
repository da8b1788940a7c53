"""Heat map data, and counts and rates by district."""

from typing import Any

import numpy as np
import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema

from proposals.api.caching import counted, tag_answer, versioned_view
from proposals.api.queries import FilterQuery, HeatmapQuery
from proposals.filters import CORE, parse_filter
from proposals.heatmap.counts import count_districts
from proposals.heatmap.cube.reading import Cells, read_cells

router = Router(tags=["counts"])
DIGITS = 9
TOTAL_DIGITS = 6


class HeatmapAnswer(Schema):
    """Cells with weight; ``total`` is the sum of the weights."""

    level: int
    total: float
    cells: list[tuple[float, float, float]]


class DistrictRow(Schema):
    """A district's count and rates; a rate is null where its denominator is unknown, scans where they are few."""

    kato: str
    slug: str
    name: str
    count: float
    per_1000: float | None
    per_km2: float
    scans: float | None
    per_1000_scans: float | None


class DistrictsAnswer(Schema):
    """``total`` = ``outside`` + the counts."""

    total: float
    outside: float
    districts: list[DistrictRow]


@router.get("/heatmap", response=HeatmapAnswer, summary="Weights by cell")
@versioned_view()
def heatmap(request: HttpRequest, query: Query[HeatmapQuery]) -> HttpResponse:
    """Cells of the web-Mercator quadtree as [lon, lat, weight], at most 4,000, finer the closer the map."""
    chosen = parse_filter(request.GET, known=CORE | {"bbox"}, also={"zoom", "lang"})
    cells = read_cells(chosen, zoom=query.zoom)
    return tag_answer(
        request, encode(cells), version=cells.version, content_type="application/json; charset=utf-8"
    )


def encode(cells: Cells) -> bytes:
    """Return the answer of the heat map: the middles of the cells and their weights, as JSON."""
    lon, lat = cells.lon_lat()
    weight = np.round(cells.weight, DIGITS)
    rows = np.column_stack((np.round(lon, 6), np.round(lat, 6), weight))
    answer = {"level": cells.level, "total": round(float(weight.sum()), TOTAL_DIGITS), "cells": rows}
    return orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)


@router.get("/districts", response=DistrictsAnswer, summary="Counts and rates by district")
@counted()
def districts(request: HttpRequest, query: Query[FilterQuery]) -> dict[str, Any]:
    """Counts, per 1,000 residents, per km² and per 1,000 scans of its signs, by the boundaries of today."""
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
                "scans": None if row.scans is None else round(row.scans, 4),
                "per_1000_scans": None if row.per_1000_scans is None else round(row.per_1000_scans, 4),
            }
            for row in counts.rows
        ],
    }
