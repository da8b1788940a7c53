"""Build the cube from nothing."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from geoportal.database.binary import copy_numbers
from geoportal.database.locks import Lock, wait_for
from geoportal.database.sql import read_sql
from proposals.heatmap.cube.delta import COLUMNS, FIELDS
from proposals.heatmap.cube.entries import pyramid
from proposals.heatmap.cube.writing import add_topics
from proposals.heatmap.models import STATUS_CODES, CubeFold, CubeTile
from stops.network.share_tiles import write_share_tiles

TIME_ZONE_SQL = read_sql("proposals.heatmap", "city_time_zone")

COUNT_SQL = read_sql("proposals.heatmap", "count_proposals")
TABLE_SQL = """
CREATE TEMPORARY TABLE heatmap_counted (
    cell bigint NOT NULL, version bigint NOT NULL, district bigint NOT NULL, topic integer NOT NULL,
    status smallint NOT NULL, month smallint NOT NULL, count integer NOT NULL
) ON COMMIT DROP
"""
TOPIC_SQL = f"SELECT {COLUMNS} FROM heatmap_counted WHERE topic = %s"  # noqa: S608
ALL_TOPICS_SQL = """
SELECT cell, version, district, 0, status, month, sum(count)::integer
FROM heatmap_counted GROUP BY cell, version, district, status, month
"""


@transaction.atomic
def rebuild(progress: Callable[[str], None] = lambda line: None) -> int:
    """Count all proposals anew, one topic after the other, and write every tile; return how many tiles.

    Readers see the old cube until this commits. Changes made meanwhile stand as deltas and are added to the
    new one. Months are counted in the ``TIME_ZONE`` of the settings, from now on by the triggers too.

    Args:
        progress: is told each step in a line.
    """
    parameters: dict[str, Any] = {
        "statuses": [status.value for status in STATUS_CODES],
        "codes": list(STATUS_CODES.values()),
        "zone": settings.TIME_ZONE,
    }
    wait_for(Lock.FOLD_HEATMAP)
    with connection.cursor() as cursor:
        if time_zone() != settings.TIME_ZONE:
            cursor.execute(TIME_ZONE_SQL, [settings.TIME_ZONE])
        progress(f"{write_share_tiles()} tiles of route shares")
        cursor.execute("DROP TABLE IF EXISTS heatmap_counted")
        cursor.execute(TABLE_SQL)
        cursor.execute(COUNT_SQL, parameters)
        progress(f"{cursor.rowcount} different counts")
        cursor.execute("SELECT DISTINCT topic FROM heatmap_counted ORDER BY topic")
        topics = [topic for (topic,) in cursor.fetchall()]
    CubeTile.objects.all().delete()
    tiles = 0
    for topic in topics:
        tiles += _write(TOPIC_SQL, [topic])
        progress(f"topic {topic}: {tiles} tiles so far")
    tiles += _write(ALL_TOPICS_SQL, None)
    CubeFold.objects.create(deltas=0, is_rebuild=True)
    return tiles


def time_zone() -> str:
    """Return the time zone in which the triggers count months."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT public.city_time_zone()")
        return str(cursor.fetchone()[0])


def _write(query: str, parameters: list[int] | None) -> int:
    return sum(
        add_topics(entries, is_new=True) for entries in pyramid(copy_numbers(query, parameters, FIELDS))
    )
