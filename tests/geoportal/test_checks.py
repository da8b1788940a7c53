"""What a command says before it touches a database that it does not know."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

pytestmark = pytest.mark.django_db


def test_database_of_before_is_refused_with_what_to_do() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('stops', '0001_initial', now())"
        )
    with pytest.raises(CommandError, match=r"E021.* version 0\.1\.0(?s:.*)make reset-db"):
        call_command("check", databases=["default"])


def test_new_database_is_taken() -> None:
    call_command("check", databases=["default"])
