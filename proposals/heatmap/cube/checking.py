"""Prove that the cube says what the proposals say: recount them by SQL of its own and compare every number."""

from collections.abc import Callable, Iterator

import numpy as np
from django.conf import settings
from django.db import connection, transaction
from numpy.typing import NDArray

from districts.grid import BLOCK_BITS, BLOCK_MASK, COARSEST_LEVEL, FINEST_LEVEL
from geoportal.database.binary import copy_numbers, fetch_binary
from geoportal.database.sql import read_sql
from proposals.heatmap.cube.delta import COLUMNS, FIELDS
from proposals.heatmap.cube.entries import Entries, Integers, pyramid, sum_up, xy_of_versions
from proposals.heatmap.cube.packing import Counts, pack, unpack
from proposals.heatmap.cube.rebuilding import time_zone
from proposals.heatmap.models import LAST_COUNTED, ROUTES, STATUS_CODES

SNAPSHOT_SQL = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"

RECOUNT_SQL = read_sql("proposals.heatmap", "recount_proposals")
RECOUNTED_SQL = """
SELECT x, y, version, district, topic, status, month, count FROM heatmap_recounted
WHERE topic = %(topic)s OR %(topic)s = 0
"""
RECOUNTED = {
    "x": ">i4", "y": ">i4", "version": ">i8", "district": ">i8", "topic": ">i4", "status": ">i2", "month": ">i4",
    "count": ">i4",
}  # fmt: skip
DELTAS_SQL = f"""
SELECT {COLUMNS} FROM heatmap_cubedelta
WHERE (topic = %(topic)s OR %(topic)s = 0) AND status > 0
"""  # noqa: S608
TILES_SQL = """
SELECT hidden, x, y, district, occupied, total, by_status, by_month, by_both
FROM heatmap_cubetile WHERE level = %(level)s AND topic = %(topic)s
"""
TOPICS_SQL = """
SELECT topic FROM heatmap_recounted
UNION SELECT topic FROM heatmap_cubetile
UNION SELECT topic FROM heatmap_cubedelta
UNION SELECT 0
ORDER BY topic
"""
LEVELS_SQL = "SELECT DISTINCT level FROM heatmap_cubetile WHERE topic = %(topic)s"
SHARES_SQL = """
SELECT version_id, coalesce(district_id, 0), sum(share) FROM network_routeshare WHERE share > 0
GROUP BY version_id, coalesce(district_id, 0)
"""
SHARE_TILES_SQL = "SELECT level, district, versions, shares FROM network_sharetile"
SHARE_ERROR = 1e-9


@transaction.atomic
def find_differences(progress: Callable[[str], None] = lambda line: None) -> list[str]:
    """Return a line for each way in which the cube differs from a recount; none: it is exact.

    Looks at one state of the database. Tiles and deltas together must give what the proposals give, for every
    level, topic and count; each list of a tile must be the sum of its finest one; the packed shares of routes
    must be their shares.

    Args:
        progress: is told each step in a line.
    """
    found: list[str] = []
    with connection.cursor() as cursor:
        if len(connection.savepoint_ids) == 0:
            cursor.execute(SNAPSHOT_SQL)
        cursor.execute("DROP TABLE IF EXISTS heatmap_recounted")
        cursor.execute(RECOUNT_SQL, {"codes": _codes(), "zone": settings.TIME_ZONE})
        progress(f"{cursor.rowcount} different counts among the proposals")
        cursor.execute(TOPICS_SQL)
        topics = [topic for (topic,) in cursor.fetchall()]
    if time_zone() != settings.TIME_ZONE:
        found.append(f"months are counted in {time_zone()}, and TIME_ZONE is {settings.TIME_ZONE}")
    for topic in topics:
        found += _differences_of_topic(topic)
        progress(f"topic {topic} compared")
    return found + _differences_of_shares()


def _codes() -> str:
    return "{" + ", ".join(f'"{status.value}": {code}' for status, code in STATUS_CODES.items()) + "}"


def _differences_of_topic(topic: int) -> Iterator[str]:
    recounted = {entries.level: entries for entries in _recounted(topic)}
    changed = {
        entries.level: entries for entries in pyramid(copy_numbers(DELTAS_SQL, {"topic": topic}, FIELDS))
    }
    with connection.cursor() as cursor:
        cursor.execute(LEVELS_SQL, {"topic": topic})
        unknown = {level for (level,) in cursor.fetchall()} - set(recounted)
    for level in sorted(unknown):
        yield f"there are tiles of a level {level}"
    for level, expected in recounted.items():
        stored, broken = _stored(level, topic)
        yield from broken
        parts = [stored, _columns(changed[level]), _columns(expected)]
        counts = [stored[-1], changed[level].count, -expected.count]
        columns, left = sum_up(
            [np.concatenate([part[index] for part in parts]) for index in range(5)], np.concatenate(counts)
        )
        if len(left):
            x, y, district, status, month = (int(column[0]) for column in columns)
            yield (
                f"level {level}, topic {topic}: {len(left)} counts differ, the first at {x}/{y}, district {district}, "
                f"status {status}, month {month}, by {int(left[0]):+d}"
            )


