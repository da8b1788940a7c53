"""Idempotency keys of proposals that nobody wrote, which tell them from those of residents."""

from django.db.models import CharField
from django.db.models.functions import Cast, Substr

from proposals.models import Proposal
from proposals.models.querysets import ProposalQuerySet

SEEDED_VERSION = "8"
"""RFC 9562's version for uses of one's own; browsers and the server make version 4."""
DEMO_VERSION = "5"
VERSION_AT = 15


def by_residents() -> ProposalQuerySet:
    """Return the proposals that are neither the demo's nor ``seed_load``'s."""
    version = Substr(Cast("idempotency_key", CharField()), VERSION_AT, 1)
    return Proposal.objects.alias(key_version=version).exclude(key_version__in=[SEEDED_VERSION, DEMO_VERSION])
