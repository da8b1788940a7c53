"""What the public map says beside the map: facets, months, districts, the most supported."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from django.db.models import Min
from django.http import QueryDict
from django.utils import timezone

from districts.models import District
from proposals.filters import ProposalFilter, month_after
from proposals.heatmap.counts import (
    count_by_month,
    count_by_status,
    count_by_topic,
    count_districts,
)
from proposals.heatmap.scales import divisor
from proposals.models import COUNTED_STATUSES, Topic

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
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class MonthBar:
    """One month of the bar: its first day, how much, in percent of the fullest, and whether it is chosen."""

    month: dt.date
    count: float
    height: float
    is_chosen: bool
    is_running: bool


def parse_view(query: QueryDict) -> View:
    """Return the view asked for: the smooth heat by default and for anything unknown."""
    name = query.get("view", View.HEAT)
    return View(name) if name in set(View) else View.HEAT


def parse_metric(query: QueryDict) -> Metric:
    """Return the districts' measure asked for: the rate per 1,000 residents by default."""
    name = query.get("metric", Metric.PER_1000)
    return Metric(name) if name in set(Metric) else Metric.PER_1000


def map_context(chosen: ProposalFilter, metric: Metric) -> dict[str, Any]:
    """Return what the page shows of a filter: every facet is counted under the others."""
    counts = count_districts(chosen)
    topics = count_by_topic(replace(chosen, topics=()))
    statuses = count_by_status(replace(chosen, statuses=()))
    rows = sorted(counts.rows, key=lambda row: -(getattr(row, metric) or 0))
    by = divisor([getattr(row, metric) for row in rows], metric)
    earliest = first_month(chosen)
    most_supported = chosen.apply().with_names().most_supported_first()[:MOST_SUPPORTED]
    return {
        "counts": counts,
        "rows": [(row, (getattr(row, metric) or 0) * by) for row in rows],
        "topics": [(topic, topics.get(topic.slug, 0)) for topic in Topic.objects.all()],
        "statuses": [(status, statuses.get(status, 0)) for status in COUNTED_STATUSES],
        "months": month_bars(chosen),
        "earliest": earliest,
        "month_choices": month_choices(chosen, earliest),
        "districts": District.objects.current(),
        "most_supported": most_supported,
        "read_at": timezone.now(),
    }


def first_month(chosen: ProposalFilter) -> dt.date:
    """Return the month of the first proposal that the filter finds, whatever months are chosen."""
    records = replace(chosen, month_from=None, month_to=None).apply()
    first = records.aggregate(first=Min("submitted_at"))["first"]
    return timezone.localdate(first).replace(day=1) if first else timezone.localdate().replace(day=1)


def month_choices(chosen: ProposalFilter, earliest: dt.date) -> list[dt.date]:
    """Return the months to choose from, newest first: those of the bar, older ones with proposals, the chosen."""
    present = timezone.localdate().replace(day=1)
    ends = [month for month in (chosen.month_from, chosen.month_to) if month]
    first = min([earliest, month_after(present, 1 - MONTHS_SHOWN), *ends])
    last = max([present, *ends])
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return [month_after(last, -step) for step in range(months)]


def month_bars(chosen: ProposalFilter) -> list[MonthBar]:
    """Return the last twelve months, whatever months are chosen, the present one running."""
    present = timezone.localdate().replace(day=1)
    shown = replace(chosen, month_from=month_after(present, 1 - MONTHS_SHOWN), month_to=present)
    counts = count_by_month(shown)
    fullest = max((count for _month, count in counts), default=0)
    first = chosen.month_from or dt.date.min
    last = chosen.month_to or dt.date.max
    return [
        MonthBar(
            month=month,
            count=count,
            height=100 * count / fullest if fullest else 0,
            is_chosen=first <= month <= last,
            is_running=month == present,
        )
        for month, count in counts
    ]
