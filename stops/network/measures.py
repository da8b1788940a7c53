"""Measure the stops of a pattern along its line, each on the pass at which the bus serves it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from stops.network.passes import Track

PASS_WITHIN_M = 100.0
"""A pass counts for a stop where it is farther off than the nearest one by this much at most."""

SAME_POINT_MM = 1000
"""What it costs two stops in a row to lie at one point of the line: as if one were a metre farther off."""


def measure_stops(line: Any, positions: Sequence[tuple[float, float]]) -> list[float]:
    """Return how far along its line each stop of a pattern lies, in metres, never less than the one before.

    Of all ways to give the stops places along the line in their order, the one with the smallest sum of
    distances is taken. So a stop that is served twice gets two measures, a stop after a crossing keeps to its
    own pass, and a loop that ends where it began ends at the line's end. Where the order leaves two passes
    equally near (to the millimetre), the first is taken. Two stops that stand in the wrong order share a point.

    Args:
        line: a shapely line string in the metric projection.
        positions: (x, y) of the stops in the order of the pattern, in the same projection.

    Source:
        Least cost over ordered candidates, as dynamic programming in map matching.
    """
    if not positions:
        return []
    candidates = _candidates(line, positions)
    feet = shapely.get_coordinates(shapely.line_interpolate_point(line, candidates))
    stops = np.asarray(positions, dtype=np.float64)
    offsets = stops[:, None, :] - feet[None, :, :]
    costs_mm = np.rint(np.hypot(offsets[..., 0], offsets[..., 1]) * 1000).astype(np.int64)
    return [float(candidates[index]) for index in _cheapest_in_order(costs_mm)]


def _candidates(line: Any, positions: Sequence[tuple[float, float]]) -> npt.NDArray[np.float64]:
    """Return the measures at which any stop may lie, rising: the near passes of all stops and both ends.

    All stops may take the candidates of all: so there is always a way to keep their order.
    """
    near = Track.of(line).near_measures(positions, PASS_WITHIN_M)
    within: npt.NDArray[np.float64] = np.clip(near, 0.0, line.length)
    return np.unique(np.concatenate(([0.0], within, [line.length])))


def _cheapest_in_order(costs: npt.NDArray[np.int64]) -> list[int]:
    """Return a candidate for each stop, never falling, with the smallest sum; the first among equals.

    Args:
        costs: one row for each stop, one column for each candidate.
    """
    count = costs.shape[1]
    columns = np.arange(count)
    total = costs[0]
    chosen_before = []
    for row in costs[1:]:
        best = np.minimum.accumulate(total)
        # The first column that holds the smallest total so far.
        first = np.maximum.accumulate(np.where(np.concatenate(([True], total[1:] < best[:-1])), columns, 0))
        stays = np.concatenate(([True], best[:-1] > total[1:] + SAME_POINT_MM))
        earlier = np.concatenate((best[:1], best[:-1]))
        first = np.where(stays, columns, np.concatenate((first[:1], first[:-1])))
        total = row + np.where(stays, total + SAME_POINT_MM, earlier)
        chosen_before.append(first)
    chosen = [int(np.argmin(total))]
    for first in reversed(chosen_before):
        chosen.append(int(first[chosen[-1]]))
    return chosen[::-1]
