"""The one statement that reads the cube: tiles, route shares, what has changed since, and the data's version.

One statement sees one state of the database, so nothing is counted twice or missed while the worker folds.
"""

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from django.utils import timezone

from districts.grid import BLOCK_BITS, COARSEST_LEVEL, FINEST_LEVEL, tile_of
from geoportal.database.binary import fetch_binary
from proposals.filters import CHOSEN_DISTRICTS, OUTSIDE, Bbox, ProposalFilter
from proposals.heatmap.cube.delta import PACKED
from proposals.heatmap.cube.reach import Reach
from proposals.heatmap.cube.version import VERSION
from proposals.heatmap.models import LAST_COUNTED, ROUTES, STATUS_CODES

CELLS_MAX = 4000
VERSION_ROW, TILE_ROW, ROUTE_ROW, SHARE_ROW, DELTA_ROW = range(5)
PICK = f"""
public.heatmap_level(
    {COARSEST_LEVEL}, %(level)s::integer, %(cells_most)s, %(first0)s::integer, %(last0)s::integer,
    %(first1)s::integer, %(last1)s::integer, %(top)s::integer, %(bottom)s::integer
)
"""
"""The finest level that has few enough occupied cells in the box (``sql/heatmap_level.sql``).

Only public cells count, for staff too: the level tells nobody of what lies hidden beyond their reach.
"""
EVERYWHERE = {
    "first0": 0, "last0": (1 << FINEST_LEVEL) - 1, "first1": 1, "last1": 0, "top": 0, "bottom": (1 << FINEST_LEVEL) - 1,
}  # fmt: skip
"""A box around the world, with no second range of columns."""

DISTRICT_IDS = f"ARRAY(SELECT id FROM {CHOSEN_DISTRICTS})"  # noqa: S608

Ranges = list[tuple[int, int]]