def _columns(entries: Entries) -> list[Integers]:
    return [entries.x, entries.y, entries.district, entries.status, entries.month, entries.count]


def _recounted(topic: int) -> Iterator[Entries]:
    rows = copy_numbers(RECOUNTED_SQL, {"topic": topic}, RECOUNTED)
    columns = {name: rows[name].astype(np.int64) for name in RECOUNTED}
    along = columns["version"] > 0
    columns["topic"][:] = topic
    x, y = xy_of_versions(columns["version"])
    yield _entries(ROUTES, columns | {"x": x, "y": y}, along)
    entries = _entries(FINEST_LEVEL, columns, ~along)
    yield entries
    while entries.level > COARSEST_LEVEL:
        entries = entries.coarser()
        yield entries


def _entries(level: int, columns: dict[str, Integers], chosen: NDArray[np.bool_]) -> Entries:
    names = ("x", "y", "district", "topic", "status", "month")
    summed, count = sum_up([columns[name][chosen] for name in names], columns["count"][chosen])
    return Entries(level, *[*summed, count])


def _stored(level: int, topic: int) -> tuple[list[Integers], list[str]]:
    """Return the finest counts of a level's tiles as columns, and what is wrong with their other lists."""
    parts: list[list[Integers]] = [[np.zeros(0, dtype=np.int64)] * 6]
    broken = []
    for hidden, x, y, district, occupied, *lists in fetch_binary(TILES_SQL, {"level": level, "topic": topic}):
        counts = unpack(lists[3])
        if lists[:3] != _sums(counts) or occupied != len(np.unique(counts.cell)):
            broken.append(f"level {level}, topic {topic}, block {x}/{y}: the tile's own sums differ")
        cell, status, month, count = (
            np.asarray(each, dtype=np.int64)
            for each in (counts.cell, counts.status, counts.month, counts.count)
        )
        if ((status > LAST_COUNTED) != hidden).any():
            broken.append(
                f"level {level}, topic {topic}, block {x}/{y}: what is not public stands with what is"
            )
        at_x, at_y = (x << BLOCK_BITS) + (cell & BLOCK_MASK), (y << BLOCK_BITS) + (cell >> BLOCK_BITS)
        parts.append([at_x, at_y, np.full(len(cell), district, dtype=np.int64), status, month, count])
    return [np.concatenate([part[index] for part in parts]) for index in range(6)], broken


def _sums(counts: Counts) -> list[bytes]:
    """Return the lists that belong beside a finest one: totals, by status, by month."""
    cell, status, month, count = (
        np.asarray(each, dtype=np.int64) for each in (counts.cell, counts.status, counts.month, counts.count)
    )
    (cells,), totals = sum_up([cell], count)
    (by_status, statuses), status_counts = sum_up([cell, status], count)
    (by_month, months), month_counts = sum_up([cell, month], count)
    return [
        pack(cells, totals),
        pack(by_status, status_counts, status=statuses),
        pack(by_month, month_counts, month=months),
    ]


def _differences_of_shares() -> list[str]:
    """Return where a level's packed shares do not give a version its shares of the districts."""
    with connection.cursor() as cursor:
        cursor.execute(SHARES_SQL)
        expected = {(version, district): share for version, district, share in cursor.fetchall()}
    found: dict[int, dict[tuple[int, int], float]] = {
        level: {} for level in range(COARSEST_LEVEL, FINEST_LEVEL + 1)
    }
    for level, district, versions, shares in fetch_binary(SHARE_TILES_SQL, {}):
        of_level = found.setdefault(level, {})
        for version, share in zip(np.frombuffer(versions, "<i4"), np.frombuffer(shares, "<f8"), strict=True):
            key = (int(version), district)
            of_level[key] = of_level.get(key, 0.0) + float(share)
    return [
        f"level {level}: the packed shares of {len(wrong)} routes and districts differ"
        for level, sums in found.items()
        if (
            wrong := {
                key
                for key in expected.keys() | sums.keys()
                if abs(expected.get(key, 0.0) - sums.get(key, 0.0)) > SHARE_ERROR
            }
        )
    ]
