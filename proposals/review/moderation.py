"""What moderators do: publish, reject, take back, merge, set headline, topic and department."""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from geoportal.staff.access import Action
from geoportal.web.text import clean_line
from proposals.digests import sealed_digest
from proposals.models import (
    COUNTED_STATUSES,
    Department,
    HistoryAction,
    HistoryEntry,
    Proposal,
    RejectionReason,
    Status,
    Topic,
)
from proposals.originals import keep_original, restore_original
from proposals.review.hiding import UNDECIDED, Decisions, Settled, settle
from proposals.review.tasks import UNDO_S
from proposals.review.workflow import NotAllowed, check_transition, lock, may_act, move

DIGEST_SALT = "proposals.history"
EDITABLE = frozenset({Status.SUBMITTED, *COUNTED_STATUSES})
"""The statuses in which a headline or a topic still matters."""


class NotMergeable(ValueError):
    """The other proposal is not public, or is this very one."""


@transaction.atomic
def publish_proposal(
    *,
    proposal: Proposal,
    actor: User,
    title: str,
    topic: Topic,
    department: Department | None = None,
    decisions: Decisions = UNDECIDED,
    expected: Status = Status.SUBMITTED,
) -> Proposal:
    """Return the proposal made public, under the moderator's headline, topic and department.

    Personal data in text and headline is hidden or left to be read as decided; a text from which something is
    hidden is kept as it was sent for auditors.

    Raises:
        StatusMoved: it is no longer waiting.
        NotAllowed: it is not the actor's to publish.
        Undecided: it holds personal data on which nothing was decided.
        NotMaskable: too little or too much text would remain.
    """
    locked = lock(proposal, expected)
    transition = check_transition(actor, locked, Status.PUBLISHED)
    settled = settle(locked, canonical_title(title), decisions)
    changed = _set_fields(locked, actor, title=settled.title, topic=topic, department=department)
    changed += _hide(locked, actor, settled)
    locked.published_at = timezone.now()
    move(locked, transition, actor=actor, also=("published_at", *changed))
    return locked


@transaction.atomic
def reject_proposal(
    *, proposal: Proposal, actor: User, reason: RejectionReason, expected: Status = Status.SUBMITTED
) -> Proposal:
    """Return the proposal refused for a reason from the published list; it never becomes public.

    Raises:
        StatusMoved: it is no longer waiting.
        NotAllowed: it is not the actor's to reject.
    """
    locked = lock(proposal, expected)
    transition = check_transition(actor, locked, Status.REJECTED)
    locked.rejection_reason = RejectionReason(reason)
    move(locked, transition, actor=actor, reason=locked.rejection_reason, also=("rejection_reason",))
    return locked


@transaction.atomic
def return_to_queue(*, proposal: Proposal, actor: User, expected: Status) -> Proposal:
    """Return the proposal waiting again: a publication or a rejection is taken back.

    Where that undoes a slip, within the time in which nobody was told of it, what was hidden stands there again.

    Raises:
        StatusMoved: it has left the status that was seen.
        NotAllowed: that status does not lead back, or it is not the actor's.
    """
    locked = lock(proposal, expected)
    transition = check_transition(actor, locked, Status.SUBMITTED)
    locked.rejection_reason, locked.published_at = "", None
    since = timezone.now() - dt.timedelta(seconds=UNDO_S)
    locked.text = restore_original(locked, kept_since=since) or locked.text
    move(locked, transition, actor=actor, also=("rejection_reason", "published_at", "text"))
    return locked