class Rows(NamedTuple):
    """The statement's rows of one kind, as a column for each value; what they do not tell is 0 or empty.

    Columns and not rows have the names, since a named tuple for each of many rows takes longer than their numbers.

    Attributes:
        kind: of which part of the statement they are.
        level: the level that was picked, beside the version.
        x, y: the block.
        topic: 0 over all.
        district: 0 outside all.
        data: packed counts, packed deltas (None without any), the route versions of shares, or the version.
        cells, shares: of route shares, beside their versions.
    """

    kind: tuple[int, ...] = ()
    level: tuple[int, ...] = ()
    x: tuple[int, ...] = ()
    y: tuple[int, ...] = ()
    topic: tuple[int, ...] = ()
    district: tuple[int, ...] = ()
    data: tuple[bytes, ...] = ()
    cells: tuple[bytes, ...] = ()
    shares: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box as ranges of finest cells, both ends inclusive; two ranges of columns at the antimeridian."""

    columns: Ranges
    rows: tuple[int, int]

    @classmethod
    def of(cls, bbox: Bbox) -> "Box":
        """Return the finest cells that touch (west, south, east, north), degrees."""
        west, south, east, north = bbox
        first, top = tile_of(west, north, FINEST_LEVEL)
        last, bottom = tile_of(east, south, FINEST_LEVEL)
        columns = [(first, last)] if west <= east else [(first, (1 << FINEST_LEVEL) - 1), (0, last)]
        return cls(columns, (top, bottom))

    def sql(self) -> tuple[str, dict[str, int]]:
        """Return the condition that a row's block (level, x, y) touches the box, and its parameters."""
        shift = f"({FINEST_LEVEL + BLOCK_BITS} - level)"
        parameters = {"top": self.rows[0], "bottom": self.rows[1]}
        either = []
        for number, (first, last) in enumerate(self.columns):
            parameters |= {f"first{number}": first, f"last{number}": last}
            either.append(f"x BETWEEN %(first{number})s >> {shift} AND %(last{number})s >> {shift}")
        return (
            f"({' OR '.join(either)}) AND y BETWEEN %(top)s >> {shift} AND %(bottom)s >> {shift}",
            parameters,
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is read of the cube.

    Attributes:
        chosen: the filter; its area, route and place are not understood here.
        level: the level of the cells, or the finest that may be taken.
        is_fixed: whether it must be this level, however many cells there are.
        by_status, by_month: whether the counts are wanted apart by these, or filtered by them.
        by_topic: whether the tiles of each topic are wanted instead of those over all.
        reach: whose all statuses are read; ``None``: what is public, of the whole city.
    """

    chosen: ProposalFilter
    level: int
    is_fixed: bool
    by_status: bool
    by_month: bool
    by_topic: bool
    reach: Reach | None

    @classmethod
    def of(
        cls,
        chosen: ProposalFilter,
        *,
        level: int = COARSEST_LEVEL,
        is_fixed: bool = True,
        by_status: bool = False,
        by_month: bool = False,
        by_topic: bool = False,
        reach: Reach | None = None,
    ) -> Self:
        """Return what a filter and a reach make necessary, and what else is to be told apart."""
        return cls(
            chosen,
            level=level,
            is_fixed=is_fixed,
            by_status=by_status or bool(chosen.statuses),
            by_month=by_month or chosen.month_from is not None or chosen.month_to is not None,
            by_topic=by_topic or (reach is not None and reach.is_by_topic),
            reach=reach,
        )

    @property
    def column(self) -> str:
        """The packed list to read."""
        if self.by_status:
            return "by_both" if self.by_month else "by_status"
        return "by_month" if self.by_month else "total"


def read_rows(wanted: Wanted) -> dict[int, Rows]:
    """Return the statement's rows by kind."""
    kinds: dict[int, list[tuple[Any, ...]]] = {
        kind: [] for kind in (VERSION_ROW, TILE_ROW, ROUTE_ROW, SHARE_ROW, DELTA_ROW)
    }
    for row in fetch_binary(*_statement(wanted)):
        kinds[row[0]].append(row)
    return {kind: Rows._make(zip(*rows, strict=True)) if rows else Rows() for kind, rows in kinds.items()}


def _statement(wanted: Wanted) -> tuple[str, dict[str, Any]]:
    """Return the statement and its parameters; nothing but words of this package is put into its text."""
    chosen, column = wanted.chosen, wanted.column
    parameters: dict[str, Any] = {}
    touches = "true"
    if chosen.bbox is not None:
        touches, box = Box.of(chosen.bbox).sql()
        parameters |= box
    public, last_status, reached = "NOT hidden", LAST_COUNTED, "true"
    if wanted.reach is not None:
        public, last_status = "true", max(STATUS_CODES.values())
        reached, limits = wanted.reach.sql()
        parameters |= limits
    topics, changed, topic_ids = ("topic > 0" if wanted.by_topic else "topic = 0"), "true", ""
    if chosen.topics:
        parameters["topics"] = list(chosen.topics)
        topic_ids = ", ARRAY(SELECT id::integer FROM proposals_topic WHERE slug = ANY(%(topics)s)) AS topics"
        topics = changed = "topic = ANY((SELECT topics FROM wanted)::integer[])"
    districts, district_ids = "true", ""
    if chosen.districts:
        parameters |= {"districts": list(chosen.districts), "today": timezone.localdate()}
        district_ids = (
            f", {DISTRICT_IDS}{' || 0::bigint' if OUTSIDE in chosen.districts else ''} AS districts"
        )
        districts = "district = ANY((SELECT districts FROM wanted)::bigint[])"
    pick = str(int(wanted.level))
    if not wanted.is_fixed:
        pick = PICK
        parameters = {**EVERYWHERE, **parameters, "level": wanted.level, "cells_most": CELLS_MAX}
    return (
        f"""
WITH wanted AS MATERIALIZED (SELECT ({pick})::smallint AS level{topic_ids}{district_ids})
SELECT {VERSION_ROW}, level::integer, 0, 0, 0, 0::bigint, convert_to({VERSION}, 'UTF8'), ''::bytea, ''::bytea
FROM wanted
UNION ALL
SELECT {TILE_ROW}, 0, x, y, topic, district, {column}, '', '' FROM heatmap_cubetile
WHERE level = (SELECT level FROM wanted) AND {public} AND {topics} AND {districts} AND {reached} AND {touches}
UNION ALL
SELECT {ROUTE_ROW}, 0, x, 0, topic, 0, {column}, '', '' FROM heatmap_cubetile
WHERE level = {ROUTES} AND {public} AND {topics}
UNION ALL
SELECT {SHARE_ROW}, 0, x, y, 0, district, versions, cells, shares FROM network_sharetile
WHERE level = (SELECT level FROM wanted) AND {districts} AND {touches}
UNION ALL
SELECT {DELTA_ROW}, 0, 0, 0, 0, 0, string_agg({PACKED}, ''), '', ''
FROM heatmap_cubedelta
WHERE status BETWEEN 1 AND {last_status} AND {changed} AND (version > 0 OR ({districts} AND {reached}))
""",  # noqa: S608
        parameters,
    )


def status_codes(chosen: ProposalFilter) -> list[int]:
    """Return the codes of the statuses that a filter counts."""
    return [STATUS_CODES[status] for status in chosen.counted_statuses()]
