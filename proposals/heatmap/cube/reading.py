"""Read the cube: weights by cell, whole-route proposals by their shares."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import compress
from typing import Any

import numpy as np
from numpy.typing import NDArray

from districts.grid import BLOCK_BITS, BLOCK_MASK, COARSEST_LEVEL, FINEST_LEVEL, tile_centres, tiles_of_keys
from proposals.filters import ProposalFilter
from proposals.heatmap.cube.delta import DELTA
from proposals.heatmap.cube.entries import versions_of_cells
from proposals.heatmap.cube.packing import Counts, joined, unpack
from proposals.heatmap.cube.query import (
    CELLS_MAX,
    DELTA_ROW,
    ROUTE_ROW,
    SHARE_ROW,
    TILE_ROW,
    VERSION_ROW,
    Box,
    Rows,
    Wanted,
    read_rows,
    status_codes,
)
from proposals.heatmap.cube.reach import Reach

LEVELS_BEYOND_ZOOM = 5
DENSE_MAX = 4_000_000
NOTHING = 1e-9
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Cells:
    """Weights of cells of one level, all above 0, in rows from north to south and west to east.

    Attributes:
        level: of the web-Mercator quadtree.
        x, y: the cells' tile numbers of that level, y growing southward.
        weight: proposals in each; a whole-route proposal counts by its shares.
        version: of the data, see ``data_version``.
    """

    level: int
    x: Integers
    y: Integers
    weight: Floats
    version: str

    @property
    def total(self) -> float:
        """The sum of the weights."""
        return float(self.weight.sum())

    def lon_lat(self) -> tuple[Floats, Floats]:
        """Return the longitudes and latitudes of the cells' middles, degrees, EPSG:4326."""
        return tile_centres(self.x, self.y, self.level)


def read_cells(
    chosen: ProposalFilter,
    *,
    zoom: int | None = None,
    level: int | None = None,
    reach: Reach | None = None,
    with_routes: bool = True,
) -> Cells:
    """Return the cells that have any weight under a filter, and with a ``bbox`` touch it.

    Args:
        chosen: topics, statuses, months, districts and box; area, route and place are not understood here.
        zoom: of a map: the level is 5 finer, or as much coarser as leaves at most 4,000 occupied cells,
            whatever else is filtered, so that cells keep their size while a reader changes the filter.
        level: of the cells, if no zoom is given; at most 18.
        reach: of a member of staff, who then sees all of the filter's statuses there and nothing beyond;
            without it, what is public. The filter must then name its statuses.
        with_routes: whether whole-route proposals count too, by their shares; else those at points alone.
    """
    if zoom is None:
        finest = FINEST_LEVEL if level is None else level
    else:
        finest = min(FINEST_LEVEL, zoom + LEVELS_BEYOND_ZOOM)
    wanted = Wanted.of(chosen, level=max(COARSEST_LEVEL, finest), is_fixed=zoom is None, reach=reach)
    rows = read_rows(wanted)
    (at_level,), (version,) = rows[VERSION_ROW].level, rows[VERSION_ROW].data
    pieces = _Pieces(wanted, at_level)
    pieces.add_tiles(rows[TILE_ROW])
    deltas = read_deltas(chosen, rows[DELTA_ROW])
    pieces.add_deltas(deltas[deltas["version"] == 0])
    if with_routes:
        pieces.add_routes(RouteWeights(route_counts(chosen, rows[ROUTE_ROW], deltas), reach), rows[SHARE_ROW])
    cells = pieces.summed(min(at_level, finest), version.decode())
    # What has just come is not counted in the choice of the level.
    while zoom is not None and len(cells.x) > CELLS_MAX:
        cells = pieces.summed(cells.level - 1, cells.version)
    return cells


