"""Count how often a sign is opened; how often a proposal is sent from it is counted as it is stored."""

from django.db import connection
from django.utils import timezone

from stops.signs.models import QRCode

COUNT_SQL = "SELECT public.count_scan(%(code)s, %(day)s, %(scans)s, %(sent)s)"


def count_scan(code: QRCode) -> None:
    """Count one opening of a code's page today (city's time), so that none is lost and nobody waits."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SQL, {"code": code.pk, "day": timezone.localdate(), "scans": 1, "sent": 0})
