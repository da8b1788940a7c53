"""Show an author's telephone to who decides: one by one, for a reason, noted before it is shown."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from geoportal.staff.access import Action
from proposals.contacts import read_contact
from proposals.models import ContactReason, HistoryAction, HistoryEntry, Proposal
from proposals.models.contact import ContactKind
from proposals.review.workflow import NotAllowed, may_act


@transaction.atomic
def reveal_telephone(*, proposal: Proposal, actor: User, reason: ContactReason) -> str | None:
    """Return the author's telephone, and note who looked, when and why; None where there is none any more.

    E-mail addresses are not shown: the portal writes there by itself.

    Raises:
        NotAllowed: the actor does not decide about this proposal.
    """
    if not may_act(actor, Action.DECIDE, proposal):
        raise NotAllowed
    contact = read_contact(proposal.pk)
    if contact is None or contact.kind != ContactKind.PHONE:
        return None
    HistoryEntry.objects.create(
        proposal=proposal,
        at=timezone.now(),
        actor=actor,
        action=HistoryAction.CONTACT_SEEN,
        field="contact",
        reason=ContactReason(reason),
    )
    return contact.value
