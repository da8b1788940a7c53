"""What must not be served is not: checks with ids, and the real programs, which end with a sentence."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.checks import run_checks
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from pytest_django.fixtures import Settings

from geoportal import serving
from geoportal.serving_checks import SERVING
from proposals.demo.proposals import FILES, public_id_of
from proposals.demo.staff import DEMO_GROUP, load_accounts
from proposals.demo.staff import PASSWORD as DEMO_PASSWORD
from proposals.reference_data import read_fixture
from tests.factories import PASSWORD, make_city, make_proposal

ROOT = Path(__file__).resolve().parents[2]
CONSOLE, FILES_BACKEND, SMTP = (f"geoportal.mail.{name}Backend" for name in ("Console", "File", "Smtp"))
SERVED_S = 60


@pytest.fixture(autouse=True)
def city_of_its_own(settings: Settings) -> None:
    """A portal that lacks nothing."""
    settings.DEMO = settings.DEBUG = False
    settings.CONTACTS_KEY = "a-key-of-its-own"
    settings.PUBLIC_URL = "https://ideas.example.org"
    settings.EMAIL_BACKEND = SMTP


def found() -> set[str]:
    """Return the ids that the checks of serving answer with."""
    return {str(message.id) for message in run_checks(tags=[SERVING], include_deployment_checks=True)}


def demo_proposal(**fields: Any) -> None:
    make_city()
    make_proposal(public_id=public_id_of(read_fixture(FILES[0])[0]), **fields)


@pytest.mark.django_db
def test_city_of_its_own_is_served() -> None:
    make_city()
    make_proposal()
    User.objects.create_user("admin", password=PASSWORD)
    assert found() == set()


@pytest.mark.django_db
@pytest.mark.parametrize("is_debug", [False, True])
def test_demo_accounts_are_refused_outside_the_demo(settings: Settings, is_debug: bool) -> None:
    settings.DEBUG = is_debug
    load_accounts()
    assert found() == {"geoportal.E005"}
    settings.DEMO, settings.PUBLIC_URL = True, "http://127.0.0.1:8000"
    assert found() == set()


@pytest.mark.django_db
def test_demo_account_with_another_name_and_password_is_still_one() -> None:
    load_accounts()
    User.objects.exclude(username="chief").delete()
    chief = User.objects.get()
    chief.username = "gulnar"
    chief.set_password(PASSWORD)
    chief.save()
    [message] = run_checks(tags=[SERVING], include_deployment_checks=True)
    assert "gulnar" in message.msg
    assert "new, empty database" in str(message.hint)


@pytest.mark.django_db
def test_demo_account_of_an_older_version_is_known_by_its_password() -> None:
    User.objects.create_user("moderator", password=DEMO_PASSWORD)
    assert not Group.objects.filter(name=DEMO_GROUP).exists()
    assert found() == {"geoportal.E005"}


@pytest.mark.django_db
def test_demo_proposals_are_refused_outside_the_demo(settings: Settings) -> None:
    demo_proposal()
    assert found() == {"geoportal.E006"}
    settings.DEMO, settings.PUBLIC_URL = True, "http://127.0.0.1:8000"
    assert found() == set()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"DEMO": True}, {"geoportal.E007"}),
        (
            {
                "DEMO": True,
                "PUBLIC_URL": "http://127.0.0.1:8000",
                "CONTACTS_KEY": "",
                "EMAIL_BACKEND": CONSOLE,
            },
            set(),
        ),
        ({"DEBUG": True, "CONTACTS_KEY": "", "EMAIL_BACKEND": CONSOLE}, set()),
        ({"CONTACTS_KEY": ""}, {"geoportal.E008"}),
        ({"EMAIL_BACKEND": CONSOLE}, {"geoportal.E009"}),
        ({"EMAIL_BACKEND": FILES_BACKEND}, {"geoportal.W003"}),
    ],
)
def test_settings_that_are_not_for_residents(
    settings: Settings, changed: dict[str, Any], expected: set[str]
) -> None:
    for name, value in changed.items():
        setattr(settings, name, value)
    assert found() == expected


@pytest.mark.django_db
def test_check_deploy_refuses_too(settings: Settings) -> None:
    settings.CONTACTS_KEY = ""
    with pytest.raises(SystemCheckError, match=r"geoportal\.E008"):
        call_command("check", tags=[SERVING], deploy=True)


@pytest.mark.django_db
def test_new_database_without_tables_is_no_demo() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE auth_user RENAME TO not_yet")
    assert found() == set()


class Program:
    """One of the portal's programs, started as on a machine, against the database of the tests."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        described = connection.settings_dict
        where = {name: described[name.upper()] for name in ("user", "password", "host", "port", "name")} | {
            key: environment.pop(key) for key in ("port",) if key in environment
        }
        own = {
            "DATABASE_URL": "postgis://{user}:{password}@{host}:{port}/{name}".format(**where),
            "SECRET_KEY": "only-for-the-tests", "CONTACTS_KEY": "a-key-of-its-own", "DEMO": "0", "DEBUG": "0",
            "EMAIL_URL": "smtp://127.0.0.1:1", "PUBLIC_URL": "http://127.0.0.1:8000", "PYTHONUNBUFFERED": "1",
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env={**os.environ, **own, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def ended(self) -> tuple[int, str]:
        """Return its exit status and what it wrote, once it has ended."""
        written, _nothing = self.process.communicate(timeout=SERVED_S)
        return self.process.returncode, written

    def wrote(self, words: str) -> bool:
        """Return whether it writes a line with these words before it ends."""
        assert self.process.stdout is not None
        return any(words in line for line in self.process.stdout)

    def stop(self) -> None:
        """End it."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.communicate(timeout=SERVED_S)


def web(*arguments: str, **environment: str) -> Program:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{probe.getsockname()[1]}"
    words = (
        "-m",
        "gunicorn",
        "geoportal.wsgi:application",
        "--bind",
        address,
        "--no-control-socket",
        *arguments,
    )
    return Program(*words, **environment)


def worker(*arguments: str, **environment: str) -> Program:
    return Program("manage.py", "procrastinate", "worker", *arguments, **environment)


@pytest.fixture
def programs() -> Iterator[list[Program]]:
    """Programs that end with the test."""
    started: list[Program] = []
    yield started
    for program in started:
        program.stop()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_programs_refuse_a_demo_that_is_over(programs: list[Program], tmp_path: Path) -> None:
    demo_proposal()
    load_accounts()
    hooks = tmp_path / "hooks.py"
    hooks.write_text("import os\n\ndef worker_exit(server, worker):\n    os._exit(0)\n", encoding="utf-8")
    programs += [web("--worker-class", "gevent", "--config", str(hooks)), worker("--one-shot")]
    for program in programs:
        status, written = program.ended()
        assert status == serving.EXIT_REFUSED, written
        assert (
            "Error: geoportal.E005: DEMO=0, but the database holds the demo's accounts (admin, auditor"
            in written
        )
        assert "Error: geoportal.E006:" in written
        assert "Begin the city with a new, empty database" in written
        assert "Traceback" not in written


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_programs_wait_for_a_database_that_is_away(programs: list[Program]) -> None:
    programs += [worker(port="1")]
    for program in programs:
        assert program.wrote("The database is away: nothing is served until it is there.")
        assert program.process.poll() is None
