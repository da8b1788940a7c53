"""Delete personal data whose time is over."""

import datetime as dt
from dataclasses import dataclass

from proposals.originals import forget_originals, old_originals

BATCH = 500
"""So many at once: each batch is a transaction of its own, and what is left when one fails goes the next time."""


@dataclass(frozen=True, slots=True)
class Purged:
    """What was deleted, or on a dry run would be."""

    originals: int = 0


def purge_personal_data(now: dt.datetime, *, dry_run: bool = False) -> Purged:
    """Delete texts as they were sent that have been kept for a year; doing it again deletes nothing more.

    Contacts stay as long as their proposal is followed: their author erases them, alone or by withdrawing.
    """
    old = old_originals(now)
    if dry_run:
        return Purged(originals=len(old))
    batches = [old[start : start + BATCH] for start in range(0, len(old), BATCH)]
    return Purged(originals=sum(forget_originals(batch, now) for batch in batches))