class _Pieces:
    """Weights on their way into one grid: any number of them for a cell."""

    def __init__(self, wanted: Wanted, level: int) -> None:
        self.wanted = wanted
        self.level = level
        self.x: list[Integers] = []
        self.y: list[Integers] = []
        self.weight: list[NDArray[Any]] = []

    def add(self, x: Integers, y: Integers, weight: NDArray[Any]) -> None:
        self.x.append(x)
        self.y.append(y)
        self.weight.append(weight)

    def add_blocks(self, rows: Rows, block: Integers, cell: NDArray[Any], weight: NDArray[Any]) -> None:
        """Add weights of cells, each of the block of that one of the rows whose number stands beside it."""
        cells = cell.astype(np.int64)
        left = np.array(rows.x, dtype=np.int64) << BLOCK_BITS
        top = np.array(rows.y, dtype=np.int64) << BLOCK_BITS
        self.add(left[block] + (cells & BLOCK_MASK), top[block] + (cells >> BLOCK_BITS), weight)

    def add_tiles(self, rows: Rows) -> None:
        """Add what a filter leaves of the tiles; all are filtered at once, since one is small."""
        if not any(rows.data):
            return
        tiles = [unpack(data) for data in rows.data]
        sizes = [len(tile.cell) for tile in tiles]
        block = _numbered(sizes)
        counts = joined(list(compress(tiles, sizes)))
        mask = _mask(self.wanted.chosen, counts)
        if mask is None:
            self.add_blocks(rows, block, counts.cell, counts.count)
        else:
            self.add_blocks(rows, block[mask], counts.cell[mask], counts.count[mask])

    def add_deltas(self, deltas: NDArray[np.void]) -> None:
        x, y = tiles_of_keys(deltas["cell"].astype(np.int64) >> 2 * (FINEST_LEVEL - self.level))
        self.add(x, y, deltas["count"])

    def add_routes(self, weights: "RouteWeights", shares: Rows) -> None:
        """Spread whole-route proposals over the cells by their routes' shares."""
        if weights.are_none or not shares.data:
            return
        each = list(unpack_shares(shares))
        version, cell, share = (np.concatenate(arrays) for arrays in zip(*each, strict=True))
        block = _numbered([len(versions) for versions, _cells, _shares in each])
        district = np.array(shares.district, dtype=np.int64)[block]
        self.add_blocks(shares, block, cell, weights.of(version, district) * share)

    def summed(self, level: int, version: str) -> Cells:
        """Return each cell once, at the level read or a coarser one."""
        if not self.x:
            nothing = np.zeros(0, dtype=np.int64)
            return Cells(level, nothing, nothing, np.zeros(0), version)
        x, y, weight = (np.concatenate(each) for each in (self.x, self.y, self.weight))
        bbox = self.wanted.chosen.bbox
        if bbox is not None:
            inside = _inside(Box.of(bbox), self.level, x, y)
            x, y, weight = x[inside], y[inside], weight[inside]
        up = self.level - level
        return Cells(level, *_sum_by_cell(x >> up, y >> up, weight), version)


class RouteWeights:
    """How many whole-route proposals each route version has, as far as they are seen in a district."""

    def __init__(self, along: dict[str, Integers], reach: Reach | None = None) -> None:
        self.along = along
        self.reach = reach
        self.size = int(along["version"].max()) + 1 if len(along["version"]) else 0
        self.by_topics: dict[frozenset[int] | None, Floats] = {}

    @property
    def are_none(self) -> bool:
        """Whether there is nothing to spread."""
        return self.size == 0

    def of(self, version: Integers, district: Integers) -> Floats:
        """Return the weights of route versions, each in the district beside it (0 outside all)."""
        if self.reach is None:
            return self._among(None, version)
        weights = np.zeros(len(version))
        for each in np.unique(district):
            here = district == each
            weights[here] = self._among(self.reach.topics_in(int(each)), version[here])
        return weights

    def _among(self, topics: frozenset[int] | None, version: Integers) -> Floats:
        """Return the weights of route versions among some topics, or all."""
        if topics not in self.by_topics:
            counted = self.along["count"]
            if topics is not None:
                counted = np.where(np.isin(self.along["topic"], list(topics)), counted, 0)
            self.by_topics[topics] = np.bincount(self.along["version"], counted, self.size).astype(np.float64)
        known = version < self.size
        return np.where(known, self.by_topics[topics][np.where(known, version, 0)], 0.0)


def filtered(chosen: ProposalFilter, counts: Counts) -> Counts:
    """Return those of a tile's counts that a filter's statuses and months leave."""
    mask = _mask(chosen, counts)
    if mask is None:
        return counts
    return Counts(
        counts.cell[mask],
        None if counts.status is None else counts.status[mask],
        None if counts.month is None else counts.month[mask],
        counts.count[mask],
    )


def _mask(chosen: ProposalFilter, counts: Counts) -> NDArray[np.bool_] | None:
    """Return which counts a filter's statuses and months leave; None: all."""
    mask = None
    if counts.month is not None and (chosen.month_from or chosen.month_to):
        mask = _in_months(chosen, counts.month)
    if counts.status is not None and chosen.statuses:
        of_status = _status_table(chosen)[counts.status]
        mask = of_status if mask is None else mask & of_status
    return mask


