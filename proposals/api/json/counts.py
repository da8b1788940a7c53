"""Heat map data, and counts and rates by district."""

from typing import Annotated

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Field, Query, Router, Schema

from proposals.api.caching import tag_answer, versioned_view
from proposals.api.json.queries import REFUSED, FilterQuery, HeatmapQuery
from proposals.filters import CORE, parse_filter
from proposals.heatmap.counts import count_districts, data_version, read_cells
from proposals.heatmap.encoding import DIGITS, TOTAL_DIGITS, district_row, encode_cells

router = Router(tags=["counts"])
JSON = "application/json; charset=utf-8"


class HeatmapAnswer(Schema):
    """Cells with weight; ``total`` is the sum of the weights."""

    level: int
    total: float
    cells: list[Annotated[list[float], Field(min_length=3, max_length=3)]]


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


@router.get("/heatmap", response={200: HeatmapAnswer, **REFUSED}, summary="Weights by cell")
@versioned_view()
def heatmap(request: HttpRequest, query: Query[HeatmapQuery]) -> HttpResponse:
    """Cells of the web-Mercator quadtree as [lon, lat, weight], at most 4,000, finer the closer the map."""
    chosen = parse_filter(request.GET, known=CORE | {"bbox"}, also={"zoom", "lang"})
    cells = read_cells(chosen, zoom=query.zoom)
    return tag_answer(request, encode_cells(cells), version=cells.version, content_type=JSON)


@router.get("/districts", response={200: DistrictsAnswer, **REFUSED}, summary="Counts and rates by district")
@versioned_view()
def districts(request: HttpRequest, query: Query[FilterQuery]) -> HttpResponse:
    """Counts, per 1,000 residents, per km² and per 1,000 scans of its signs, by the boundaries of today."""
    chosen = parse_filter(request.GET, also={"lang"})
    # Read first: an answer may then be newer than its tag says, and never older.
    version = data_version()
    counts = count_districts(chosen)
    answer = {
        "total": round(counts.total, TOTAL_DIGITS),
        "outside": round(counts.outside, DIGITS),
        "districts": [district_row(row) for row in counts.rows],
    }
    return tag_answer(request, orjson.dumps(answer), version=version, content_type=JSON)
