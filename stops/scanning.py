"""Count how often a sign is opened."""

import secrets

from django.db import connection
from django.utils import timezone

from stops.models import QRCode
from stops.models.codes import SCAN_SLOTS

COUNT_SQL = """
INSERT INTO stops_scan (code_id, day, slot, count) VALUES (%s, %s, %s, 1)
ON CONFLICT ON CONSTRAINT scan_code_day_slot_unique DO UPDATE SET count = stops_scan.count + 1
"""


def count_scan(code: QRCode) -> None:
    """Count one opening of a code's page today (city's time), in a slot chosen at random.

    One statement, so no count is lost; several slots, so that one hot sign makes nobody wait.
    """
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SQL, [code.pk, timezone.localdate(), secrets.randbelow(SCAN_SLOTS)])
