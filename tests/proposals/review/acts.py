"""Take a proposal anywhere, by the service in charge of that status."""

from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from proposals.models import COUNTED_STATUSES, Proposal, RejectionReason, Status
from proposals.residents.intake.withdrawal import withdraw_proposal
from proposals.review.decisions import advance_proposal
from proposals.review.moderation import merge_proposals, publish_proposal, reject_proposal, return_to_queue
from tests.factories import make_department, make_proposal

REPLY = "Навес поставим до конца лета: проект готов."


def proposal_in(status: Status, **fields: Any) -> Proposal:
    """Return a proposal that stands in a status, with all that the status asks for."""
    if status == Status.MERGED:
        fields.setdefault("merged_into", make_proposal())
    return make_proposal(status=status, **fields)


def take(proposal: Proposal, target: Status, actor: User, *, expected: Status) -> Proposal:
    """Return the proposal after the service that leads to a status."""
    common: dict[str, Any] = {"proposal": proposal, "actor": actor, "expected": expected}
    match target:
        case Status.PUBLISHED:
            return publish_proposal(**common, title="Навес", topic=proposal.topic)
        case Status.REJECTED:
            return reject_proposal(**common, reason=RejectionReason.ADVERTISING)
        case Status.SUBMITTED:
            return return_to_queue(**common)
        case Status.MERGED:
            return merge_proposals(**common, into=make_proposal())
        case Status.WITHDRAWN:
            return withdraw_proposal(proposal=proposal)
    return advance_proposal(**common, target=target, reply_text=REPLY, department=make_department())


def columns_for(target: Status) -> dict[str, Any]:
    """Return the columns that the constraints ask of a status, so that only the trigger can refuse."""
    return {
        "status": target.value,
        "rejection_reason": "off_topic" if target == Status.REJECTED else "",
        "merged_into_id": make_proposal().pk if target == Status.MERGED else None,
        "published_at": timezone.now() if target in COUNTED_STATUSES else None,
    }
