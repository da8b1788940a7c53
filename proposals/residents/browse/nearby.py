"""Proposals near another one."""

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D

from proposals.models import Proposal
from proposals.models.querysets import ProposalQuerySet

NEARBY_M = 700
NEARBY_COUNT = 4


def nearby(proposal: Proposal) -> ProposalQuerySet:
    """Return the published proposals nearest to one, within 700 m, with ``distance``; of a route, its own.

    The proposal itself is not among them.
    """
    others = Proposal.objects.published().exclude(pk=proposal.pk).with_names()
    if proposal.location is None:
        same_route = others.filter(route_version__route__versions=proposal.route_version_id)
        return same_route.most_supported_first()[:NEARBY_COUNT]
    # dwithin on a geometry column counts degrees: a box of that size finds candidates by the index.
    degrees = NEARBY_M / 70_000
    close = others.filter(location__dwithin=(proposal.location, degrees))
    close = close.annotate(distance=Distance("location", proposal.location))
    return close.filter(distance__lte=D(m=NEARBY_M)).order_by("distance", "pk")[:NEARBY_COUNT]
