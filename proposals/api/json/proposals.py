"""Published proposals as GeoJSON, paged."""

from typing import Any

from django.conf import settings
from django.db.models import F, OuterRef, Q, Subquery, Sum
from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router

from geoportal.web.features import feature, feature_collection
from proposals.api.caching import counted
from proposals.api.json.queries import REFUSED, ProposalsQuery
from proposals.filters import CORE, OUTSIDE, ProposalFilter, parse_filter
from proposals.geojson import RouteLines, public_properties
from proposals.heatmap.counts import count_records
from proposals.models.querysets import ProposalQuerySet
from stops.network.models import RouteShare

router = Router(tags=["proposals"])


@router.get("/proposals", summary="Published proposals as GeoJSON", response={200: dict[str, Any], **REFUSED})
@counted()
def proposals(request: HttpRequest, query: Query[ProposalsQuery]) -> dict[str, Any]:
    """A FeatureCollection, oldest first. A whole-route proposal has its route's line.

    Under a ``district`` filter each record carries the ``share`` of it that counts there.
    """
    chosen = parse_filter(
        request.GET, known=CORE | {"bbox"}, also={"limit", "offset", "lang", "whole_routes"}
    )
    records = chosen.apply() if query.whole_routes else chosen.apply().filter(location__isnull=False)
    matched = count_records(chosen)
    page = _with_shares(records.with_names(), chosen)
    page = page.order_by("submitted_at", "pk")[query.offset : query.offset + query.limit]
    lines = RouteLines(page)
    features = [
        feature(
            lines.geometry(proposal),
            public_properties(proposal) | _share(proposal, chosen),
            feature_id=proposal.public_id,
        )
        for proposal in page
    ]
    return feature_collection(
        features,
        numberMatched=matched,
        numberReturned=len(features),
        links=_links(request, query, matched),
    )


def _with_shares(records: ProposalQuerySet, chosen: ProposalFilter) -> ProposalQuerySet:
    """Add ``share_here``, the part of a whole route in the chosen districts."""
    if not chosen.districts:
        return records
    here = Q(district__in=chosen.district_ids())
    if OUTSIDE in chosen.districts:
        here |= Q(district__isnull=True)
    shares = RouteShare.objects.filter(here, version=OuterRef("route_version")).order_by()
    total = shares.values("version").annotate(total=Sum(F("share"))).values("total")
    return records.annotate(share_here=Subquery(total))


def _share(proposal: Any, chosen: ProposalFilter) -> dict[str, float]:
    if not chosen.districts:
        return {}
    return {"share": 1.0 if proposal.location is not None else round(proposal.share_here or 0.0, 7)}


def _links(request: HttpRequest, query: ProposalsQuery, matched: int) -> list[dict[str, str]]:
    """Return the link to the next page, with every filter kept."""
    following = query.offset + query.limit
    if following >= matched:
        return []
    address = request.GET.copy()
    address["offset"], address["limit"] = str(following), str(query.limit)
    href = f"{settings.PUBLIC_URL}{reverse('api:proposals')}?{address.urlencode()}"
    return [{"rel": "next", "type": "application/geo+json", "href": href}]
