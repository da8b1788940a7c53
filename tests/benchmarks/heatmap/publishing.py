"""Measure publishing, one transaction for each proposal, with the cube's trigger and without."""

import time
from typing import Any

from django.db import connection

from proposals.heatmap.cube.folding import fold
from tests.benchmarks.heatmap import pgbench

CONNECTIONS = 8
ROUNDS = (False, True, True, False)
"""With the cube or without, twice each, so that what changes over time weighs on both."""

QUEUE_SQL = """
DROP TABLE IF EXISTS bench_queue;
CREATE TABLE bench_queue (n integer PRIMARY KEY, proposal_id bigint NOT NULL);
INSERT INTO bench_queue
SELECT row_number() OVER () - 1, id FROM (
    SELECT id FROM proposals_proposal WHERE status = 'published' ORDER BY hashint8(id) LIMIT {count}
) AS drawn;
ANALYZE bench_queue
"""
TAKE_BACK_SQL = """
UPDATE proposals_proposal SET status = 'submitted', published_at = NULL
WHERE id IN (SELECT proposal_id FROM bench_queue)
"""
PUBLISH_SCRIPT = r"""
\set n :client_id * :each + :done
\set done :done + 1
UPDATE proposals_proposal SET status = 'published', published_at = now(), status_changed_at = now()
WHERE id = (SELECT proposal_id FROM bench_queue WHERE n = :n);
"""
TRIGGER_SQL = "ALTER TABLE proposals_proposal {} TRIGGER heatmap_updated"
DEADLOCKS_SQL = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
WAITING_SQL = """
SELECT count(*) FROM proposals_proposal
WHERE status = 'submitted' AND id IN (SELECT proposal_id FROM bench_queue)
"""


def measure_publishing(*, count: int) -> dict[str, Any]:
    """Publish proposals from eight connections at a time; return transactions a second and the folding lag."""
    each = count // CONNECTIONS
    _execute(QUEUE_SQL.format(count=each * CONNECTIONS))
    per_s: dict[bool, list[float]] = {True: [], False: []}
    deadlocks, lags_s, folded = _number(DEADLOCKS_SQL), [], 0
    for with_cube in ROUNDS:
        _execute(TRIGGER_SQL.format("ENABLE" if with_cube else "DISABLE"))
        _execute(TAKE_BACK_SQL)
        fold()
        per_s[with_cube].append(
            pgbench.run(PUBLISH_SCRIPT, clients=CONNECTIONS, transactions_each=each, each=each, done=0)
        )
        if _number(WAITING_SQL):
            raise AssertionError("not every proposal was published")
        began = time.perf_counter()
        deltas = fold().deltas
        if with_cube:
            lags_s.append(time.perf_counter() - began)
            folded = deltas
        _execute(TRIGGER_SQL.format("ENABLE"))
    with_cube_per_s, without_per_s = sum(per_s[True]) / 2, sum(per_s[False]) / 2
    return {
        "count": each * CONNECTIONS,
        "with_cube_per_s": with_cube_per_s,
        "without_cube_per_s": without_per_s,
        "ratio": with_cube_per_s / without_per_s,
        "rounds_per_s": {"with": per_s[True], "without": per_s[False]},
        "deadlocks": _number(DEADLOCKS_SQL) - deadlocks,
        "deltas": folded,
        "folding_s": max(lags_s),
    }


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _number(query: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])