@transaction.atomic
def merge_proposals(*, proposal: Proposal, into: Proposal, actor: User, expected: Status) -> Proposal:
    """Return the proposal merged into another, public one, to which its address leads from now on.

    What was merged into it before leads on to the other as well.

    Raises:
        StatusMoved: it has left the status that was seen.
        NotAllowed: its status does not allow it, or it is not the actor's.
        NotMergeable: the other is not public, or is the same.
    """
    # Both rows are locked in one order, so that two merges across each other cannot block or form a ring.
    rows = {row.pk: row for row in _locked_in_order(proposal, into)}
    locked, other = lock(proposal, expected), rows[into.pk]
    transition = check_transition(actor, locked, Status.MERGED)
    if other.pk == locked.pk or not other.is_public:
        raise NotMergeable
    locked.merged_into = other
    move(locked, transition, actor=actor, action=HistoryAction.MERGED, also=("merged_into",))
    for earlier in Proposal.objects.filter(merged_into=locked):
        earlier.merged_into = other
        earlier.save(update_fields=["merged_into"])
        _note(earlier, actor, "merged_into", locked.public_id)
    return locked


@transaction.atomic
def edit_proposal(
    *,
    proposal: Proposal,
    actor: User,
    title: str,
    topic: Topic,
    department: Department | None,
    decisions: Decisions = UNDECIDED,
    expected: Status,
) -> Proposal:
    """Return the proposal under another headline, topic or department; its status stays.

    In one that is public, what was decided is hidden at once; one that waits is settled when it is published.

    Raises:
        StatusMoved: it has left the status that was seen.
        NotAllowed: it is closed, or not the actor's to moderate.
        Undecided: it is public, and its new headline holds personal data on which nothing was decided.
        NotMaskable: too little or too much text would remain.
    """
    locked = lock(proposal, expected)
    if locked.status not in EDITABLE or not may_act(actor, Action.MODERATE, locked):
        raise NotAllowed
    settled = None
    if locked.is_public:
        settled = settle(locked, canonical_title(title), decisions)
        title = settled.title
    changed = _set_fields(locked, actor, title=title, topic=topic, department=department)
    if settled is not None:
        changed += _hide(locked, actor, settled)
    if changed:
        locked.save(update_fields=changed)
    return locked


def canonical_title(title: str) -> str:
    """Return a headline as it is stored: composed Unicode on one line."""
    return clean_line(title)


def _locked_in_order(*proposals: Proposal) -> list[Proposal]:
    ids = [proposal.pk for proposal in proposals]
    return list(Proposal.objects.select_for_update().filter(pk__in=ids).order_by("pk"))


def _set_fields(
    proposal: Proposal, actor: User, *, title: str, topic: Topic, department: Department | None
) -> list[str]:
    """Set what differs, note each in the history by its name and a digest, and return the names."""
    wanted = {"title": canonical_title(title), "topic": topic, "department": department}
    before = {"title": proposal.title, "topic": proposal.topic, "department": proposal.department}
    changed = [name for name, value in wanted.items() if value != before[name]]
    for name in changed:
        setattr(proposal, name, wanted[name])
        value = before[name]
        _note(proposal, actor, name, value if isinstance(value, str) else getattr(value, "slug", ""))
    return changed


def _hide(proposal: Proposal, actor: User, settled: Settled) -> list[str]:
    """Set the text with what was decided hidden, keep the one before, and return the names of what changed.

    The history says that something was hidden or left to be read, and where; never what.
    """
    noted = {HistoryAction.DATA_HIDDEN: settled.hidden_in, HistoryAction.DATA_SHOWN: settled.shown_in}
    for action, parts in noted.items():
        for part in parts:
            HistoryEntry.objects.create(
                proposal=proposal, at=timezone.now(), actor=actor, action=action, field=part
            )
    if settled.text == proposal.text:
        return []
    keep_original(proposal, proposal.text)
    proposal.text, proposal.body_digest = settled.text, sealed_digest(proposal.body_digest)
    return ["text", "body_digest"]


def _note(proposal: Proposal, actor: User, field: str, before: str) -> None:
    HistoryEntry.objects.create(
        proposal=proposal,
        at=timezone.now(),
        actor=actor,
        action=HistoryAction.FIELD_CHANGED,
        field=field,
        digest=value_digest(before),
    )


def value_digest(value: str) -> str:
    """Return the keyed digest by which the history names an earlier value; empty for an empty one."""
    return salted_hmac(DIGEST_SALT, value, algorithm="sha256").hexdigest() if value else ""
