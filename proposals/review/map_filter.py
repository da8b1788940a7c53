"""What the staff's map is asked to show: the public map's filters, over all statuses."""

from collections.abc import Collection
from dataclasses import replace

from django.http import QueryDict
from django.utils.translation import gettext as _

from geoportal.web.parameters import InvalidParameter
from proposals.filters import CORE, ProposalFilter, parse_filter, parse_leniently
from proposals.models import Status
from proposals.review.queue import TAB_STATUSES, Tab

WAITING = TAB_STATUSES[Tab.NEW]
"""What the map shows where no status is chosen."""


def parse_staff_filter(
    query: QueryDict, *, also: Collection[str] = (), known: Collection[str] = CORE
) -> ProposalFilter:
    """Read a filter that names its statuses, of all twelve; without any, those that wait.

    Raises:
        InvalidParameter: an unknown parameter or value, by name.
    """
    rest, statuses = _apart(query)
    return replace(parse_filter(rest, also=also, known=known), statuses=_statuses(statuses) or WAITING)


def parse_staff_leniently(query: QueryDict) -> tuple[ProposalFilter, list[InvalidParameter]]:
    """Read the filter of a page's address: what cannot be understood is left out and reported."""
    rest, statuses = _apart(query)
    chosen, errors = parse_leniently(rest)
    try:
        named = _statuses(statuses)
    except InvalidParameter as error:
        named = ()
        errors.append(error)
    return replace(chosen, statuses=named or WAITING), errors


def _apart(query: QueryDict) -> tuple[QueryDict, list[str]]:
    rest = query.copy()
    return rest, [value for value in dict.fromkeys(rest.pop("status", [])) if value]


def _statuses(values: list[str]) -> tuple[Status, ...]:
    for value in values:
        if value not in Status.values:
            raise InvalidParameter("status", _("“%(value)s” is not a status.") % {"value": value[:40]})
    return tuple(Status(value) for value in values)
