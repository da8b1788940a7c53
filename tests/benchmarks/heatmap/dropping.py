"""Drop a database that others may still be busy with."""

import time
from collections.abc import Callable

import psycopg
import psycopg.errors

TRIES, PAUSE_S = 120, 1.0


def drop_at_last(
    drop: Callable[[], object], *, tries: int = TRIES, pause_s: float = PAUSE_S
) -> psycopg.Error | None:
    """Try until it is done; return the last error where it never is.

    FORCE ends the sessions of one's own role. An autovacuum process belongs to the superuser: PostgreSQL refuses
    then, and the process ends by itself or is asked to by the next try.
    """
    error: psycopg.Error | None = None
    for attempt in range(tries):
        if attempt:
            time.sleep(pause_s)
        try:
            drop()
        except (psycopg.errors.InsufficientPrivilege, psycopg.errors.ObjectInUse) as refused:
            error = refused
        else:
            return None
    return error
