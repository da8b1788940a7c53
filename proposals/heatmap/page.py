"""What the public map says beside the map: facets, months, districts, the most supported."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from districts.models import District
from geoportal.web.dates import short_month
from proposals.filters import ProposalFilter, month_after
from proposals.heatmap.counts import (
    DistrictCount,
    count_by_month,
    count_by_status,
    count_by_topic,
    count_districts,
)
from proposals.heatmap.cube.reach import Reach
from proposals.heatmap.scales import DIVISORS, divisor
from proposals.models import COUNTED_STATUSES, Status, Topic

MONTHS_SHOWN = 12
MOST_SUPPORTED = 8


class View(StrEnum):
    """What the map draws."""

    HEAT = "heat"
    GRID = "grid"
    DISTRICTS = "districts"


class Metric(StrEnum):
    """What the districts are coloured by; a rate before a count."""

    PER_1000 = "per_1000"
    PER_KM2 = "per_km2"
    PER_1000_SCANS = "per_1000_scans"
    COUNT = "count"


METRICS: dict[View, tuple[Metric, ...]] = {
    View.HEAT: (Metric.PER_KM2,),
    View.GRID: (Metric.COUNT, Metric.PER_KM2),
    View.DISTRICTS: (Metric.PER_1000, Metric.PER_KM2, Metric.PER_1000_SCANS, Metric.COUNT),
}
"""What each view can be coloured by, its default first."""

MAP_RULES = {"metrics": METRICS, "divisors": DIVISORS}
"""What the map's scripts are told of it."""


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month of the bar.

    Attributes:
        month: its first day.
        count: proposals of that month, whatever months are chosen.
        height: the same in percent of the fullest month.
        label: what stands under the bar, empty where there is no room.
        is_chosen: whether the filter takes it.
        is_running: whether it is the present month.
    """

    month: dt.date
    count: float
    height: float
    label: str
    is_chosen: bool
    is_running: bool


def parse_view(query: QueryDict) -> View:
    """Return the view asked for: the smooth heat by default and for anything unknown."""
    name = query.get("view", View.HEAT)
    return View(name) if name in set(View) else View.HEAT


def parse_metric(query: QueryDict, view: View) -> Metric:
    """Return the measure asked for, or the view's default for anything that the view cannot show."""
    name = query.get("metric", "")
    return Metric(name) if name in METRICS[view] else METRICS[view][0]


def map_context(chosen: ProposalFilter, metric: Metric) -> dict[str, Any]:
    """Return what the page shows of a filter: every facet is counted under the others.

    Args:
        chosen: the filter.
        metric: what the districts' table is ordered and shaded by.
    """
    counts = count_districts(chosen)
    topics = count_by_topic(replace(chosen, topics=()))
    statuses = count_by_status(replace(chosen, statuses=()))
    months = months_shown(chosen)
    most_supported = chosen.apply().with_names().most_supported_first()[:MOST_SUPPORTED]
    return {
        "counts": counts,
        "table_metric": metric,
        "rows": shaded(counts.rows, metric),
        "topics": [(topic, topics.get(topic.slug, 0)) for topic in Topic.objects.all()],
        "statuses": [(status, statuses.get(status, 0)) for status in COUNTED_STATUSES],
        "months": month_bars(chosen, months),
        "month_choices": months[::-1],
        "period": (chosen.month_from or months[0], chosen.month_to or months[-1]),
        "districts": District.objects.current(),
        "most_supported": most_supported,
        "read_at": timezone.now(),
    }


def shaded(rows: list[DistrictCount], metric: Metric) -> list[tuple[DistrictCount, float | None]]:
    """Return districts from the greatest value of a measure, each with the value that says its class."""
    rates = sorted(((row, _value(row, metric)) for row in rows), key=lambda pair: -(pair[1] or 0))
    by = divisor([value for _row, value in rates], metric)
    return [(row, None if value is None else value * by) for row, value in rates]


def _value(row: DistrictCount, metric: Metric) -> float | None:
    value: float | None = getattr(row, metric)
    return value


def months_shown(chosen: ProposalFilter, *, reach: Reach | None = None) -> list[dt.date]:
    """Return all months since the city's first proposal, at least twelve, and those chosen beyond them.

    They are the same under every filter, so that the months keep their places while a reader filters. With the
    reach of a member of staff, since the first proposal there, of whatever status.
    """
    first_of = ProposalFilter() if reach is None else ProposalFilter(statuses=tuple(Status))
    present = timezone.localdate().replace(day=1)
    ends = [month for month in (chosen.month_from, chosen.month_to) if month]
    known = [month for month, _count in count_by_month(first_of, reach=reach)]
    first = min([known[0], month_after(present, 1 - MONTHS_SHOWN), *ends])
    last = max([present, *ends])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return [month_after(first, step) for step in range(months)]


def month_bars(
    chosen: ProposalFilter, months: list[dt.date], *, reach: Reach | None = None
) -> list[MonthBar]:
    """Return a bar for each of the months, whatever months are chosen, the present one running."""
    present = timezone.localdate().replace(day=1)
    counts = count_by_month(replace(chosen, month_from=months[0], month_to=months[-1]), reach=reach)
    fullest = max((count for _month, count in counts), default=0)
    first = chosen.month_from or dt.date.min
    last = chosen.month_to or dt.date.max
    return [
        MonthBar(
            month=month,
            count=count,
            height=100 * count / fullest if fullest else 0,
            label=_label(month, among=len(months)),
            is_chosen=first <= month <= last,
            is_running=month == present,
        )
        for month, count in counts
    ]


def _label(month: dt.date, *, among: int) -> str:
    """Return a month's short name, or where there are many months the year under each January."""
    if among <= MONTHS_SHOWN:
        return short_month(month)
    return f"{month.year}" if month.month == 1 else ""
