"""The application server is set up so that neither a slow client nor a slow query stops the others."""

import os
import runpy
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
SIDE_BY_SIDE = """
from gevent import monkey
monkey.patch_all()
import sys
import time
import gevent
import psycopg

def ask():
    with psycopg.connect(sys.argv[1]) as connection:
        connection.execute("SELECT pg_sleep(1)")

began = time.monotonic()
gevent.joinall([gevent.spawn(ask) for _ in range(20)], raise_error=True)
print(time.monotonic() - began)
"""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """Return the settings of gunicorn, without what they do to this process."""
    monkeypatch.setattr("resource.setrlimit", lambda *limits: None)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    read = runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))
    return {**read, "PGOPTIONS": os.environ["PGOPTIONS"]}


def test_clients_cost_greenlets_and_all_waiting_is_bounded(server: dict[str, Any]) -> None:
    assert server["worker_class"] == "gevent"
    assert server["worker_connections"] >= 1000
    assert 10 <= server["keepalive"] <= 30
    assert "statement_timeout=30s" in server["PGOPTIONS"]
    assert settings.DATABASES["default"]["OPTIONS"]["pool"]["timeout"] <= 3


def test_the_application_reads_requests_whole() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from geoportal.wsgi import application; print(type(application).__name__)"],
        cwd=ROOT, env={**os.environ, "DEMO": "1"}, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert told.stdout.strip() == "WholeRequests"


def test_the_application_is_loaded_after_greenlets_are_in_place(server: dict[str, Any]) -> None:
    assert not server.get("preload_app")


@pytest.mark.parametrize(("booted", "is_own"), [(False, True), (True, False)])
def test_a_worker_that_could_not_boot_keeps_its_status_and_the_master_never_ends(
    server: dict[str, Any], booted: bool, is_own: bool
) -> None:
    pid = os.getpid() if is_own else os.getpid() + 1
    server["worker_exit"](
        None, SimpleNamespace(booted=booted, pid=pid)
    )  # ends this process where it is wrong


def test_slow_queries_of_greenlets_run_side_by_side() -> None:
    url = os.environ.get("DATABASE_URL", "").replace("postgis://", "postgresql://", 1)
    done = subprocess.run(
        [sys.executable, "-c", SIDE_BY_SIDE, url], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert float(done.stdout) < 15  # one after the other they take 20
