"""What officials do: take a published proposal through the later steps and answer in public."""

from django.contrib.auth.models import User
from django.db import transaction

from geoportal.staff.access import Action
from geoportal.web.text import clean_text
from proposals.models import Department, HistoryAction, HistoryEntry, OfficialReply, Proposal, Status
from proposals.review.moderation import value_digest
from proposals.review.workflow import NotAllowed, check_transition, lock, move


class ReplyNeeded(ValueError):
    """This decision is explained in public, signed by a department, or it is not taken."""


@transaction.atomic
def advance_proposal(
    *,
    proposal: Proposal,
    actor: User,
    target: Status,
    expected: Status,
    reply_text: str = "",
    reply_language: str = "",
    department: Department | None = None,
) -> Proposal:
    """Return the proposal one official step further, with the city's public reply where one is given.

    Args:
        proposal: as it was seen.
        actor: the official.
        target: the status to come.
        expected: the status that was seen.
        reply_text: the reply, 10–4,000 characters; some steps need it.
        reply_language: its language; the proposal's where empty.
        department: who answers and takes the proposal over; unchanged where empty.

    Raises:
        StatusMoved: it has left the status that was seen.
        NotAllowed: the step is not an official's, or not this one's.
        ReplyNeeded: the step needs a reply, or the reply a department.
    """
    locked = lock(proposal, expected)
    transition = check_transition(actor, locked, target)
    if transition.action != Action.DECIDE:
        raise NotAllowed
    text = clean_text(reply_text)
    signed_by = department or locked.department
    if (transition.needs_reply and not text) or (text and signed_by is None):
        raise ReplyNeeded
    locked.department = signed_by
    entry = move(locked, transition, actor=actor, also=("department",))
    if text and signed_by is not None:
        reply = OfficialReply(
            proposal=locked,
            status=target,
            department=signed_by,
            author=actor,
            language=reply_language or locked.language,
            text=text,
            published_at=entry.at,
        )
        reply.full_clean()
        reply.save()
        HistoryEntry.objects.create(
            proposal=locked,
            at=entry.at,
            actor=actor,
            action=HistoryAction.REPLIED,
            field="reply",
            digest=value_digest(text),
        )
    return locked
