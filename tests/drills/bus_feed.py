"""A feed of buses' positions that counts who asks, and may keep them waiting."""

import contextlib
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from google.transit import gtfs_realtime_pb2


class BusFeed:
    """Counts the requests that came; ``hold`` keeps their answers back while it is set."""

    def __init__(self) -> None:
        self.asked = 0
        self.answered = 0
        self.hold = threading.Event()
        self.port = 0

    def message(self) -> bytes:
        """Return a feed of this moment, without buses."""
        message = gtfs_realtime_pb2.FeedMessage()
        message.header.gtfs_realtime_version = "2.0"
        message.header.timestamp = int(time.time())
        return bytes(message.SerializeToString())


@contextlib.contextmanager
def bus_feed() -> Iterator[BusFeed]:
    """Listen on a free port until the block ends."""
    feed = BusFeed()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            feed.asked += 1
            while feed.hold.is_set():
                time.sleep(0.1)
            body = feed.message()
            with contextlib.suppress(ConnectionError):
                self.send_response(200)
                self.send_header("Content-Type", "application/x-protobuf")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
                feed.answered += 1

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    feed.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield feed
    finally:
        feed.hold.clear()
        server.shutdown()
        server.server_close()
