"""The version of what the cube says: it changes with every commit that changes a public answer."""

from django.db import connection

VERSION = "public.heatmap_version()"
"""Within a statement it is the version of just what the statement reads; ``sql/heatmap_version.sql`` makes it."""


def data_version() -> str:
    """Return the version of the public data, in one quick statement."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {VERSION}")
        return str(cursor.fetchone()[0])
