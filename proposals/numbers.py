"""The receipt numbers of proposals."""

import datetime as dt
import uuid

from django.db import connection
from django.utils import timezone

NEXT_SQL = "SELECT nextval('proposal_number_seq')"
NEXT_UNLESS_SENT_SQL = "SELECT public.proposal_number_unless_sent(%s)"


def next_number(submitted_at: dt.datetime) -> str:
    """Return the next receipt number, such as ``2026-04817``: the year in the city, then a sequence.

    A number is never given twice; one whose transaction is rolled back is lost.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT_SQL)
        (number,) = cursor.fetchone()
    return _written(submitted_at, number)


def next_number_unless_sent(submitted_at: dt.datetime, idempotency_key: uuid.UUID) -> str | None:
    """Return the next receipt number, or None where a proposal with the key is stored already.

    Transactions that ask with one key wait in line, each until the one before it has ended.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEXT_UNLESS_SENT_SQL, [idempotency_key])
        (number,) = cursor.fetchone()
    return None if number is None else _written(submitted_at, number)


def _written(submitted_at: dt.datetime, number: int) -> str:
    return f"{timezone.localtime(submitted_at):%Y}-{number:05d}"
