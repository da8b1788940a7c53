"""Read the filtered records for exports, a few at a time."""

from collections.abc import Iterator

from proposals.filters import ProposalFilter
from proposals.models import Proposal

CHUNK = 500


def public_records(chosen: ProposalFilter) -> Iterator[Proposal]:
    """Yield the published proposals of a filter, oldest first, from a server-side cursor."""
    records = chosen.apply().with_names().order_by("submitted_at", "pk")
    yield from records.iterator(chunk_size=CHUNK)
