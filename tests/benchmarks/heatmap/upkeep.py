"""Measure what keeps the cube right: its size, building it anew, and assigning all proposals to moved districts."""

import io
import time
from typing import Any

from django.contrib.gis.db.models.functions import Translate
from django.core.management import call_command
from django.db import connection

from districts.models import District
from proposals.assigning import assign_everything
from proposals.heatmap.cube.folding import fold
from proposals.heatmap.cube.rebuilding import rebuild

MOVED_DEGREES = 0.01
SIZES_SQL = """
SELECT (SELECT count(*) FROM proposals_proposal),
       pg_table_size('proposals_proposal'), pg_total_relation_size('proposals_proposal'),
       pg_total_relation_size('heatmap_cubetile') + pg_total_relation_size('heatmap_cubedelta')
       + pg_total_relation_size('network_sharetile')
"""


def measure_size() -> dict[str, Any]:
    """Return the bytes of the cube, with its indexes and what is not folded, beside those of the table without any."""
    with connection.cursor() as cursor:
        cursor.execute(SIZES_SQL)
        proposals, table, with_indexes, cube = cursor.fetchone()
    return {
        "proposals": proposals,
        "table_bytes": table,
        "table_with_indexes_bytes": with_indexes,
        "cube_bytes": cube,
        "ratio": cube / table,
    }


def measure_rebuild() -> dict[str, Any]:
    """Build the cube from nothing, once."""
    began = time.perf_counter()
    tiles = rebuild()
    return {"rebuild_s": time.perf_counter() - began, "tiles": tiles}


def measure_reassigning() -> dict[str, Any]:
    """Move all borders by about 800 m, assign places, shares and proposals anew, and move them back."""
    runs = []
    for degrees in (MOVED_DEGREES, -MOVED_DEGREES):
        District.objects.current().update(boundary=Translate("boundary", degrees, 0.0))
        began = time.perf_counter()
        assigned = assign_everything()
        runs.append((time.perf_counter() - began, assigned.proposals))
    began = time.perf_counter()
    fold()
    return {
        "seconds": max(seconds for seconds, _changed in runs),
        "changed": max(changed for _seconds, changed in runs),
        "folding_s": time.perf_counter() - began,
    }


def prove() -> None:
    """See that the cube equals a recount, after all that was done.

    Raises:
        CommandError: it does not.
    """
    call_command("check_heatmap", stdout=io.StringIO(), stderr=io.StringIO())
