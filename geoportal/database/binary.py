"""Read from the database in PostgreSQL's binary form: many numbers into numpy, and packed bytes as they are."""

from typing import Any

import numpy as np
import psycopg
from django.db import connection
from numpy.typing import NDArray

HEADER_BYTES = 19
TRAILER_BYTES = 2


def fetch_binary(query: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return all rows of a statement, sent in binary: bytes as they are, and not as twice as many characters.

    Parameters are bound by the server (Django's own cursors bind in the client and know text only).

    Raises:
        django.db.DatabaseError: as from Django's cursors.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.Cursor(connection.connection) as cursor:
        cursor.execute(query, parameters, binary=True)
        return cursor.fetchall()


def copy_numbers(query: str, parameters: Any, columns: dict[str, str]) -> NDArray[np.void]:
    """Return the rows of a statement as a structured array, by PostgreSQL's binary COPY.

    Args:
        query: a statement with rows, ``RETURNING`` too; none of its values may be NULL.
        parameters: of the statement, as for ``cursor.execute``.
        columns: name and big-endian numpy type of each column in order: ``>i2`` for smallint, ``>i4`` for
            integer, ``>i8`` for bigint, ``>f8`` for double precision. Types of the statement must be these.

    Raises:
        ValueError: the rows are not of these types, or hold a NULL.
    """
    parts: list[tuple[str, str]] = [("_fields", ">i2")]
    for name, kind in columns.items():
        parts += [(f"_{name}", ">i4"), (name, kind)]
    row = np.dtype(parts)
    with (
        connection.cursor() as cursor,
        cursor.cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT binary)", parameters) as copy,
    ):
        data = b"".join(bytes(piece) for piece in copy)
    body = len(data) - HEADER_BYTES - TRAILER_BYTES
    if body % row.itemsize:
        raise ValueError("the rows are not of the types given")
    rows = np.frombuffer(data, row, count=body // row.itemsize, offset=HEADER_BYTES)
    sizes = all((rows[f"_{name}"] == np.dtype(kind).itemsize).all() for name, kind in columns.items())
    if not ((rows["_fields"] == len(columns)).all() and sizes):
        raise ValueError("the rows are not of the types given")
    return rows
