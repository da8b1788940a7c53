"""The portal of the drills: served as `make run` serves it, on a port and a database of its own."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]
LOGS = ROOT / ".local" / "drills"
FIRST_PORT = 8460
START_S, STOP_S = 240, 30


@dataclass(frozen=True, slots=True)
class Portal:
    """A portal that is served.

    Attributes:
        port: where its web listens on 127.0.0.1.
        codes: codes of places that it knows.
    """

    port: int
    codes: list[str]

    def pid_of(self, name: str) -> int:
        """Return the present process of ``web``, ``worker`` or ``database`` (which keeps the database)."""
        return int((LOGS / f"{name}.pid").read_text(encoding="utf-8"))

    def kill(self, name: str) -> int:
        """End one of its programs with no chance to tidy up; return the process that was."""
        pid = self.pid_of(name)
        os.kill(pid, signal.SIGKILL)
        return pid


def free_port(first: int = FIRST_PORT) -> int:
    """Return the first port from here on which nothing listens."""
    return next(port for port in range(first, 65_000) if not is_taken(port))


def is_taken(port: int) -> bool:
    """Return whether somebody listens on a port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


@contextlib.contextmanager
def served(**environment: str) -> Iterator[Portal]:
    """Serve the portal with its worker until the block ends."""
    port = free_port()
    with (LOGS / "serve.log").open("ab") as log:
        process = subprocess.Popen(
            [str(ROOT / "tests" / "drills" / "serve.sh"), str(port)],
            cwd=ROOT,
            env={
                **os.environ,
                "PUBLIC_URL": f"http://127.0.0.1:{port}",
                "ALLOWED_HOSTS": "127.0.0.1,localhost",
                "TRUSTED_PROXIES": "127.0.0.1",
                **environment,
            },
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        wait_until(lambda: is_ready(port), within_s=START_S, what="the portal answers")
        yield Portal(port, codes_of_places())
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(STOP_S)


def is_ready(port: int) -> bool:
    """Return whether the portal answers, its database too."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/readyz", headers={"Host": "127.0.0.1"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def wait_until(condition: Callable[[], bool], *, within_s: float, what: str) -> float:
    """Return after how many seconds a condition held.

    Raises:
        AssertionError: it did not in time.
    """
    began = time.monotonic()
    while not condition():
        assert time.monotonic() - began < within_s, f"not within {within_s:.0f} s: {what}"
        time.sleep(0.1)
    return time.monotonic() - began


def database(url: str = "") -> psycopg.Connection[Any]:
    """Return a connection to the drills' database, each statement for itself."""
    url = url or os.environ["DATABASE_URL"]
    return psycopg.connect(url.replace("postgis://", "postgresql://", 1), autocommit=True)


def ask(query: str, *parameters: object) -> Any:
    """Return the first value that a query finds; nothing while the database is away."""
    try:
        with database() as connection:
            row = connection.execute(query, parameters).fetchone()  # type: ignore[arg-type]
    except psycopg.OperationalError:
        return None
    return row[0] if row else None


def admin() -> dict[str, str]:
    """Return how the drills' server is reached by its superuser, as PG* variables."""
    return dict(pair.split("=", 1) for pair in os.environ["DRILLS_ADMIN"].split())


def as_admin() -> psycopg.Connection[Any]:
    """Return a connection of the superuser."""
    known = admin()
    return database(
        f"postgresql://{known['PGUSER']}:{known['PGPASSWORD']}@127.0.0.1:{known['PGPORT']}/postgres"
    )


def codes_of_places() -> list[str]:
    """Return the codes that are bound to places."""
    with database() as connection:
        rows = connection.execute(
            "SELECT code.code FROM signs_codebinding binding JOIN signs_qrcode code ON code.id = binding.code_id "
            "WHERE binding.place_id IS NOT NULL AND binding.valid_to IS NULL "
            "AND code.state = 'installed' ORDER BY code.code"
        ).fetchall()
    return [code for (code,) in rows]
