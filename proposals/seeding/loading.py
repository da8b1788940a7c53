"""Load made-up proposals in one transaction: all of them, with every index, constraint and count, or none."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from proposals.heatmap.cube.rebuilding import rebuild
from proposals.models import Proposal
from proposals.seeding.city import prepare_city
from proposals.seeding.draws import draw_proposals
from proposals.seeding.pool import read_pool
from proposals.seeding.rows import COLUMNS, Writer

Progress = Callable[[str], None]
ANALYZED = (
    "proposals_proposal, network_place, signs_qrcode, signs_codebinding, network_routeshare, network_routestop, "
    "network_sharetile, heatmap_cubetile"
)
ALTER_TABLE = "ALTER TABLE proposals_proposal"

# Foreign keys first: they may lean on what follows. The primary key stays, whose values only rise.
CONSTRAINTS_SQL = """
SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE conrelid = 'proposals_proposal'::regclass AND contype IN ('f', 'u') ORDER BY contype, conname
"""
INDEXES_SQL = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
WHERE indrelid = 'proposals_proposal'::regclass AND NOT indisprimary
  AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype = 'u')
ORDER BY 1
"""


@transaction.atomic
def load_proposals(*, count: int, seed: int, progress: Progress) -> None:
    """Load made-up proposals beside those that there are; the table is closed to all others meanwhile."""
    progress("the city: districts, places, routes, codes")
    prepare_city(count, seed)
    pool = read_pool(seed)
    with _set_aside(progress), connection.cursor() as cursor:
        cursor.execute("SELECT last_value + is_called::int FROM proposal_number_seq")
        (first_number,) = cursor.fetchone()
        cursor.execute("SELECT nextval(pg_get_serial_sequence('proposals_proposal', 'id'))")
        (first_id,) = cursor.fetchone()
        writer = Writer(
            pool, seed=seed, first_id=first_id, first_number=first_number, already=Proposal.objects.count()
        )
        loaded = 0
        with cursor.copy(f"COPY proposals_proposal ({', '.join(COLUMNS)}) FROM STDIN") as copy:
            for draw in draw_proposals(count, seed, pool):
                copy.write(writer.lines(draw))
                loaded += len(draw.status)
                progress(f"{loaded:,} of {count:,} proposals")
        cursor.execute("SELECT setval('proposal_number_seq', %s, false)", [writer.highest])
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('proposals_proposal', 'id'), %s, false)", [first_id + count]
        )
    rebuild(progress)
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {ANALYZED}")


@contextmanager
def _set_aside(progress: Progress) -> Iterator[None]:
    """Take indexes, foreign keys and triggers off the proposals, and put the same ones back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        cursor.execute(CONSTRAINTS_SQL)
        constraints = cursor.fetchall()
        cursor.execute(INDEXES_SQL)
        indexes = cursor.fetchall()
        cursor.execute(f"{ALTER_TABLE} DISABLE TRIGGER USER")
        for name, _definition in constraints:
            cursor.execute(f"{ALTER_TABLE} DROP CONSTRAINT {name}")
        for name, _definition in indexes:
            cursor.execute(f"DROP INDEX {name}")
    yield
    with connection.cursor() as cursor:
        for number, (name, definition) in enumerate(indexes, start=1):
            progress(f"index {number} of {len(indexes)}: {name}")
            cursor.execute(definition)
        for name, definition in reversed(constraints):
            progress(f"constraint {name}")
            cursor.execute(f"{ALTER_TABLE} ADD CONSTRAINT {name} {definition}")
        cursor.execute(f"{ALTER_TABLE} ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
