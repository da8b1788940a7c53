"""Put places into today's districts."""

from django.db import connection
from django.utils import timezone

# A place on a shared border belongs to the district with the lowest KATO code.
ASSIGN_SQL = """
UPDATE network_place AS place
SET district_id = found.district_id
FROM (
    SELECT place.id, (
        SELECT district.id FROM districts_district AS district
        WHERE district.valid_from <= %(today)s
          AND (district.valid_to IS NULL OR district.valid_to > %(today)s)
          AND ST_Intersects(district.boundary, place.location)
        ORDER BY district.kato LIMIT 1
    ) AS district_id
    FROM network_place AS place
) AS found
WHERE found.id = place.id AND place.district_id IS DISTINCT FROM found.district_id
"""


def assign_places() -> int:
    """Give every place its district of today, or none outside them; return how many changed."""
    with connection.cursor() as cursor:
        cursor.execute(ASSIGN_SQL, {"today": timezone.localdate()})
        return int(cursor.rowcount)
