"""The only reader and writer of texts as they were sent, which are stored encrypted once a part was hidden.

They stand for auditors, until their author erases them or a year has passed. The history keeps when and by whom, never
what.
"""

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from proposals.models import HistoryAction, HistoryEntry, Proposal, ProposalOriginal
from proposals.sealing import sealed, unsealed

KEY_PURPOSE = b"proposals.originals"
KEPT_FOR = dt.timedelta(days=365)
FIELD = "original"
"""How the history calls it."""


def keep_original(proposal: Proposal, text: str) -> None:
    """Keep a text from which something is about to be hidden; what was kept first stays, what was erased too."""
    was_erased = proposal.history.filter(action=HistoryAction.ERASED, field=FIELD).exists()
    if not was_erased:
        ProposalOriginal.objects.get_or_create(
            proposal=proposal,
            defaults={"ciphertext": sealed(text, KEY_PURPOSE), "kept_at": timezone.now()},
        )


@transaction.atomic
def read_original(*, proposal: Proposal, actor: User) -> str | None:
    """Return the text as it was sent, and note in the history who looked; None where none is kept."""
    stored = ProposalOriginal.objects.filter(proposal=proposal).first()
    if stored is None:
        return None
    _note(proposal, HistoryAction.ORIGINAL_SEEN, actor)
    return unsealed(stored.ciphertext, KEY_PURPOSE)


@transaction.atomic
def erase_original(*, proposal: Proposal) -> bool:
    """Forget the text as it was sent, as its author asks; return whether there was one."""
    erased, _rows = ProposalOriginal.objects.filter(proposal=proposal).delete()
    if erased:
        _note(proposal, HistoryAction.ERASED, None)
    return bool(erased)


def restore_original(proposal: Proposal, *, kept_since: dt.datetime) -> str | None:
    """Return the text as it was sent and keep it no longer, where it was kept at ``kept_since`` or later."""
    stored = ProposalOriginal.objects.filter(proposal=proposal, kept_at__gte=kept_since).first()
    if stored is None:
        return None
    text = unsealed(stored.ciphertext, KEY_PURPOSE)
    stored.delete()
    return text


def old_originals(now: dt.datetime) -> list[int]:
    """Return the proposals whose text as it was sent has been kept for its year, the oldest first."""
    old = ProposalOriginal.objects.filter(kept_at__lte=now - KEPT_FOR).order_by("kept_at", "pk")
    return list(old.values_list("pk", flat=True))


@transaction.atomic
def forget_originals(proposal_ids: list[int], now: dt.datetime) -> int:
    """Delete kept texts by their proposals and note it in the history; return how many there were."""
    kept = ProposalOriginal.objects.select_for_update().filter(pk__in=proposal_ids)
    found = list(kept.values_list("pk", flat=True))
    ProposalOriginal.objects.filter(pk__in=found).delete()
    HistoryEntry.objects.bulk_create(
        HistoryEntry(proposal_id=pk, at=now, action=HistoryAction.ERASED, field=FIELD) for pk in found
    )
    return len(found)


def _note(proposal: Proposal, action: HistoryAction, actor: User | None) -> None:
    HistoryEntry.objects.create(proposal=proposal, at=timezone.now(), actor=actor, action=action, field=FIELD)
