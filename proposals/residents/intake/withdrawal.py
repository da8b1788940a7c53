"""Let an author take a proposal back."""

from django.db import transaction
from django.utils import timezone

from proposals.contacts import erase_contact
from proposals.models import WITHDRAWABLE, HistoryAction, HistoryEntry, Proposal, Status
from proposals.originals import erase_original
from stops.signs.brakes import count_sent, sender_of, sent_before
from stops.signs.models import SentKind


class NotWithdrawable(ValueError):
    """The proposal is closed and cannot be taken back."""


@transaction.atomic
def withdraw_proposal(*, proposal: Proposal, address: str = "") -> Proposal:
    """Return the proposal taken out of the public, its author's contact and what was hidden forgotten.

    Withdrawing twice is withdrawing once.

    Args:
        proposal: which one.
        address: that it is asked for from; its network is counted.

    Raises:
        NotWithdrawable: its status does not allow it.
        TooMuchSent: the cap for the disk's sake is reached.
    """
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.status == Status.WITHDRAWN:
        return locked
    if locked.status not in WITHDRAWABLE:
        raise NotWithdrawable
    erase_contact(locked)
    erase_original(proposal=locked)
    before = locked.status
    now = timezone.now()
    sender = sender_of(SentKind.WITHDRAWAL, address, now)
    sent_before(sender)
    locked.status = Status.WITHDRAWN
    locked.status_changed_at = now
    locked.save(update_fields=["status", "status_changed_at"])
    HistoryEntry.objects.create(
        proposal=locked,
        at=locked.status_changed_at,
        action=HistoryAction.STATUS_CHANGED,
        from_status=before,
        to_status=Status.WITHDRAWN,
    )
    count_sent(sender)
    return locked
