"""Proposals as GeoJSON: their geometry, and what may be said of them in public."""

import json
from collections.abc import Collection, Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from proposals.models import Proposal
from stops.network.models import RouteDirection


def public_properties(proposal: Proposal) -> dict[str, Any]:
    """Return what anyone may know of a published proposal: nothing of its author or its code."""
    version = proposal.route_version
    published_at = proposal.published_at
    return {
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
        "published_on": timezone.localtime(published_at).date().isoformat() if published_at else "",
        "supports": proposal.support_count,
        "url": settings.PUBLIC_URL + reverse("residents:detail", args=[proposal.public_id]),
    }


class RouteLines:
    """The geometry of proposals; the lines of a route version are read once."""

    def __init__(self, proposals: Iterable[Proposal] = ()) -> None:
        """Read at once what some proposals need; the lines of others are read when they come."""
        self._lines: dict[int, dict[str, Any]] = {}
        self._read({proposal.route_version_id for proposal in proposals if proposal.location is None})

    def geometry(self, proposal: Proposal) -> dict[str, Any] | None:
        """Return a proposal's GeoJSON geometry: its point, or its route's MultiLineString, (lon, lat)."""
        if proposal.location is not None:
            return {"type": "Point", "coordinates": [round(value, 6) for value in proposal.location.coords]}
        version_id = proposal.route_version_id
        if version_id is None:
            return None
        if version_id not in self._lines:
            self._read({version_id})
        return self._lines[version_id]

    def _read(self, version_ids: Collection[int | None]) -> None:
        if not version_ids:
            return
        self._lines |= {pk: {"type": "MultiLineString", "coordinates": []} for pk in version_ids if pk}
        for direction in RouteDirection.objects.filter(version__in=version_ids).order_by("direction"):
            parts = json.loads(direction.line.json)["coordinates"]
            self._lines[direction.version_id]["coordinates"] += parts
