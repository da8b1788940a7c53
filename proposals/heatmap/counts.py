"""Counts of published proposals by district, cell, topic, status and month.

A proposal with a point counts 1 where it lies. A whole-route proposal counts by the shares of its route
version, so that districts + outside = cells = number of proposals. Everything is counted straight from the
tables, each figure in two grouped queries: one for points, one for shares.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Count, F, Q, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import TruncMonth
from django.utils import timezone

from districts.grid import FINEST_LEVEL, tile_centre, tile_of, tile_of_key
from districts.models import District
from proposals.filters import OUTSIDE, Bbox, ProposalFilter, month_after
from proposals.models import Status, Topic
from proposals.models.querysets import ProposalQuerySet
from stops.models import RouteShare
from stops.strips import strip_along

SHARE = "route_version__shares__share"
SHARE_CELL = "route_version__shares__cell"
SHARE_DISTRICT = "route_version__shares__district"


@dataclass(frozen=True, slots=True)
class DistrictCount:
    """A district's count and its rates; ``per_1000`` is None where the population is unknown."""

    district: District
    count: float
    per_1000: float | None
    per_km2: float


@dataclass(frozen=True, slots=True)
class DistrictCounts:
    """Counts of all districts of today and of what lies outside them; they sum to the total."""

    total: float
    outside: float
    rows: list[DistrictCount]

    @property
    def per_1000(self) -> float | None:
        """The city's rate over the districts whose population is known."""
        peopled = [row for row in self.rows if row.district.population]
        return _rate(sum(row.count for row in peopled), sum(row.district.population or 0 for row in peopled))

    @property
    def per_km2(self) -> float | None:
        """The city's rate over all districts; ``None`` where there are none."""
        area_km2 = sum(row.district.area_km2 for row in self.rows)
        return sum(row.count for row in self.rows) / area_km2 if area_km2 else None


@dataclass(frozen=True, slots=True)
class CellCount:
    """A cell's key (see ``districts.grid``) and the weight in it."""

    key: int
    weight: float


def count_districts(chosen: ProposalFilter) -> DistrictCounts:
    """Return counts and rates of today's districts under a filter."""
    weights = _grouped(chosen, point=F("district"), share=F(SHARE_DISTRICT))
    rows = [
        DistrictCount(
            district=district,
            count=weights.get(district.pk, 0.0),
            per_1000=_rate(weights.get(district.pk, 0.0), district.population),
            per_km2=weights.get(district.pk, 0.0) / district.area_km2,
        )
        for district in District.objects.current()
    ]
    inside = {row.district.pk for row in rows}
    outside = sum(weight for district, weight in weights.items() if district not in inside)
    return DistrictCounts(total=outside + sum(row.count for row in rows), outside=outside, rows=rows)


def count_cells(chosen: ProposalFilter, level: int) -> list[CellCount]:
    """Return the cells of a level (at most ``FINEST_LEVEL``) that have any weight, by key.

    With a ``bbox``, the whole cells that touch it.
    """
    shift = 2 * (FINEST_LEVEL - level)
    weights = _grouped(
        replace(chosen, bbox=None),
        point=F("cell").bitrightshift(shift),
        share=F(SHARE_CELL).bitrightshift(shift),
    )
    cells = [CellCount(int(key), weight) for key, weight in sorted(weights.items())]
    return (
        cells if chosen.bbox is None else [cell for cell in cells if _touches(cell.key, level, chosen.bbox)]
    )


def count_total(chosen: ProposalFilter) -> float:
    """Return the weight of everything under a filter."""
    shares = sum(records.aggregate(total=Sum(SHARE))["total"] or 0.0 for records in _shared(chosen))
    return float(_points(chosen).count() + shares)


def count_by_topic(chosen: ProposalFilter) -> dict[str, float]:
    """Return the weight of each topic by slug, zeros included, in the order of the topics."""
    weights = _grouped(chosen, point=F("topic__slug"), share=F("topic__slug"))
    return {slug: weights.get(slug, 0.0) for slug in Topic.objects.values_list("slug", flat=True)}


