"""GTFS-realtime messages as operators send them, and a server that sends them, for tests."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from google.transit import gtfs_realtime_pb2

NOW = dt.datetime(2026, 5, 12, 9, 30, tzinfo=dt.UTC)
BBOX = (69.0, 42.0, 70.0, 43.0)

Answer = Callable[[BaseHTTPRequestHandler], None]


def add_vehicle(feed: Any, identifier: str = "v1", **fields: Any) -> Any:
    """Add one vehicle at (69.55, 42.35), a minute ago; ``fields`` are the position's, others are set after."""
    entity = feed.entity.add(id=f"entity {len(feed.entity)}")
    entity.vehicle.vehicle.id = identifier
    position = {"longitude": 69.55, "latitude": 42.35, **fields}
    for name, value in position.items():
        setattr(entity.vehicle.position, name, value)
    entity.vehicle.timestamp = int((NOW - dt.timedelta(minutes=1)).timestamp())
    return entity.vehicle


def new_feed() -> Any:
    """Return an empty message."""
    feed = gtfs_realtime_pb2.FeedMessage()
    feed.header.gtfs_realtime_version = "2.0"
    feed.header.timestamp = int(NOW.timestamp())
    return feed


def body(content: bytes, status: int = 200, **headers: str) -> Answer:
    """Return an answer with a body; a header's underscores stand for hyphens."""

    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in {"Content-Length": str(len(content)), **named}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    return answer


@contextmanager
def server(answers: dict[str, Answer]) -> Iterator[tuple[str, list[BaseHTTPRequestHandler]]]:
    """Serve answers by path on a free port of the loopback; give its address and what was asked."""
    asked: list[BaseHTTPRequestHandler] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self)
            answers[self.path](self)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as httpd:
        thread = threading.Thread(target=httpd.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield f"http://127.0.0.1:{httpd.server_port}", asked
        finally:
            httpd.shutdown()
            thread.join()
