"""The queue: which proposals, in which order, kept in the address."""

import datetime as dt
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Self, TypeVar

from django.db.models import Count, Q
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from districts.models import District
from geoportal.staff.access import Action, grants, may
from proposals.deadlines import answered_by, moderated_by
from proposals.filters import OUTSIDE
from proposals.models import COUNTED_STATUSES, Proposal, Status, Topic
from proposals.models.querysets import ProposalQuerySet

Choice = TypeVar("Choice", bound=StrEnum)

PAGE_SIZE = 50
PAGES_MAX = 2000


class Tab(StrEnum):
    """A part of the queue."""

    NEW = "new"
    WORK = "work"
    DECIDED = "decided"
    ALL = "all"


class Sort(StrEnum):
    """The order of the queue."""

    OLDEST = "oldest"
    NEWEST = "newest"
    CHANGED = "changed"


class Many(StrEnum):
    """Which of the proposals that came when many did."""

    ONLY = "only"
    WITHOUT = "without"


ANSWERED = (Status.DONE, Status.DECLINED, Status.FORWARDED)
TAB_STATUSES: dict[Tab, tuple[Status, ...]] = {
    Tab.NEW: (Status.SUBMITTED,),
    Tab.WORK: tuple(status for status in COUNTED_STATUSES if status not in ANSWERED),
    Tab.DECIDED: (*ANSWERED, Status.REJECTED, Status.MERGED, Status.WITHDRAWN),
    Tab.ALL: tuple(Status),
}
TAB_LABELS = {
    Tab.NEW: _("New"),
    Tab.WORK: _("In work"),
    Tab.DECIDED: _("Decided"),
    Tab.ALL: _("All"),
}
SORT_LABELS = {
    Sort.OLDEST: _("Oldest first"),
    Sort.NEWEST: _("Newest first"),
    Sort.CHANGED: _("Latest change first"),
}
MANY_LABELS = {
    Many.ONLY: _("One of many: only these"),
    Many.WITHOUT: _("One of many: without these"),
}
DEFAULT_SORT = {
    Tab.NEW: Sort.OLDEST,
    Tab.WORK: Sort.OLDEST,
    Tab.DECIDED: Sort.CHANGED,
    Tab.ALL: Sort.CHANGED,
}
FIELDS: dict[Sort, tuple[str, bool]] = {
    Sort.OLDEST: ("submitted_at", False),
    Sort.NEWEST: ("submitted_at", True),
    Sort.CHANGED: ("status_changed_at", True),
}
"""The field by which an order goes, and whether from the greatest down."""


