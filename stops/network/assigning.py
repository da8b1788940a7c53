"""Put places into today's districts."""

from django.db import connection
from django.utils import timezone

from geoportal.database.sql import read_sql

ASSIGN_SQL = read_sql("stops.network", "assign_places")


def assign_places() -> int:
    """Give every place its district of today, or none outside them; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(ASSIGN_SQL, {"today": timezone.localdate()})
        return int(cursor.rowcount)
