"""What the staff's map says beside the map: facets, months and districts within one person's reach."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils import timezone

from districts.role_titles import describe_roles
from geoportal.staff.access import Action
from proposals.filters import OUTSIDE, ProposalFilter
from proposals.heatmap.counts import Reach, count_by_status, count_by_topic
from proposals.heatmap.page import Metric, month_bars, months_shown, shaded
from proposals.models import Proposal, Status, Topic
from proposals.review.map_data import count_within
from proposals.review.queue import TAB_LABELS, TAB_STATUSES, Tab, areas_of, due

OLDEST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Preset:
    """Statuses that are chosen together, as the queue's parts."""

    tab: Tab
    query: str
    is_chosen: bool

    @property
    def label(self) -> str:
        """The part's name."""
        return str(TAB_LABELS[self.tab])


def map_context(user: Any, chosen: ProposalFilter, metric: Metric) -> dict[str, Any]:
    """Return what the page shows; every facet is counted under the others.

    Args:
        user: the member of staff.
        chosen: the filter, with its statuses.
        metric: what the districts' table is ordered and shaded by.
    """
    reach = Reach.of(user, Action.VIEW)
    districts, sees_outside = areas_of(user)
    counts = count_within(user, chosen)
    topics = count_by_topic(replace(chosen, topics=()), reach=reach)
    statuses = count_by_status(replace(chosen, statuses=tuple(Status)), reach=reach)
    months = months_shown(chosen, reach=reach)
    records = chosen.narrow(Proposal.objects.for_staff(user, Action.VIEW))
    oldest = records.with_names().order_by("submitted_at", "pk")[:OLDEST_SHOWN]
    return {
        "nav_current": "review",
        "staff_role": describe_roles(user),
        "chosen": chosen,
        "presets": presets(chosen),
        "counts": counts,
        "table_metric": metric,
        "rows": shaded(counts.rows, metric),
        "topics": [(topic, topics.get(topic.slug, 0)) for topic in topics_within(reach)],
        "statuses": [(status, statuses.get(status, 0)) for status in Status],
        "months": month_bars(chosen, months, reach=reach),
        "month_choices": months[::-1],
        "period": (chosen.month_from or months[0], chosen.month_to or months[-1]),
        "districts": districts,
        "sees_outside": sees_outside,
        "outside": OUTSIDE,
        "oldest": [(proposal, due(proposal)) for proposal in oldest],
        "read_at": timezone.now(),
    }


def presets(chosen: ProposalFilter) -> list[Preset]:
    """Return the parts of the queue as choices of statuses, the other filters kept."""
    return [
        Preset(
            tab=tab,
            query=replace(chosen, statuses=statuses).query().urlencode(),
            is_chosen=set(statuses) == set(chosen.statuses),
        )
        for tab, statuses in TAB_STATUSES.items()
    ]


def topics_within(reach: Reach) -> list[Topic]:
    """Return the topics that are seen anywhere within a reach."""
    limits = [part.topics for part in reach.parts]
    topics = Topic.objects.all()
    if None not in limits:
        topics = topics.filter(pk__in=frozenset().union(*(limit for limit in limits if limit)))
    return list(topics)
