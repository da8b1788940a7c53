"""Counts on their way into tiles: parallel arrays that are summed, made coarser and cut into blocks."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import NDArray

from districts.grid import (
    BLOCK_BITS,
    BLOCK_MASK,
    COARSEST_LEVEL,
    FINEST_LEVEL,
    cells_in_blocks,
    tiles_of_keys,
)
from proposals.heatmap.cube.delta import FIELDS
from proposals.heatmap.models import LAST_COUNTED, ROUTES
from stops.network.share_tiles import changes

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Entries:
    """Counts of one level; at level ``ROUTES`` x and y number the route versions."""

    level: int
    x: Integers
    y: Integers
    district: Integers
    topic: Integers
    status: Integers
    month: Integers
    count: Integers

    def __len__(self) -> int:
        return len(self.count)

    def coarser(self) -> Self:
        """Return the same counts one level up."""
        columns, count = sum_up(
            [self.x >> 1, self.y >> 1, self.district, self.topic, self.status, self.month], self.count
        )
        return type(self)(self.level - 1, *[*columns, count])

    def over_topics(self) -> Self:
        """Return the counts summed over topics, as topic 0."""
        return replace(self, topic=np.zeros_like(self.topic))

    def row_columns(self) -> list[Integers]:
        """Return what tells tiles apart: hidden, topic, column and row of the block, district."""
        hidden = (self.status > LAST_COUNTED).astype(np.int64)
        return [hidden, self.topic, self.x >> BLOCK_BITS, self.y >> BLOCK_BITS, self.district]

    def cell(self) -> Integers:
        """Return the cells within their blocks."""
        return cells_in_blocks(self.x, self.y)


def pyramid(rows: NDArray[np.void]) -> Iterator[Entries]:
    """Yield the counts of every stored level, the route versions first, from rows of ``FIELDS``.

    Rows of status 0 count nothing and are left out.
    """
    columns = {name: rows[name].astype(np.int64) for name in FIELDS}
    counted = columns["status"] > 0
    for level, chosen in (
        (ROUTES, counted & (columns["version"] > 0)),
        (FINEST_LEVEL, counted & (columns["version"] == 0)),
    ):
        part = {name: column[chosen] for name, column in columns.items()}
        if level == ROUTES:
            x, y = xy_of_versions(part["version"])
        else:
            x, y = tiles_of_keys(part["cell"])
        summed, count = sum_up(
            [x, y, part["district"], part["topic"], part["status"], part["month"]], part["count"]
        )
        entries = Entries(level, *[*summed, count])
        yield entries
    while entries.level > COARSEST_LEVEL:
        entries = entries.coarser()
        yield entries


def xy_of_versions(versions: Integers) -> tuple[Integers, Integers]:
    """Return where route versions stand in the tiles of level ``ROUTES``: id // 1024 is the block's column."""
    return (versions >> 2 * BLOCK_BITS) << BLOCK_BITS | (versions & BLOCK_MASK), (
        versions >> BLOCK_BITS
    ) & BLOCK_MASK


def versions_of_cells(block: int, cells: Integers) -> Integers:
    """Return the route versions of the cells of one block of level ``ROUTES``."""
    return block << 2 * BLOCK_BITS | cells


def sum_up(columns: Sequence[Integers], count: Integers) -> tuple[list[Integers], Integers]:
    """Return rows that are alike as one with the sum of their counts, sorted by columns; sums of 0 go."""
    if not len(count):
        return list(columns), count
    order = _sorted_order(columns)
    columns = [column[order] for column in columns]
    starts = np.flatnonzero(changes(columns))
    sums = np.add.reduceat(count[order], starts)
    kept = starts[sums != 0]
    return [column[kept] for column in columns], sums[sums != 0]


def _sorted_order(columns: Sequence[Integers]) -> NDArray[np.intp]:
    """Return the order of rows by their columns: by one number each where that fits into 63 bits."""
    lows = [int(column.min()) for column in columns]
    spans = [int(column.max()) - low + 1 for column, low in zip(columns, lows, strict=True)]
    if math.prod(spans) >= 1 << 63:
        return np.lexsort(columns[::-1])
    key = np.zeros(len(columns[0]), dtype=np.int64)
    for column, low, span in zip(columns, lows, spans, strict=True):
        key = key * span + (column - low)
    return np.argsort(key, kind="stable")
