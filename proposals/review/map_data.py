"""What the staff's map draws: cells, districts and single proposals within one person's reach."""

from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from geoportal.staff.access import Action
from geoportal.web.features import feature, feature_collection
from geoportal.web.parameters import InvalidParameter
from proposals.filters import CORE, ProposalFilter
from proposals.geojson import RouteLines
from proposals.heatmap.counts import DistrictCounts, Reach, count_districts, read_cells
from proposals.heatmap.encoding import DIGITS, TOTAL_DIGITS, district_row, encode_cells
from proposals.models import Proposal
from proposals.review.map_filter import parse_staff_filter
from proposals.review.queue import areas_of

ZOOM, ZOOM_MAX = 11, 22
PAGE, PAGE_MAX, OFFSET_MAX = 100, 500, 1_000_000
FLAGS = {"true": True, "false": False}


def cells_within(user: Any, query: QueryDict) -> bytes:
    """Return the cells that a member of staff sees under an address's filter, in the API's shape.

    Raises:
        InvalidParameter: an unknown parameter or value.
    """
    chosen = parse_staff_filter(query, known=CORE | {"bbox"}, also={"zoom", "lang"})
    zoom = _whole(query, "zoom", ZOOM, ZOOM_MAX)
    return encode_cells(read_cells(chosen, zoom=zoom, reach=Reach.of(user, Action.VIEW)))


def districts_within(user: Any, query: QueryDict) -> dict[str, Any]:
    """Return counts and rates of the districts that a member of staff sees, in the API's shape.

    Raises:
        InvalidParameter: an unknown parameter or value.
    """
    counts = count_within(user, parse_staff_filter(query, also={"lang"}))
    return {
        "total": round(counts.total, TOTAL_DIGITS),
        "outside": round(counts.outside, DIGITS),
        "districts": [district_row(row) for row in counts.rows],
    }


def count_within(user: Any, chosen: ProposalFilter) -> DistrictCounts:
    """Count by those districts of today that a member of staff sees."""
    counts = count_districts(chosen, reach=Reach.of(user, Action.VIEW))
    seen = {district.pk for district in areas_of(user)[0]}
    rows = [row for row in counts.rows if row.district.pk in seen]
    return DistrictCounts(total=counts.total, outside=counts.outside, rows=rows)


def proposals_within(user: Any, query: QueryDict) -> dict[str, Any]:
    """Return a page of the proposals that a member of staff sees, oldest first, each with its review page.

    Raises:
        InvalidParameter: an unknown parameter or value.
    """
    chosen = parse_staff_filter(
        query, known=CORE | {"bbox"}, also={"limit", "offset", "lang", "whole_routes"}
    )
    offset, limit = _whole(query, "offset", 0, OFFSET_MAX), _whole(query, "limit", PAGE, PAGE_MAX)
    records = chosen.narrow(Proposal.objects.for_staff(user, Action.VIEW))
    if not _flag(query, "whole_routes"):
        records = records.filter(location__isnull=False)
    page = records.with_names().order_by("submitted_at", "pk")[offset : offset + limit]
    lines = RouteLines(page)
    features = [
        feature(
            lines.geometry(proposal),
            {
                "title": proposal.headline,
                "language": proposal.language,
                "status": proposal.status,
                "place": proposal.place.name if proposal.place else "",
                "url": reverse("review:detail", args=[proposal.public_id]),
            },
            feature_id=proposal.public_id,
        )
        for proposal in page
    ]
    return feature_collection(features, numberMatched=records.count(), numberReturned=len(features))


def _whole(query: QueryDict, name: str, default: int, most: int) -> int:
    text = query.get(name, str(default))
    if not (text.isdecimal() and len(text) <= len(str(most)) and int(text) <= most):
        raise InvalidParameter(name, _("must be a whole number, at most %(most)s.") % {"most": most})
    return int(text)


def _flag(query: QueryDict, name: str) -> bool:
    text = query.get(name, "true")
    if text not in FLAGS:
        raise InvalidParameter(name, _("must be true or false."))
    return FLAGS[text]
