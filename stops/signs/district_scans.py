"""Sum the scans by month and district of today."""

from django.db import connection, transaction
from django.utils import timezone

from geoportal.database.locks import Lock, wait_for
from geoportal.database.sql import read_sql

COUNT_SQL = read_sql("stops.signs", "count_district_scans")


@transaction.atomic
def count_district_scans() -> int:
    """Bring ``DistrictScans`` up to the scans, bindings, places and route shares of now.

    Returns:
        The number of rows that changed.
    """
    wait_for(Lock.COUNT_DISTRICT_SCANS)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SQL, {"zone": timezone.get_current_timezone_name()})
        return int(cursor.fetchone()[0])
