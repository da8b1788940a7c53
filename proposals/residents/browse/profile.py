"""A district's figures beside the city's."""

import datetime as dt
from dataclasses import dataclass, replace

from django.utils import timezone

from districts.models import District
from proposals.filters import ProposalFilter, month_after
from proposals.heatmap.counts import (
    DistrictCount,
    DistrictCounts,
    count_by_month,
    count_by_status,
    count_by_topic,
    count_districts,
)
from proposals.models import Status, Topic

MONTHS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class DistrictProfile:
    """What the page of a district shows.

    Attributes:
        own: the district's count and rates.
        city: all districts' counts, with the city's own rates.
        topics: counts, the largest first.
        statuses: counts and shares of them all, in the usual order.
        months: (first day of the month, count here, mean of the districts).
    """

    own: DistrictCount
    city: DistrictCounts
    topics: list[tuple[Topic, float]]
    statuses: list[tuple[Status, float, float]]
    months: list[tuple[dt.date, float, float]]


def last_months(months: int = MONTHS_SHOWN) -> tuple[dt.date, dt.date]:
    """Return the first days of the first and the last of that many months, the present one being last."""
    last = timezone.localdate().replace(day=1)
    return month_after(last, 1 - months), last


def district_profile(district: District, chosen: ProposalFilter) -> DistrictProfile:
    """Return a district's figures under a filter whose own districts are ignored."""
    everywhere = replace(chosen, districts=())
    here = replace(chosen, districts=(district.slug,))
    counts = count_districts(everywhere)
    own = next(row for row in counts.rows if row.district.pk == district.pk)
    topics = {topic.slug: topic for topic in Topic.objects.all()}
    by_topic = sorted(count_by_topic(here).items(), key=lambda item: -item[1])
    by_status = count_by_status(here)
    in_all = sum(by_status.values())
    city_months = dict(count_by_month(everywhere))
    return DistrictProfile(
        own=own,
        city=counts,
        topics=[(topics[slug], count) for slug, count in by_topic if count > 0],
        statuses=[(status, count, count / in_all) for status, count in by_status.items() if count > 0],
        months=[
            (month, count, city_months.get(month, 0) / len(counts.rows))
            for month, count in count_by_month(here)
        ],
    )
