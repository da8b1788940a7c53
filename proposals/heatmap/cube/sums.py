"""Read sums over the whole city from the cube: by district, topic, status or month."""

from collections import defaultdict
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from proposals.filters import ProposalFilter
from proposals.heatmap.cube.packing import unpack
from proposals.heatmap.cube.query import DELTA_ROW, ROUTE_ROW, SHARE_ROW, TILE_ROW, Rows, Wanted, read_rows
from proposals.heatmap.cube.reach import Reach
from proposals.heatmap.cube.reading import filtered, read_deltas, route_counts, unpack_shares


class By(StrEnum):
    """What sums are told apart by."""

    DISTRICT = "district"
    TOPIC = "topic"
    STATUS = "status"
    MONTH = "month"


def read_sums(chosen: ProposalFilter, by: By, *, reach: Reach | None = None) -> dict[int, float]:
    """Return weights under a filter by district id (0 outside all), topic id, status code or month number.

    Args:
        chosen: topics, statuses, months and districts; nothing else of it is understood here.
        by: what to tell apart.
        reach: as for ``read_cells``.
    """
    wanted = Wanted.of(
        chosen,
        by_status=by == By.STATUS,
        by_month=by == By.MONTH,
        by_topic=by == By.TOPIC,
        reach=reach,
    )
    rows = read_rows(wanted)
    sums: dict[int, float] = defaultdict(float)
    tiles = rows[TILE_ROW]
    for district, topic, data in zip(tiles.district, tiles.topic, tiles.data, strict=True):
        counts = filtered(chosen, unpack(data))
        keys = {
            By.DISTRICT: district,
            By.TOPIC: topic,
            By.STATUS: counts.status,
            By.MONTH: counts.month,
        }
        _add(sums, keys[by], counts.count)
    deltas = read_deltas(chosen, rows[DELTA_ROW])
    points = deltas[deltas["version"] == 0]
    _add(sums, points[by.value], points["count"])
    along = route_counts(chosen, rows[ROUTE_ROW], deltas)
    for district, share in _shares_by_district(rows[SHARE_ROW], along["version"]).items():
        weights = along["count"] * share[along["version"]]
        topics = None if reach is None else reach.topics_in(district)
        if topics is not None:
            weights = np.where(np.isin(along["topic"], list(topics)), weights, 0.0)
        _add(sums, district if by == By.DISTRICT else along[by.value], weights)
    return {key: weight for key, weight in sums.items() if abs(weight) > 1e-9}


def read_records(chosen: ProposalFilter) -> int:
    """Return the number of records under a filter: whole-route ones count 1 where any share of them does."""
    rows = read_rows(Wanted.of(chosen))
    deltas = read_deltas(chosen, rows[DELTA_ROW])
    points = sum(int(filtered(chosen, unpack(data)).count.sum()) for data in rows[TILE_ROW].data)
    points += int(deltas["count"][deltas["version"] == 0].sum())
    along = route_counts(chosen, rows[ROUTE_ROW], deltas)
    shares = _shares_by_district(rows[SHARE_ROW], along["version"]).values()
    crossing = np.sum([share[along["version"]] for share in shares], axis=0) > 0 if shares else np.zeros(0)
    return points + (int(along["count"][crossing].sum()) if len(crossing) else 0)


def _add(sums: dict[int, float], keys: Any, weights: NDArray[Any]) -> None:
    """Add weights under one key, an int, or each under its own, an array."""
    if not len(weights):
        return
    if isinstance(keys, int):
        sums[keys] += float(weights.sum())
        return
    totals = np.bincount(np.asarray(keys, dtype=np.int64), weights)
    for key in np.flatnonzero(totals):
        sums[int(key)] += float(totals[key])


def _shares_by_district(rows: Rows, versions: NDArray[np.int64]) -> dict[int, NDArray[np.float64]]:
    """Return each district's share of each route version, by its id, up to the greatest that is asked for."""
    if not len(versions):
        return {}
    most = int(versions.max()) + 1
    shares: dict[int, NDArray[np.float64]] = {}
    for district, (version, _cells, share) in zip(rows.district, unpack_shares(rows), strict=True):
        known = version < most
        shares.setdefault(district, np.zeros(most))
        shares[district] += np.bincount(version[known], share[known], minlength=most)
    return shares
