"""Scans of the districts' signs, and proposals per 1,000 of them."""

import datetime as dt

from django.db.models import Sum

from proposals.filters import ProposalFilter
from stops.signs.models import DistrictScans

SCANS_MIN = 20
"""A rate over fewer scans says nothing, and so small numbers are not told."""


def scans_by_district(month_from: dt.date | None, month_to: dt.date | None) -> dict[int | None, float]:
    """Return the scans of some months by the id of today's district, None outside all.

    Args:
        month_from, month_to: first days of the first and last month, both inclusive; None: without an end.
    """
    months = DistrictScans.objects.all()
    if month_from is not None:
        months = months.filter(month__gte=month_from)
    if month_to is not None:
        months = months.filter(month__lte=month_to)
    return dict(months.values_list("district").annotate(sum=Sum("scans")))


def known_scans(chosen: ProposalFilter) -> dict[int | None, float]:
    """Return the scans of a filter's months by district where there are enough of them.

    Of a part of a district (a drawn area, a route, a place) none are known.
    """
    if chosen.area is not None or chosen.route is not None or chosen.place is not None:
        return {}
    found = scans_by_district(chosen.month_from, chosen.month_to)
    return {district: scans for district, scans in found.items() if scans >= SCANS_MIN}


def rate(count: float, scans: float | None) -> float | None:
    """Return proposals per 1,000 scans; None where the scans are not known."""
    return count / scans * 1000 if scans else None
