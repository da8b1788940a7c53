"""Put counts into tiles. Whoever calls holds the fold's lock: nobody else writes tiles at the same time."""

from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np
from django.db import connection

from geoportal.database.binary import fetch_binary
from proposals.heatmap.cube.entries import Entries, Integers, sum_up
from proposals.heatmap.cube.packing import pack, unpack
from proposals.heatmap.models import CubeTile
from stops.network.share_tiles import changes

ROWS_AT_ONCE = 256

READ_SQL = """
SELECT wanted.number, tile.id, tile.by_both
FROM unnest(%(hidden)s::boolean[], %(topic)s::integer[], %(x)s::integer[], %(y)s::integer[], %(district)s::bigint[])
    WITH ORDINALITY AS wanted (hidden, topic, x, y, district, number)
JOIN heatmap_cubetile AS tile
    ON tile.level = %(level)s AND tile.hidden = wanted.hidden AND tile.topic = wanted.topic
    AND tile.x = wanted.x AND tile.y = wanted.y AND tile.district = wanted.district
"""
WRITE_SQL = """
COPY heatmap_cubetile
    (level, hidden, topic, x, y, district, occupied, total, by_status, by_month, by_both)
FROM STDIN (FORMAT binary)
"""
WRITE_TYPES = ("int2", "bool", "int4", "int4", "int4", "int8", "int4", "bytea", "bytea", "bytea", "bytea")


@dataclass(frozen=True, slots=True)
class Rows:
    """Counts by the number of the tile's row among those at work, sorted by row, cell, status and month."""

    row: Integers
    cell: Integers
    status: Integers
    month: Integers
    count: Integers


def add_entries(entries: Entries, *, is_new: bool = False) -> int:
    """Add the counts of one level to its tiles, those over all topics too; return how many tiles were written.

    Args:
        entries: counts or changes of counts, of any topics but 0.
        is_new: the level's tiles of these topics do not exist yet, and need not be looked for.
    """
    return sum(add_topics(each, is_new=is_new) for each in (entries, entries.over_topics()))


def add_topics(entries: Entries, *, is_new: bool = False) -> int:
    """Add counts to the tiles of just the topics that they name; return how many tiles were written."""
    columns = entries.row_columns()
    keys, count = sum_up([*columns, entries.cell(), entries.status, entries.month], entries.count)
    if not len(count):
        return 0
    starts = np.flatnonzero(changes(keys[:5]))
    row = np.cumsum(changes(keys[:5])) - 1
    added = Rows(row, *[*keys[5:], count])
    written = 0
    for first in range(0, len(starts), ROWS_AT_ONCE):
        batch = starts[first : first + ROWS_AT_ONCE]
        begin, end = np.searchsorted(row, [first, first + len(batch)])
        part = Rows(*(getattr(added, name)[begin:end] for name in Rows.__slots__))
        part = replace(part, row=part.row - first)
        tiles = [column[batch] for column in keys[:5]]
        if not is_new:
            part = _with_stored(entries.level, tiles, part)
        written += _write(entries.level, tiles, part)
    return written


def _with_stored(level: int, tiles: list[Integers], added: Rows) -> Rows:
    """Return the stored counts with the added ones, and take the stored tiles away."""
    names = ("hidden", "topic", "x", "y", "district")
    parameters: dict[str, Any] = {name: column.tolist() for name, column in zip(names, tiles, strict=True)}
    parameters["hidden"] = [bool(value) for value in parameters["hidden"]]
    stored: list[Rows] = [added]
    ids = []
    for number, pk, data in fetch_binary(READ_SQL, {**parameters, "level": level}):
        ids.append(pk)
        stored.append(_unpacked(number - 1, data))
    CubeTile.objects.filter(pk__in=ids).delete()
    merged = [np.concatenate([getattr(each, name) for each in stored]) for name in Rows.__slots__]
    columns, count = sum_up(merged[:4], merged[4])
    return Rows(*[*columns, count])


def _unpacked(row: int, data: bytes) -> Rows:
    counts = unpack(data)
    return Rows(
        np.full(len(counts.cell), row, dtype=np.int64),
        *(
            np.asarray(cast(Any, each), dtype=np.int64)
            for each in (counts.cell, counts.status, counts.month, counts.count)
        ),
    )


def _write(level: int, tiles: list[Integers], rows: Rows) -> int:
    """Write tiles with their counts; a tile without any is not written."""
    both = [rows.row, rows.cell, rows.status, rows.month]
    by_status, status_counts = sum_up(both[:3], rows.count)
    by_month, month_counts = sum_up([rows.row, rows.cell, rows.month], rows.count)
    total, totals = sum_up(both[:2], rows.count)
    cuts = [
        np.searchsorted(columns[0], np.arange(len(tiles[0]) + 1))
        for columns in (total, by_status, by_month, both)
    ]
    written = 0
    with connection.cursor() as cursor, cursor.cursor.copy(WRITE_SQL) as copy:
        copy.set_types(WRITE_TYPES)
        for number in range(len(tiles[0])):
            at, at_status, at_month, at_both = (slice(cut[number], cut[number + 1]) for cut in cuts)
            if at.start == at.stop:
                continue
            hidden, topic, x, y, district = (int(column[number]) for column in tiles)
            copy.write_row(
                (
                    level, bool(hidden), topic, x, y, district, at.stop - at.start,
                    pack(total[1][at], totals[at]),
                    pack(by_status[1][at_status], status_counts[at_status], status=by_status[2][at_status]),
                    pack(by_month[1][at_month], month_counts[at_month], month=by_month[2][at_month]),
                    pack(both[1][at_both], rows.count[at_both], status=both[2][at_both], month=both[3][at_both]),
                )
            )  # fmt: skip
            written += 1
    return written
