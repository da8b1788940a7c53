"""Counts of published proposals by district, cell, topic, status and month.

A proposal with a point counts 1 where it lies. A whole-route proposal counts by the shares of its route
version, so that districts + outside = cells = number of proposals. Figures of the whole city and of districts
come from the cube; under a drawn area, a route or a place they are counted from the tables.
With the ``reach`` of a member of staff, figures are of all the filter's statuses there and of nothing beyond; the
filter must then name them, and no area, route or place.

The other rooms come into the cube by this module only, so it hands on what they read of it as it is.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.db.models.functions import TruncMonth
from django.utils import timezone

from districts.grid import FINEST_LEVEL, keys_of_tiles
from districts.models import District
from proposals.filters import ProposalFilter, month_after
from proposals.heatmap.cube.reach import Reach
from proposals.heatmap.cube.reading import Cells, read_cells
from proposals.heatmap.cube.routes import read_routes
from proposals.heatmap.cube.sums import By, read_records, read_sums
from proposals.heatmap.cube.version import data_version
from proposals.heatmap.models import STATUS_CODES
from proposals.heatmap.scan_rates import known_scans, rate
from proposals.heatmap.table_counts import SHARE_CELL, SHARE_DISTRICT, weights_by
from proposals.models import Status, Topic

__all__ = [
    "CellCount",
    "Cells",
    "DistrictCount",
    "DistrictCounts",
    "Reach",
    "count_by_month",
    "count_by_status",
    "count_by_topic",
    "count_cells",
    "count_districts",
    "count_records",
    "count_total",
    "data_version",
    "read_cells",
    "read_routes",
]


@dataclass(frozen=True, slots=True)
class DistrictCount:
    """A district's count and its rates.

    ``per_1000`` is None where the population is unknown; ``scans`` of its signs in the chosen months and the rate
    over them, where they are fewer than 20.
    """

    district: District
    count: float
    per_1000: float | None
    per_km2: float
    scans: float | None
    per_1000_scans: float | None


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

    @property
    def per_1000_scans(self) -> float | None:
        """The city's rate over the districts whose scans are known."""
        scanned = [row for row in self.rows if row.scans]
        return rate(sum(row.count for row in scanned), sum(row.scans or 0 for row in scanned))


@dataclass(frozen=True, slots=True)
class CellCount:
    """A cell's key (see ``districts.grid``) and the weight in it."""

    key: int
    weight: float


def count_districts(chosen: ProposalFilter, *, reach: Reach | None = None) -> DistrictCounts:
    """Return counts and rates of today's districts under a filter."""
    if _is_in_cube(chosen):
        weights: dict[Any, float] = dict(read_sums(chosen, By.DISTRICT, reach=reach))
    else:
        weights = weights_by(chosen, point=F("district"), share=F(SHARE_DISTRICT))
    scans = known_scans(chosen)
    rows = [
        DistrictCount(
            district=district,
            count=weights.get(district.pk, 0.0),
            per_1000=_rate(weights.get(district.pk, 0.0), district.population),
            per_km2=weights.get(district.pk, 0.0) / district.area_km2,
            scans=scans.get(district.pk),
            per_1000_scans=rate(weights.get(district.pk, 0.0), scans.get(district.pk)),
        )
        for district in District.objects.current()
    ]
    inside = {row.district.pk for row in rows}
    outside = sum(weight for district, weight in weights.items() if district not in inside)
    return DistrictCounts(total=outside + sum(row.count for row in rows), outside=outside, rows=rows)


def count_cells(chosen: ProposalFilter, level: int) -> list[CellCount]:
    """Return the cells of a level (10 to ``FINEST_LEVEL``) that have any weight, by key.

    With a ``bbox``, and no area, route or place, the whole cells that touch it.
    """
    if _is_in_cube(chosen, boxes=True):
        cells = read_cells(chosen, level=level)
        keys = keys_of_tiles(cells.x, cells.y)
        weights = dict(zip(keys.tolist(), cells.weight.tolist(), strict=True))
    else:
        shift = 2 * (FINEST_LEVEL - level)
        weights = weights_by(
            chosen, point=F("cell").bitrightshift(shift), share=F(SHARE_CELL).bitrightshift(shift)
        )
    return [CellCount(int(key), weight) for key, weight in sorted(weights.items())]


def count_total(chosen: ProposalFilter) -> float:
    """Return the weight of everything under a filter."""
    if _is_in_cube(chosen):
        return sum(read_sums(chosen, By.DISTRICT).values())
    return sum(weights_by(chosen, point=F("topic"), share=F("topic")).values())


def count_records(chosen: ProposalFilter) -> int:
    """Return how many proposals match: a whole-route one counts 1 wherever its line crosses what is chosen."""
    return read_records(chosen) if _is_in_cube(chosen) else chosen.apply().count()


def count_by_topic(chosen: ProposalFilter, *, reach: Reach | None = None) -> dict[str, float]:
    """Return the weight of each topic by slug, zeros included, in the order of the topics."""
    if _is_in_cube(chosen):
        weights = read_sums(chosen, By.TOPIC, reach=reach)
    else:
        weights = weights_by(chosen, point=F("topic"), share=F("topic"))
    return {slug: weights.get(pk, 0.0) for pk, slug in Topic.objects.values_list("pk", "slug")}


def count_by_status(chosen: ProposalFilter, *, reach: Reach | None = None) -> dict[Status, float]:
    """Return the weight of each status that the filter counts, zeros included."""
    if _is_in_cube(chosen):
        weights = read_sums(chosen, By.STATUS, reach=reach)
        return {status: weights.get(STATUS_CODES[status], 0.0) for status in chosen.counted_statuses()}
    found = weights_by(chosen, point=F("status"), share=F("status"))
    return {status: found.get(status.value, 0.0) for status in chosen.counted_statuses()}


def count_by_month(chosen: ProposalFilter, *, reach: Reach | None = None) -> list[tuple[dt.date, float]]:
    """Return the weight of each month by its first day, in the city's time zone, every month of the range.

    The range is the filter's, or from the first month with a proposal to the present one.
    """
    if _is_in_cube(chosen):
        numbers = read_sums(chosen, By.MONTH, reach=reach).items()
        weights = {dt.date(number // 12, number % 12 + 1, 1): weight for number, weight in numbers}
    else:
        month = TruncMonth("submitted_at", tzinfo=timezone.get_current_timezone())
        weights = {at.date(): weight for at, weight in weights_by(chosen, point=month, share=month).items()}
    present = timezone.localdate().replace(day=1)
    first = chosen.month_from or min([*weights, present])
    last = chosen.month_to or max([*weights, present])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return [(at, weights.get(at, 0.0)) for at in (month_after(first, step) for step in range(months))]


def _is_in_cube(chosen: ProposalFilter, *, boxes: bool = False) -> bool:
    """Return whether the cube answers a filter: no drawn area, route or place, and no box but for cells."""
    if chosen.bbox is not None and not boxes:
        return False
    return chosen.area is None and chosen.route is None and chosen.place is None


def _rate(count: float, residents: int | None) -> float | None:
    return count / residents * 1000 if residents else None
