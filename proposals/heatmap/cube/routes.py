"""Read the cube's whole-route proposals: how many there are about each route version."""

import numpy as np

from proposals.filters import ProposalFilter
from proposals.heatmap.cube.query import DELTA_ROW, ROUTE_ROW, Wanted, read_rows
from proposals.heatmap.cube.reading import read_deltas, route_counts


def read_routes(chosen: ProposalFilter) -> dict[int, int]:
    """Return the number of published proposals about the whole route, by the id of its version; no zeros.

    Args:
        chosen: topics, statuses and months; nothing else of it is understood here.
    """
    rows = read_rows(Wanted.of(chosen))
    along = route_counts(chosen, rows[ROUTE_ROW], read_deltas(chosen, rows[DELTA_ROW]))
    counts = np.bincount(along["version"], along["count"])
    return {int(version): int(counts[version]) for version in np.flatnonzero(counts)}
