"""Sum the scans by month and district of today."""

from pathlib import Path

from django.db import connection, transaction
from django.utils import timezone

COUNT_SQL = (Path(__file__).parent / "sql" / "count_district_scans.sql").read_text(encoding="utf-8")
COUNTING_LOCK = 0x5343_414E
"""The advisory lock that countings hold, one after the other."""


@transaction.atomic
def count_district_scans() -> int:
    """Bring ``DistrictScans`` up to the scans, bindings, places and route shares of now.

    Returns:
        The number of rows that changed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [COUNTING_LOCK])
        cursor.execute(COUNT_SQL, {"zone": timezone.get_current_timezone_name()})
        return int(cursor.fetchone()[0])