def count_by_status(chosen: ProposalFilter) -> dict[Status, float]:
    """Return the weight of each status that the filter counts, zeros included."""
    weights = _grouped(chosen, point=F("status"), share=F("status"))
    return {status: weights.get(status.value, 0.0) for status in chosen.counted_statuses()}


def count_by_month(chosen: ProposalFilter) -> list[tuple[dt.date, float]]:
    """Return the weight of each month by its first day, in the city's time zone, every month of the range.

    The range is the filter's, or from the first month with a proposal to the present one.
    """
    month = TruncMonth("submitted_at", tzinfo=timezone.get_current_timezone())
    weights = {at.date(): weight for at, weight in _grouped(chosen, point=month, share=month).items()}
    present = timezone.localdate().replace(day=1)
    first = chosen.month_from or min([*weights, present])
    last = chosen.month_to or max([*weights, present])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return [(at, weights.get(at, 0.0)) for at in (month_after(first, step) for step in range(months))]


def _rate(count: float, residents: int | None) -> float | None:
    return count / residents * 1000 if residents else None


def _grouped(chosen: ProposalFilter, *, point: Combinable, share: Combinable) -> dict[Any, float]:
    """Return weights by a key: one expression finds it for points, one for shares."""
    weights: dict[Any, float] = defaultdict(float)
    for key, count in _points(chosen).values_list(point).annotate(weight=Count("pk")):
        weights[key] += count
    for records in _shared(chosen):
        for key, weight in records.values_list(share).annotate(weight=Sum(SHARE)):
            weights[key] += weight
    return weights


def _points(chosen: ProposalFilter) -> ProposalQuerySet:
    """Return the records that count 1 at their point."""
    return chosen.apply().filter(location__isnull=False).order_by()


def _shared(chosen: ProposalFilter) -> Iterable[ProposalQuerySet]:
    """Return whole-route records joined to those of their shares that count under the filter."""
    everywhere = chosen.without_area().apply().filter(location__isnull=True).order_by()
    if chosen.place is not None:
        return []
    if chosen.route is not None and chosen.within_m is None:
        everywhere = everywhere.filter(route_version__route=chosen.route)
    where = _share_condition(chosen)
    if chosen.route is None or chosen.within_m is None:
        return [everywhere.filter(where)]
    own = everywhere.filter(where, route_version__route=chosen.route)
    strip = strip_along(chosen.route, chosen.within_m)
    if strip is None:
        return [own]
    beside = where & Q(**{f"{SHARE_CELL}__in": _cells_inside(strip)})
    return [own, everywhere.exclude(route_version__route=chosen.route).filter(beside)]


def _share_condition(chosen: ProposalFilter) -> Q:
    """Return which shares count: all, or those in the chosen districts and in the drawn area."""
    where = Q(**{f"{SHARE}__gt": 0})
    if chosen.districts:
        districts = Q(**{f"{SHARE_DISTRICT}__in": chosen.district_ids()})
        if OUTSIDE in chosen.districts:
            districts |= Q(**{f"{SHARE_DISTRICT}__isnull": True})
        where &= districts
    if chosen.area is not None:
        where &= Q(**{f"{SHARE_CELL}__in": _cells_inside(chosen.area)})
    return where


def _cells_inside(area: GEOSGeometry) -> list[int]:
    """Return the finest cells of any route whose centre lies in an area (SRID 4326)."""
    keys = list(RouteShare.objects.values_list("cell", flat=True).distinct())
    if not keys:
        return []
    centres = np.array([tile_centre(*tile_of_key(key), FINEST_LEVEL) for key in keys])
    inside = shapely.contains_xy(shapely.from_wkb(bytes(area.wkb)), centres[:, 0], centres[:, 1])
    return [key for key, is_inside in zip(keys, inside, strict=True) if is_inside]


def _touches(key: int, level: int, bbox: Bbox) -> bool:
    """Return whether a cell touches a box of degrees; ``west`` beyond ``east`` crosses the antimeridian."""
    west, south, east, north = bbox
    column, row = tile_of_key(key)
    first_column, first_row = tile_of(west, north, level)
    last_column, last_row = tile_of(east, south, level)
    if west <= east:
        in_columns = first_column <= column <= last_column
    else:
        in_columns = column >= first_column or column <= last_column
    return in_columns and first_row <= row <= last_row
