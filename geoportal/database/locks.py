"""Locks that work of the same kind holds one after the other, until its transaction ends; all of them stand here.

They are PostgreSQL's advisory locks of two numbers, so none of them meets those of one number: ``store_proposal`` holds
one of each key that is being sent.
"""

from enum import IntEnum

from django.db import connection
from django.db.transaction import TransactionManagementError

OURS = 0x4750
"""The first number of every lock of the portal."""


class Lock(IntEnum):
    """What is done by one at a time; the second number of its lock."""

    IMPORT_NETWORK = 1
    WRITE_SHARE_TILES = 2
    ISSUE_CODES = 3
    COUNT_DISTRICT_SCANS = 4
    FOLD_SCANS = 5
    FOLD_HEATMAP = 6


def wait_for(lock: Lock) -> None:
    """Take a lock for the rest of the transaction, after whoever holds it."""
    _in_a_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [OURS, lock])


def take_if_free(lock: Lock) -> bool:
    """Take a lock for the rest of the transaction, unless another holds it; return whether it is ours."""
    _in_a_transaction()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [OURS, lock])
        return bool(cursor.fetchone()[0])


def _in_a_transaction() -> None:
    """Refuse what would give the lock back at once, unnoticed."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("A lock is held until its transaction ends, so there must be one.")
