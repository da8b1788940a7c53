"""Keep the last position of each vehicle."""

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import connection

from geoportal.database.sql import read_sql
from stops.network.models import VehicleFix
from stops.network.realtime.reading import Fix

KEPT_FOR = dt.timedelta(days=1)

SAVE_SQL = read_sql("stops.network", "save_fixes")


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
