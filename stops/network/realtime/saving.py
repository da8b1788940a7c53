"""Keep the last position of each vehicle."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import connection

from stops.network.models import VehicleFix
from stops.network.realtime.reading import Fix

KEPT_FOR = dt.timedelta(days=1)

# One statement for the whole feed; a vehicle's row changes only where the feed knows of a later moment.
SAVE_SQL = """
INSERT INTO network_vehiclefix (vehicle_id, board_number, route_id, direction, location, bearing, at)
SELECT fix.vehicle_id, fix.board_number, route.id, fix.direction,
       ST_SetSRID(ST_MakePoint(fix.lon, fix.lat), 4326), fix.bearing, fix.at
FROM unnest(%(vehicle_ids)s::text[], %(board_numbers)s::text[], %(route_ids)s::text[], %(directions)s::smallint[],
            %(lons)s::float8[], %(lats)s::float8[], %(bearings)s::float8[], %(times)s::timestamptz[])
     AS fix(vehicle_id, board_number, route_id, direction, lon, lat, bearing, at)
LEFT JOIN network_busroute AS route
       ON route.source = %(source)s AND route.source_id = fix.route_id AND route.retired_at IS NULL
ON CONFLICT (vehicle_id) DO UPDATE
SET board_number = excluded.board_number, route_id = excluded.route_id, direction = excluded.direction,
    location = excluded.location, bearing = excluded.bearing, at = excluded.at
WHERE network_vehiclefix.at < excluded.at
"""


def save_fixes(fixes: Sequence[Fix]) -> int:
    """Store positions and return how many were new; a known one as late or later stays.

    Args:
        fixes: one for each vehicle.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            SAVE_SQL,
            {
                "vehicle_ids": [fix.vehicle_id for fix in fixes],
                "board_numbers": [fix.board_number for fix in fixes],
                "route_ids": [fix.route_id for fix in fixes],
                "directions": [fix.direction for fix in fixes],
                "lons": [fix.lon for fix in fixes],
                "lats": [fix.lat for fix in fixes],
                "bearings": [fix.bearing for fix in fixes],
                "times": [fix.at for fix in fixes],
                "source": settings.GTFS_REALTIME_SOURCE,
            },
        )
        return int(cursor.rowcount)


def forget_old_fixes(now: dt.datetime) -> int:
    """Remove the positions of vehicles that have been silent for a day; return how many."""
    removed, _each = VehicleFix.objects.filter(at__lt=now - KEPT_FOR).delete()
    return removed