def _numbered(sizes: list[int]) -> Integers:
    """Return 0 as often as the first size says, 1 as often as the second, and so on."""
    return np.repeat(np.arange(len(sizes)), sizes)


def _status_table(chosen: ProposalFilter) -> NDArray[np.bool_]:
    table = np.zeros(256, dtype=bool)
    table[status_codes(chosen)] = True
    return table


def _in_months(chosen: ProposalFilter, month: NDArray[Any]) -> NDArray[np.bool_]:
    first, last = chosen.month_from, chosen.month_to
    mask = np.ones(len(month), dtype=bool)
    if first is not None:
        mask &= month >= 12 * first.year + first.month - 1
    if last is not None:
        mask &= month <= 12 * last.year + last.month - 1
    return mask


def read_deltas(chosen: ProposalFilter, rows: Rows) -> NDArray[np.void]:
    """Return the deltas that a filter's statuses and months leave; its topics and districts are SQL's."""
    (packed,) = rows.data
    deltas = np.frombuffer(packed or b"", DELTA)
    return np.asarray(deltas[_in_months(chosen, deltas["month"]) & _status_table(chosen)[deltas["status"]]])


def route_counts(chosen: ProposalFilter, rows: Rows, deltas: NDArray[np.void]) -> dict[str, Integers]:
    """Return the counts of whole-route proposals under a filter, as parallel arrays.

    Returns:
        ``version``, ``topic``, ``status``, ``month`` and ``count``; 0 where the tiles do not tell them apart.
    """
    along = deltas[deltas["version"] > 0]
    parts: dict[str, list[Any]] = {
        name: [along[name]] for name in ("version", "topic", "status", "month", "count")
    }
    for column, topic, data in zip(rows.x, rows.topic, rows.data, strict=True):
        counts = filtered(chosen, unpack(data))
        nothing = np.zeros(len(counts.cell), dtype=np.int64)
        parts["version"].append(versions_of_cells(column, counts.cell.astype(np.int64)))
        parts["topic"].append(nothing + topic)
        parts["status"].append(nothing if counts.status is None else counts.status)
        parts["month"].append(nothing if counts.month is None else counts.month)
        parts["count"].append(counts.count)
    return {
        name: np.concatenate([np.asarray(each, dtype=np.int64) for each in arrays])
        for name, arrays in parts.items()
    }


def unpack_shares(rows: Rows) -> Iterator[tuple[Integers, NDArray[np.uint16], Floats]]:
    """Yield versions, cells of the block and shares of each row of ``ShareTile``."""
    for versions, cells, shares in zip(rows.data, rows.cells, rows.shares, strict=True):
        yield (
            np.frombuffer(versions, "<i4").astype(np.int64),
            np.frombuffer(cells, "<u2"),
            np.frombuffer(shares, "<f8"),
        )


def _inside(box: Box, level: int, x: Integers, y: Integers) -> NDArray[np.bool_]:
    shift = FINEST_LEVEL - level
    columns = [(x >= first >> shift) & (x <= last >> shift) for first, last in box.columns]
    in_rows = (y >= box.rows[0] >> shift) & (y <= box.rows[1] >> shift)
    return np.asarray(np.logical_or.reduce(columns) & in_rows)


def _sum_by_cell(x: Integers, y: Integers, weight: NDArray[Any]) -> tuple[Integers, Integers, Floats]:
    """Return each cell once with the sum of its weights, by row and column."""
    if not len(x):
        return x, y, np.zeros(0)
    left, top = int(x.min()), int(y.min())
    width, height = int(x.max()) - left + 1, int(y.max()) - top + 1
    key = (y - top).astype(np.int64) * width + (x - left)
    if width * height <= DENSE_MAX:
        dense = np.bincount(key, weight).astype(np.float64, copy=False)
        keys: Integers = np.flatnonzero(dense > NOTHING).astype(np.int64, copy=False)
        sums = dense[keys]
    else:
        unique, place = np.unique(key, return_inverse=True)
        sums = np.bincount(place, weight).astype(np.float64, copy=False)
        keys, sums = unique[sums > NOTHING], sums[sums > NOTHING]
    return keys % width + left, keys // width + top, sums
