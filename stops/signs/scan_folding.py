"""Fold the slots of days that are over: one row for each code and day stays."""

import datetime as dt

from django.db import connection, transaction
from django.utils import timezone

FOLDED_SLOT = 0
DAYS_LEFT_OPEN = 2
"""Today and yesterday: a page opened before midnight may still be counted for the day before."""
FOLDING_LOCK = 0x464F_4C44
"""The advisory lock that foldings hold, one after the other."""

FOLD_SQL = """
WITH taken AS (
  DELETE FROM signs_scan WHERE day <= %(last)s AND slot <> %(slot)s
  RETURNING code_id, day, count, submissions
), added AS (
  INSERT INTO signs_scan (code_id, day, slot, count, submissions)
  SELECT code_id, day, %(slot)s, sum(count), sum(submissions) FROM taken GROUP BY code_id, day
  ON CONFLICT ON CONSTRAINT scan_code_day_slot_unique
  DO UPDATE SET count = signs_scan.count + excluded.count,
    submissions = signs_scan.submissions + excluded.submissions
)
SELECT count(*) FROM taken
"""


@transaction.atomic
def fold_scans(today: dt.date | None = None) -> int:
    """Add up the slots of each code and each day before yesterday in one row; return how many rows went.

    One statement: what it deletes is what it adds, in the version that it deleted. Whoever counts at the same
    moment waits for the row they meet, or makes a new one that the next folding takes, so no count is lost.
    """
    last = (today or timezone.localdate()) - dt.timedelta(days=DAYS_LEFT_OPEN)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [FOLDING_LOCK])
        cursor.execute(FOLD_SQL, {"last": last, "slot": FOLDED_SLOT})
        return int(cursor.fetchone()[0])
