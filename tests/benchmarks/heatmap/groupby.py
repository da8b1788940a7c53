"""The heat map by plain SQL: GROUP BY over the proposals, whole routes joined to their shares.

What the cube is measured against. The planner may use every index: the GiST one on the location, those on status
and moment, on cell, on district. Keys are looked up beforehand and the box is that of the very cells that the
cube returns, so that both answer the same.
"""

from typing import Any

import numpy as np
from django.db import connection

from districts.grid import FINEST_LEVEL, key_of_tile, tile_bounds, tile_of, tiles_of_keys
from districts.models import District
from proposals.filters import ProposalFilter, month_after, start_of
from proposals.models import Topic

EDGE_DEGREES = 1e-9

POINTS_SQL = """
SELECT cell >> %(shift)s AS key, count(*)::float8 AS weight
FROM proposals_proposal
WHERE location && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326) AND {condition}
GROUP BY 1
"""
ROUTES_SQL = """
SELECT share.cell >> %(shift)s, sum(share.share * counted.number)
FROM (
    SELECT route_version_id, count(*) AS number FROM proposals_proposal
    WHERE location_source = 'whole_route' AND {condition} GROUP BY 1
) AS counted
JOIN network_routeshare AS share ON share.version_id = counted.route_version_id
WHERE share.cell BETWEEN %(first)s AND %(last)s {districts}
GROUP BY 1
"""


def count_cells(chosen: ProposalFilter, level: int) -> float:
    """Return the weight in the cells of a level that touch the filter's box, counted cell by cell."""
    statement, parameters, box = _statement(chosen, level)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    return _sum_in(rows, box)


def _statement(chosen: ProposalFilter, level: int) -> tuple[str, dict[str, Any], tuple[int, int, int, int]]:
    west, south, east, north = chosen.bbox or (-180, -90, 180, 90)
    (left, top), (right, bottom) = tile_of(west, north, level), tile_of(east, south, level)
    corners = tile_bounds(left, top, level), tile_bounds(right, bottom, level)
    shift = 2 * (FINEST_LEVEL - level)
    parameters: dict[str, Any] = {
        "shift": shift,
        "west": corners[0][0], "north": corners[0][3],
        "east": corners[1][2] - EDGE_DEGREES, "south": corners[1][1] + EDGE_DEGREES,
        "first": key_of_tile(left, top) << shift, "last": (key_of_tile(right, bottom) + 1 << shift) - 1,
        "statuses": [status.value for status in chosen.counted_statuses()],
    }  # fmt: skip
    conditions = ["status = ANY(%(statuses)s)"]
    if chosen.topics:
        parameters["topics"] = _keys_of(Topic, chosen.topics)
        conditions.append("topic_id = ANY(%(topics)s)")
    if chosen.month_from is not None:
        parameters["from"] = start_of(chosen.month_from)
        conditions.append("submitted_at >= %(from)s")
    if chosen.month_to is not None:
        parameters["to"] = start_of(month_after(chosen.month_to))
        conditions.append("submitted_at < %(to)s")
    condition, at_point, along = " AND ".join(conditions), "", ""
    if chosen.districts:
        parameters["districts"] = _keys_of(District, chosen.districts)
        at_point, along = (
            " AND district_id = ANY(%(districts)s)",
            "AND share.district_id = ANY(%(districts)s)",
        )
    points = POINTS_SQL.format(condition=condition + at_point)
    routes = ROUTES_SQL.format(condition=condition, districts=along)
    return f"{points} UNION ALL {routes}", parameters, (left, top, right, bottom)


_known: dict[tuple[type, str], int] = {}


def _keys_of(model: type[Topic] | type[District], slugs: tuple[str, ...]) -> list[int]:
    """Return primary keys, looked up once for all measurements."""
    if not any(known is model for known, _slug in _known):
        records = model.objects.current() if model is District else model.objects.all()  # type: ignore[union-attr]
        _known.update({(model, each.slug): each.pk for each in records})
    return [_known[model, slug] for slug in slugs]


def _sum_in(rows: list[tuple[int, float]], box: tuple[int, int, int, int]) -> float:
    """Return the weight of the rows whose cell lies in a box of cells."""
    if not rows:
        return 0.0
    keys, weights = np.array([key for key, _weight in rows]), np.array([weight for _key, weight in rows])
    x, y = tiles_of_keys(keys)
    left, top, right, bottom = box
    inside = (x >= left) & (x <= right) & (y >= top) & (y <= bottom)
    return float(weights[inside].sum())
