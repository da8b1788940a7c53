"""Fold what has changed into the tiles, so that readers have little to add.

Writers only append deltas (``sql/heatmap_count.sql``), so none waits for another. The fold deletes the
deltas that it sees and adds them to the tiles in the same transaction: a reader, whose one statement sees one
state of the database, finds each change either as a delta or in a tile, never in both or in none, whatever stops
in between.
"""

from dataclasses import dataclass

from django.db import connection, transaction

from geoportal.database.binary import copy_numbers
from geoportal.database.locks import Lock, take_if_free, wait_for
from proposals.heatmap.cube.delta import COLUMNS, FIELDS
from proposals.heatmap.cube.entries import pyramid
from proposals.heatmap.cube.writing import add_entries
from proposals.heatmap.models import CubeFold

FOLD_FROM = 500
FOLD_AFTER_S = 300

TAKE_SQL = f"DELETE FROM heatmap_cubedelta RETURNING {COLUMNS}"  # noqa: S608
DUE_SQL = """
SELECT count(*) >= %s OR coalesce(min(at) < now() - make_interval(secs => %s), false)
FROM heatmap_cubedelta
"""


@dataclass(frozen=True, slots=True)
class Folded:
    """How many deltas went into how many tiles."""

    deltas: int
    tiles: int


@transaction.atomic
def fold(*, wait: bool = True) -> Folded:
    """Fold all deltas that are visible now.

    Args:
        wait: for another fold to end; without it, nothing is folded while another runs.
    """
    if wait:
        wait_for(Lock.FOLD_HEATMAP)
    elif not take_if_free(Lock.FOLD_HEATMAP):
        return Folded(0, 0)
    rows = copy_numbers(TAKE_SQL, None, FIELDS)
    if not len(rows):
        return Folded(0, 0)
    tiles = sum(add_entries(entries) for entries in pyramid(rows))
    CubeFold.objects.create(deltas=len(rows))
    return Folded(len(rows), tiles)


def fold_if_due() -> Folded:
    """Fold when there are many deltas or an old one; else readers add the few there are.

    What the fold has left dead is cleared at once, since every reader would walk over it.
    """
    with connection.cursor() as cursor:
        cursor.execute(DUE_SQL, [FOLD_FROM, FOLD_AFTER_S])
        (is_due,) = cursor.fetchone()
    folded = fold(wait=False) if is_due else Folded(0, 0)
    if folded.deltas and not connection.in_atomic_block:
        clear()
    return folded


def clear() -> None:
    """Give the room of dead deltas and tiles free for new ones; outside a transaction only."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM heatmap_cubedelta, heatmap_cubetile")
