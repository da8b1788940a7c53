"""Pack the route shares by level and block of cells, so that a view reads a few rows and not thousands."""

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from districts.grid import BLOCK_BITS, COARSEST_LEVEL, FINEST_LEVEL, cells_in_blocks, tiles_of_keys
from geoportal.database.binary import copy_numbers
from geoportal.database.locks import Lock, wait_for
from stops.network.models import ShareTile

SHARES_SQL = """
SELECT cell, version_id, coalesce(district_id, 0), share FROM network_routeshare WHERE share > 0
"""


def write_share_tiles() -> int:
    """Write the tiles anew from all route shares; return how many. Part of the caller's transaction."""
    wait_for(Lock.WRITE_SHARE_TILES)
    rows = copy_numbers(
        SHARES_SQL, None, {"cell": ">i8", "version": ">i8", "district": ">i8", "share": ">f8"}
    )
    ShareTile.objects.all().delete()
    tiles = [tile for level in range(COARSEST_LEVEL, FINEST_LEVEL + 1) for tile in _tiles_of(level, rows)]
    ShareTile.objects.bulk_create(tiles, batch_size=500)
    return len(tiles)


def _tiles_of(level: int, rows: np.ndarray) -> list[ShareTile]:
    """Return the tiles of one level."""
    if not len(rows):
        return []
    x, y = tiles_of_keys(rows["cell"].astype(np.int64) >> 2 * (FINEST_LEVEL - level))
    cell = cells_in_blocks(x, y)
    district, version = rows["district"].astype(np.int64), rows["version"].astype(np.int64)
    columns = [x >> BLOCK_BITS, y >> BLOCK_BITS, district, version, cell]
    order = np.lexsort(columns[::-1])
    columns = [column[order] for column in columns]
    is_first = changes(columns)
    starts = np.flatnonzero(is_first)
    shares = np.add.reduceat(rows["share"].astype(np.float64)[order], starts)
    columns = [column[starts] for column in columns]
    blocks = np.append(np.flatnonzero(changes(columns[:3])), len(shares))
    return [
        ShareTile(
            level=level,
            x=int(columns[0][first]),
            y=int(columns[1][first]),
            district=int(columns[2][first]),
            occupied=len(np.unique(columns[4][first:last])),
            versions=columns[3][first:last].astype("<i4").tobytes(),
            cells=columns[4][first:last].astype("<u2").tobytes(),
            shares=shares[first:last].astype("<f8").tobytes(),
        )
        for first, last in itertools.pairwise(blocks)
    ]


def changes(columns: Sequence[NDArray[Any]]) -> NDArray[np.bool_]:
    """Return where sorted rows differ from the row before; the first differs."""
    differs = np.ones(len(columns[0]), dtype=bool)
    differs[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return differs
