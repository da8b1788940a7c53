"""The public list: which proposals, in which order."""

from enum import StrEnum

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from proposals.models.querysets import ProposalQuerySet

PAGE_SIZE = 20
PAGES_MAX = 5000


class Order(StrEnum):
    """How the list is sorted."""

    NEWEST = "newest"
    SUPPORTED = "supported"
    CHANGED = "changed"


ORDER_LABELS = {
    Order.NEWEST: _("Newest first"),
    Order.SUPPORTED: _("Most supported first"),
    Order.CHANGED: _("Latest decisions first"),
}


def parse_order(query: QueryDict) -> Order:
    """Return the order asked for, newest first by default and for anything unknown."""
    try:
        return Order(query.get("order", Order.NEWEST))
    except ValueError:
        return Order.NEWEST


def pages_of(proposals: ProposalQuerySet, *, counted: int) -> Paginator:
    """Return the pages of records whose number is known, so that the database need not count them one by one."""
    paginator = Paginator(proposals, PAGE_SIZE)
    vars(paginator)["count"] = counted
    return paginator


def in_order(proposals: ProposalQuerySet, order: Order) -> ProposalQuerySet:
    """Return the proposals with their names, sorted."""
    chosen = proposals.with_names()
    match order:
        case Order.SUPPORTED:
            return chosen.most_supported_first()
        case Order.CHANGED:
            return chosen.order_by("-status_changed_at", "-pk")
        case Order.NEWEST:
            return chosen.newest_first()
