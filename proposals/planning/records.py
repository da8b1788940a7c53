"""Read the filtered records for exports, a few at a time."""

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from proposals.filters import ProposalFilter
from proposals.models import Proposal
from stops.models import RouteDirection

CHUNK = 500


def public_records(chosen: ProposalFilter) -> Iterator[Proposal]:
    """Yield the published proposals of a filter, oldest first, from a server-side cursor."""
    records = chosen.apply().with_names().with_support_count().order_by("submitted_at", "pk")
    yield from records.iterator(chunk_size=CHUNK)


def public_fields(proposal: Proposal) -> dict[str, Any]:
    """Return what an export says of a proposal: nothing of its author, its code or unpublished steps."""
    version = proposal.route_version
    return {
        "id": proposal.public_id,
        "number": proposal.number,
        "title": proposal.headline,
        "text": proposal.text,
        "language": proposal.language,
        "topic": proposal.topic.slug,
        "status": proposal.status,
        "district": proposal.district.slug if proposal.district else "",
        "place": proposal.place.name if proposal.place else "",
        "route": version.route.number if version else "",
        "location_source": proposal.location_source,
        "accuracy_m": proposal.accuracy_m,
        "submitted_on": timezone.localtime(proposal.submitted_at).date().isoformat(),
        "published_on": timezone.localtime(proposal.published_at).date().isoformat()
        if proposal.published_at
        else "",
        "supports": getattr(proposal, "support_count", 0),
        "url": settings.PUBLIC_URL + reverse("proposals:detail", args=[proposal.public_id]),
    }


class RouteLines:
    """The lines of whole-route proposals, each version read once."""

    def __init__(self) -> None:
        self._lines: dict[int, dict[str, Any]] = {}

    def geometry(self, proposal: Proposal) -> dict[str, Any] | None:
        """Return a proposal's GeoJSON geometry: its point, or its route's MultiLineString, (lon, lat)."""
        if proposal.location is not None:
            return {"type": "Point", "coordinates": [round(value, 6) for value in proposal.location.coords]}
        version_id = proposal.route_version_id
        if version_id is None:
            return None
        if version_id not in self._lines:
            directions = RouteDirection.objects.filter(version=version_id).order_by("direction")
            parts = [
                part for direction in directions for part in json.loads(direction.line.json)["coordinates"]
            ]
            self._lines[version_id] = {"type": "MultiLineString", "coordinates": parts}
        return self._lines[version_id]
