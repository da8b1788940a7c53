"""Write the filtered records as CSV and GeoJSON, streaming."""

from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from geoportal.web.features import collection_parts, feature
from geoportal.web.tables import TableForm, csv_table
from proposals.filters import ProposalFilter
from proposals.geojson import RouteLines, public_properties
from proposals.models import Proposal
from proposals.planning.public_records import public_records

HEADINGS = {
    "id": _("Identifier"),
    "number": pgettext_lazy("of a proposal", "Number"),
    "title": pgettext_lazy("of a proposal", "Headline"),
    "text": pgettext_lazy("of a proposal", "Text"),
    "language": _("Language"),
    "topic": _("Topic"),
    "status": _("Status"),
    "district": _("District"),
    "place": _("Place"),
    "route": _("Route"),
    "location_source": pgettext_lazy("source of the location", "Known by"),
    "accuracy_m": _("Accuracy, m"),
    "submitted_on": pgettext_lazy("date", "Sent"),
    "published_on": _("Published"),
    "supports": _("Support"),
    "url": pgettext_lazy("of a proposal", "Link"),
    "lon": _("Longitude"),
    "lat": _("Latitude"),
}
"""The columns: names on the wire, and what people call them."""


def csv_lines(chosen: ProposalFilter, form: TableForm) -> Iterator[str]:
    """Yield a CSV table of a filter's records, see ``csv_table``.

    ``lon`` and ``lat`` are degrees, EPSG:4326, empty for whole-route proposals.
    """
    header = HEADINGS if form is TableForm.MACHINES else HEADINGS.values()
    fields = _fields if form is TableForm.MACHINES else _words
    rows = (list(fields(proposal).values()) for proposal in public_records(chosen))
    return csv_table(list(header), rows, form)


def _fields(proposal: Proposal) -> dict[str, Any]:
    point = proposal.location
    position = {"lon": round(point.x, 6), "lat": round(point.y, 6)} if point else {"lon": None, "lat": None}
    return {"id": proposal.public_id, **public_properties(proposal), **position}


def _words(proposal: Proposal) -> dict[str, Any]:
    """Return the same in the words of the page."""
    published_at = proposal.published_at
    return {
        **_fields(proposal),
        "language": proposal.get_language_display(),
        "topic": proposal.topic.name,
        "status": proposal.get_status_display(),
        "district": proposal.district.name if proposal.district else "",
        "location_source": proposal.get_location_source_display(),
        "submitted_on": timezone.localtime(proposal.submitted_at).date(),
        "published_on": timezone.localtime(published_at).date() if published_at else None,
    }


def geojson_parts(chosen: ProposalFilter) -> Iterator[str]:
    """Yield a GeoJSON FeatureCollection (RFC 7946, (lon, lat)) of a filter's records."""
    lines = RouteLines()
    return collection_parts(
        feature(lines.geometry(proposal), public_properties(proposal), feature_id=proposal.public_id)
        for proposal in public_records(chosen)
    )
