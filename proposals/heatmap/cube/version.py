"""The version of what the cube says: it changes with every commit that changes a public answer."""

from django.db import connection

# Folding removes deltas and adds a row to the log; between two folds deltas are only added. So the newest fold
# and the number of deltas after it name one state of the public counts. Hidden changes are not told.
VERSION = """
(SELECT coalesce((
        SELECT fold.id || '.' || (1000000 * extract(epoch FROM fold.at))::bigint
        FROM proposals_heatmapfold AS fold ORDER BY fold.id DESC LIMIT 1
    ), '0')
    || '.' || (SELECT count(*) FROM proposals_heatmapdelta WHERE status <= 8))
"""


def data_version() -> str:
    """Return the version of the public data, in one quick statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {VERSION}")
        return str(cursor.fetchone()[0])
