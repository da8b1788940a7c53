"""Who may take a proposal from which status to which; the table itself stands with the records."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from geoportal.staff.access import Action
from proposals.models import TRANSITIONS, HistoryAction, HistoryEntry, Proposal, Status, Transition
from proposals.review.tasks import promise_news


class NotAllowed(PermissionDenied):
    """The table has no such change of status, or this member of staff may not make it."""


class StatusMoved(Exception):
    """Somebody else has changed the status in the meantime.

    Attributes:
        proposal: as it stands now.
    """

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(proposal.status)
        self.proposal = proposal


def allowed_transitions(user: Any, proposal: Proposal) -> list[Transition]:
    """Return what a member of staff may do with a proposal now, in the table's order."""
    possible = [change for change in TRANSITIONS if change.source == proposal.status and change.action]
    held = {
        action
        for action in {change.action for change in possible}
        if action and may_act(user, action, proposal)
    }
    return [change for change in possible if change.action in held]


def check_transition(user: Any, proposal: Proposal, target: Status) -> Transition:
    """Return the table's row for a change of status by a member of staff.

    Raises:
        NotAllowed: there is none, or it is not theirs.
    """
    for change in TRANSITIONS:
        if change.source == proposal.status and change.target == target and change.action:
            if may_act(user, change.action, proposal):
                return change
            break
    raise NotAllowed


def may_act(user: Any, action: Action, proposal: Proposal) -> bool:
    """Return whether a permission of a member of staff reaches this proposal's district and topic."""
    return Proposal.objects.for_staff(user, action).filter(pk=proposal.pk).exists()


def lock(proposal: Proposal, expected: Status) -> Proposal:
    """Return the proposal read anew and locked until the transaction ends.

    Raises:
        StatusMoved: it is no longer in the status that was seen.
    """
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.status != expected:
        raise StatusMoved(locked)
    return locked


def move(
    proposal: Proposal,
    transition: Transition,
    *,
    actor: User,
    reason: str = "",
    action: HistoryAction = HistoryAction.STATUS_CHANGED,
    also: tuple[str, ...] = (),
) -> HistoryEntry:
    """Store a locked proposal in its new status with the fields changed beside it, and say so in the history.

    Args:
        proposal: locked, and already holding the values that ``also`` names.
        transition: a row that ``check_transition`` returned.
        actor: the member of staff.
        reason: a code from a published list.
        action: what the history calls it.
        also: names of the fields that changed with the status.
    """
    proposal.status = transition.target
    proposal.status_changed_at = timezone.now()
    proposal.save(update_fields=["status", "status_changed_at", *also])
    promise_news(proposal)
    return HistoryEntry.objects.create(
        proposal=proposal,
        at=proposal.status_changed_at,
        actor=actor,
        action=action,
        from_status=transition.source,
        to_status=transition.target,
        reason=reason,
    )
