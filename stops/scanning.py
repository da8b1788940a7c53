"""Count how often a sign is opened, and how often a proposal is sent from it."""

import secrets

from django.db import connection
from django.utils import timezone

from stops.models import QRCode
from stops.models.codes import SCAN_SLOTS

COUNT_SQL = """
INSERT INTO stops_scan (code_id, day, slot, count, submissions)
VALUES (%(code)s, %(day)s, %(slot)s, %(scans)s, %(sent)s)
ON CONFLICT ON CONSTRAINT scan_code_day_slot_unique
DO UPDATE SET count = stops_scan.count + excluded.count, submissions = stops_scan.submissions + excluded.submissions
"""


def count_scan(code: QRCode) -> None:
    """Count one opening of a code's page today (city's time), in a slot chosen at random.

    One statement, so no count is lost; several slots, so that one hot sign makes nobody wait.
    """
    _add(code, scans=1, sent=0)


def count_submission(code: QRCode) -> None:
    """Count one proposal sent from a code's page today; call it in the transaction that stores the proposal."""
    _add(code, scans=0, sent=1)


def _add(code: QRCode, *, scans: int, sent: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            COUNT_SQL,
            {
                "code": code.pk,
                "day": timezone.localdate(),
                "slot": secrets.randbelow(SCAN_SLOTS),
                "scans": scans,
                "sent": sent,
            },
        )
