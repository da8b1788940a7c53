"""The real application server, started as ``deploy/run.sh`` starts it, and clients that keep their connections."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parents[3]
PORTS = range(int(os.environ.get("BENCH_PORT", "8450")), 65_000)
UNBRAKED = {
    f"PROPOSALS_{limit}_{of}": "1000000000"
    for limit in ("FLAG", "MAX")
    for of in ("NETWORK", "SIGN", "CITY")
    if (limit, of) != ("MAX", "SIGN")
}
"""All forms of a measurement come from one network, faster than a city sends: they are counted, and none is capped."""
GUNICORN = ("--config", str(ROOT / "deploy" / "gunicorn.conf.py"), "--log-level", "warning")
START_S, ANSWER_S, STOP_S = 120, 60, 15


@dataclass(frozen=True, slots=True)
class Request:
    """One request and the status that it must be answered with."""

    path: str
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes | None = None
    status: int = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """How long an answer took, how many bytes its body had, and its ETag."""

    seconds: float
    size_bytes: int
    etag: str


@dataclass(frozen=True, slots=True)
class Traffic:
    """What clients saw: the answers in the order of the requests, all seconds, their own share of one core."""

    answers: list[Answer]
    elapsed_s: float
    client_share: float

    @property
    def per_s(self) -> float:
        """Answers a second."""
        return len(self.answers) / self.elapsed_s

    @property
    def durations_s(self) -> list[float]:
        """The seconds of each answer."""
        return [answer.seconds for answer in self.answers]


class Refused(AssertionError):
    """The server answered otherwise than it must."""


@contextlib.contextmanager
def serve(*, worker: bool) -> Iterator[int]:
    """Run the application server, with or without the worker of background jobs; yield its port."""
    port = _free_port()
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "tests.benchmarks.heatmap.settings", "DEBUG": "0",
        "PUBLIC_URL": f"http://127.0.0.1:{port}", "ALLOWED_HOSTS": "127.0.0.1", "PYTHONPATH": str(ROOT),
        "EMAIL_URL": f"file://{quote(str(ROOT / '.local' / 'bench' / 'mail'))}", "CONTACTS_KEY": "only-for-the-bench",
        **UNBRAKED,
    }  # fmt: skip
    commands = [["-m", "gunicorn", "geoportal.wsgi:application", "--bind", f"127.0.0.1:{port}", *GUNICORN]]
    if worker:
        commands.append(["manage.py", "procrastinate", "worker"])
    with contextlib.ExitStack() as stack:
        log = stack.enter_context((ROOT / ".local" / "bench" / "server.log").open("ab"))
        for command in commands:
            process = subprocess.Popen(
                [sys.executable, *command], cwd=ROOT, env=environment, stdout=log, stderr=log
            )
            stack.callback(_stop, process)
        _wait_for(port)
        yield port


def send_all(port: int, requests: Sequence[Request], *, connections: int) -> Traffic:
    """Send requests over so many connections that are kept open, each the next one as soon as it is answered.

    Raises:
        Refused: an answer has another status than it must.
    """
    waiting, lock = iter(enumerate(requests)), threading.Lock()
    answers: dict[int, Answer] = {}
    failures: list[str] = []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=ANSWER_S)
        while not failures:
            with lock:
                number, request = next(waiting, (-1, None))
            if request is None:
                break
            began = time.perf_counter()
            try:
                status, size_bytes, etag = _ask(connection, request)
            except (OSError, http.client.HTTPException) as error:
                failures.append(f"{request.path}: {error!r}")
                break
            answers[number] = Answer(time.perf_counter() - began, size_bytes, etag)
            if status != request.status:
                failures.append(f"{request.path} was answered with {status}, not {request.status}")
        connection.close()

    threads = [threading.Thread(target=client) for _ in range(connections)]
    began, own_s = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed_s = time.perf_counter() - began
    if failures or len(answers) != len(requests):
        raise Refused(failures[0] if failures else "a client has lost its connection")
    ordered = [answers[number] for number in range(len(requests))]
    return Traffic(ordered, elapsed_s, (time.process_time() - own_s) / elapsed_s)


def _ask(connection: http.client.HTTPConnection, request: Request) -> tuple[int, int, str]:
    """Return status, size and ETag of an answer; a connection that the server has closed is opened again."""
    for is_last in (False, True):
        try:
            method = "GET" if request.body is None else "POST"
            connection.request(method, request.path, body=request.body, headers=request.headers)
            answer = connection.getresponse()
            return answer.status, len(answer.read()), answer.headers.get("ETag", "")
        except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
            connection.close()
            if is_last:
                raise
    raise AssertionError


def _free_port() -> int:
    for port in PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise OSError("no port is free")


def _wait_for(port: int) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            send_all(port, [Request("/bench/empty")], connections=1)
        except (OSError, Refused):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)
        else:
            return


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
