"""Before the portal serves: wait for the database, then refuse to go on where something must not be served."""

import logging
import sys
import time
from typing import NoReturn

from django.core.checks import CheckMessage, run_checks
from django.db import InterfaceError, OperationalError, connection
from psycopg_pool import PoolTimeout

from geoportal.serving_checks import SERVING

EXIT_REFUSED = 3
"""Gunicorn's own code for a worker that cannot boot: it ends, instead of starting others for ever."""

SAID_AGAIN_AFTER_S = 30.0
PAUSE_S = 1.0

log = logging.getLogger(__name__)


def make_sure_it_may_serve() -> None:
    """Return when the portal may serve; else say why not and end the program.

    Nothing stays open: a server may fork afterwards.
    """
    wait_for_database()
    try:
        errors = [
            message
            for message in run_checks(tags=[SERVING], include_deployment_checks=True)
            if message.is_serious()
        ]
    finally:
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]
    if errors:
        refuse(errors)


def wait_for_database() -> None:
    """Return when the database answers; say so while it does not."""
    said_at = None
    while True:
        try:
            connection.ensure_connection()
        except (OperationalError, InterfaceError, PoolTimeout):
            if said_at is None or time.monotonic() - said_at > SAID_AGAIN_AFTER_S:
                log.warning("The database is away: nothing is served until it is there.")
                said_at = time.monotonic()
            time.sleep(PAUSE_S)
        else:
            return


def refuse(errors: list[CheckMessage]) -> NoReturn:
    """Say what is wrong, one line each, and end the program."""
    for error in errors:
        print(f"Error: {error.id}: {error.msg} {error.hint or ''}".rstrip(), file=sys.stderr)
    sys.stderr.flush()
    raise SystemExit(EXIT_REFUSED)
