"""Fold the slots of days that are over: one row for each code and day stays."""

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

from geoportal.database.locks import Lock, wait_for
from geoportal.database.sql import read_sql

FOLDED_SLOT = 0
DAYS_LEFT_OPEN = 2
"""Today and yesterday: a page opened before midnight may still be counted for the day before."""

FOLD_SQL = read_sql("stops.signs", "fold_scans")


@transaction.atomic
def fold_scans(today: dt.date | None = None) -> int:
    """Add up the slots of each code and each day before yesterday in one row; return how many rows went.

    One statement: what it deletes is what it adds, in the version that it deleted. Whoever counts at the same
    moment waits for the row they meet, or makes a new one that the next folding takes, so no count is lost.
    """
    last = (today or timezone.localdate()) - dt.timedelta(days=DAYS_LEFT_OPEN)
    wait_for(Lock.FOLD_SCANS)
    with connection.cursor() as cursor:
        cursor.execute(FOLD_SQL, {"last": last, "slot": FOLDED_SLOT})
        return int(cursor.fetchone()[0])