@dataclass(frozen=True, slots=True)
class Queue:
    """What an address asks for.

    Attributes:
        tab: the part.
        sort: the order.
        district: slug of a district of today, ``outside``, or empty for all.
        topic: slug, or empty for all.
        many: only those that came as one of many, or without them; empty for all.
        page: the page, from 1.
    """

    tab: Tab
    sort: Sort
    district: str = ""
    topic: str = ""
    many: str = ""
    page: int = 1

    @classmethod
    def from_query(cls, query: QueryDict, user: Any) -> Self:
        """Read a queue; what is unknown falls back to the default, which follows from the permissions."""
        first = Tab.NEW if may(user, Action.MODERATE) else Tab.WORK
        tab = _one_of(Tab, query.get("tab", "")) or first
        sort = _one_of(Sort, query.get("sort", "")) or DEFAULT_SORT[tab]
        district, topic, page = query.get("district", ""), query.get("topic", ""), query.get("page", "")
        districts = {OUTSIDE, *District.objects.current().values_list("slug", flat=True)}
        topics = set(Topic.objects.values_list("slug", flat=True))
        return cls(
            tab=tab,
            sort=sort,
            district=district if district in districts else "",
            topic=topic if topic in topics else "",
            many=_one_of(Many, query.get("many", "")) or "",
            page=int(page) if page.isdecimal() and 0 < len(page) < 6 and 1 <= int(page) <= PAGES_MAX else 1,
        )

    @property
    def query(self) -> str:
        """The address's parameters that mean this queue."""
        query = QueryDict(mutable=True)
        query["tab"] = self.tab.value
        if self.sort is not DEFAULT_SORT[self.tab]:
            query["sort"] = self.sort.value
        for name in ("district", "topic", "many"):
            if getattr(self, name):
                query[name] = str(getattr(self, name))
        if self.page > 1:
            query["page"] = str(self.page)
        return query.urlencode()

    def tabs(self, seen: ProposalQuerySet) -> list[dict[str, Any]]:
        """Return each part with its label, its number of proposals (of all no number) and its address."""
        counts = self._narrowed(seen).aggregate(
            **{
                tab.value: Count("pk", filter=Q(status__in=TAB_STATUSES[tab]))
                for tab in Tab
                if tab is not Tab.ALL
            }
        )
        return [
            {
                "label": TAB_LABELS[tab],
                "count": counts.get(tab.value),
                "query": replace(self, tab=tab, sort=DEFAULT_SORT[tab], page=1).query,
                "current": tab is self.tab,
            }
            for tab in Tab
        ]

    def proposals(self, seen: ProposalQuerySet) -> ProposalQuerySet:
        """Return the proposals of the queue in its order."""
        field, descending = FIELDS[self.sort]
        sign = "-" if descending else ""
        chosen = self._narrowed(seen).filter(status__in=TAB_STATUSES[self.tab])
        return chosen.order_by(f"{sign}{field}", f"{sign}pk").with_names().select_related("one_of_many")

    def after(self, seen: ProposalQuerySet, current: Proposal) -> Proposal | None:
        """Return the proposal that follows one in the queue, after its last the first; None: it is alone."""
        field, descending = FIELDS[self.sort]
        way, value = "lt" if descending else "gt", getattr(current, field)
        beyond = Q(**{f"{field}__{way}": value}) | Q(**{field: value, f"pk__{way}": current.pk})
        others = self.proposals(seen).exclude(pk=current.pk)
        return others.filter(beyond).first() or others.first()

    def _narrowed(self, seen: ProposalQuerySet) -> ProposalQuerySet:
        if self.topic:
            seen = seen.filter(topic__slug=self.topic)
        if self.district:
            ids = District.objects.current().filter(slug=self.district).values_list("pk", flat=True)
            seen = seen.in_districts_or_outside(list(ids), outside=self.district == OUTSIDE)
        if self.many:
            seen = seen.filter(one_of_many__isnull=self.many == Many.WITHOUT)
        return seen


@dataclass(frozen=True, slots=True)
class Desk:
    """What a request of a member of staff works with; queue and roles are read once for it.

    Attributes:
        queue: the one that its address asks for.
        seen: the proposals that the person sees.
    """

    queue: Queue
    seen: ProposalQuerySet

    @classmethod
    def of(cls, request: HttpRequest) -> Self:
        """Read the address and the roles of a request."""
        queue = Queue.from_query(request.GET, request.user)
        return cls(queue, Proposal.objects.for_staff(request.user, Action.VIEW))

    def after(self, current: Proposal) -> Proposal | None:
        """Return the proposal that follows one in the queue, see ``Queue.after``."""
        return self.queue.after(self.seen, current)


@dataclass(frozen=True, slots=True)
class Due:
    """The day by which the city promised the next step."""

    day: dt.date

    @property
    def is_late(self) -> bool:
        """Whether the day has passed."""
        return self.day < timezone.localdate()

    @property
    def is_today(self) -> bool:
        """Whether it is today."""
        return self.day == timezone.localdate()


def due(proposal: Proposal) -> Due | None:
    """Return when the next step is due; None where nothing is promised any more."""
    if proposal.status == Status.SUBMITTED:
        return Due(moderated_by(proposal))
    if proposal.status in {Status.PUBLISHED, Status.UNDER_REVIEW}:
        return Due(answered_by(proposal))
    return None


def _one_of(choices: type[Choice], value: str) -> Choice | None:
    return choices(value) if value in [choice.value for choice in choices] else None


def areas_of(user: Any) -> tuple[list[District], bool]:
    """Return today's districts whose proposals a member of staff sees, and whether also what lies outside."""
    katos = set(grants(user, Action.VIEW).values_list("kato", flat=True))
    current = District.objects.current()
    return (list(current), True) if "" in katos else (list(current.filter(kato__in=katos)), False)
