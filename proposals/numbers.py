"""The receipt numbers of proposals."""

import datetime as dt

from django.db import connection
from django.utils import timezone

NEXT_SQL = "SELECT nextval('proposal_number_seq')"


def next_number(submitted_at: dt.datetime) -> str:
    """Return the next receipt number, such as ``2026-04817``: the year in the city, then a sequence.

    A number is never given twice; one whose transaction is rolled back is lost.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SQL)
        (number,) = cursor.fetchone()
    return f"{timezone.localtime(submitted_at):%Y}-{number:05d}"
