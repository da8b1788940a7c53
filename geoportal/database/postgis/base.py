"""A database backend that never hands out a connection which has ended while it rested in the pool."""

import select
from typing import Any

import psycopg
from django.contrib.gis.db.backends.postgis import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, except that a restarted server costs no visitor an error page."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Return a connection; where the pool's has ended, give up all that rest in it and take a new one.

        Costs no round trip, as ``CONN_HEALTH_CHECKS`` would, which also sleeps a second for each dead connection.
        """
        connection = super().get_new_connection(conn_params)
        if self.pool is None or not has_ended(connection):
            return connection
        self.pool.putconn(connection)
        self.pool.drain()
        return super().get_new_connection(conn_params)


def has_ended(connection: psycopg.Connection[Any]) -> bool:
    """Return whether the server is gone from the other end of a resting connection.

    It says nothing on a connection that rests: what can be read from it is its end, or a notice; then a query tells.
    """
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    if not poll.poll(0):
        return False
    try:
        connection.execute("")
    except psycopg.OperationalError:
        return True
    return False
