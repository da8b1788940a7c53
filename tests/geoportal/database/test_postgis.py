"""A connection that ended while it rested in the pool is never handed out."""

import psycopg
import pytest
from django.db import connection


@pytest.mark.django_db(transaction=True)
def test_the_first_query_after_the_server_ended_resting_connections_is_answered() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (resting,) = cursor.fetchone()
    connection.close()
    parameters = connection.get_connection_params()
    with psycopg.connect(
        **{name: parameters[name] for name in ("dbname", "user", "password", "host", "port")}
    ) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [resting]).fetchone() == (True,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone()[0] != resting
