"""Fetch a feed: within a time, up to a size, and never from a private address that a redirect names."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from stops.network.realtime.addresses import Address, is_public, resolve

REDIRECTS = frozenset({301, 302, 303, 307, 308})
OK = 200
CHUNK_BYTES = 64 * 1024
HEADERS = {
    "Accept": "application/x-protobuf, application/octet-stream;q=0.9, */*;q=0.1",
    "Accept-Encoding": "identity",
    "User-Agent": "geoportal (GTFS-realtime)",
    "Connection": "close",
}


class FetchFailed(RuntimeError):
    """The feed could not be fetched; the message says why in one sentence, without the address's secrets."""

    is_for_the_log = True


@dataclass(frozen=True, slots=True)
class Limits:
    """How far a fetch may go.

    Attributes:
        total_s: for everything, from the first connection to the last byte.
        max_bytes: of the body.
        max_redirects: how many addresses may follow the first.
    """

    total_s: float = 10.0
    max_bytes: int = 5 * 1024 * 1024
    max_redirects: int = 3


def fetch_feed(
    url: str,
    limits: Limits = Limits(),
    *,
    may_follow: Callable[[Address], bool] = is_public,
    find_addresses: Callable[[str, int], list[Address]] = resolve,
) -> bytes:
    """Return the body behind an address.

    The configured host is the operator's word and may be a private one; where a redirect leads to, every
    address of the host's name must be allowed. A name is looked up once for each request, and the connection
    goes to the very address that was checked, so that a name cannot change its mind in between.

    Args:
        url: http or https.
        limits: time, size and redirects.
        may_follow: whether a redirect may lead to an address.
        find_addresses: looks up a host's name.

    Raises:
        FetchFailed: refused, not reachable, too slow, too large, or answered otherwise than with 200.
    """
    deadline = time.monotonic() + limits.total_s
    for hop in range(limits.max_redirects + 1):
        parts = _checked(url)
        addresses = _addresses(parts, find_addresses)
        if hop > 0 and not all(may_follow(address) for address in addresses):
            raise FetchFailed(f"The feed redirects to a private address, {parts.hostname}.")
        connection = _Connection(parts, addresses[0], deadline)
        try:
            with connection.ask(_target(parts)) as response:
                if response.status not in REDIRECTS:
                    body = _body(response, limits.max_bytes)
                    if time.monotonic() >= deadline:  # then it may have been cut off
                        raise TimeoutError
                    return body
                url = urljoin(url, response.headers.get("Location", ""))
        except (OSError, http.client.HTTPException, ValueError) as error:
            if time.monotonic() >= deadline:
                raise FetchFailed(f"{parts.hostname} took longer than {limits.total_s:g} s.") from error
            raise FetchFailed(f"{parts.hostname} cannot be read: {type(error).__name__}.") from error
        finally:
            connection.end()
    raise FetchFailed(f"The feed redirects more than {limits.max_redirects} times.")


def _checked(url: str) -> SplitResult:
    """Return an address taken apart, if it is one of the web."""
    try:
        parts = urlsplit(url)
        is_web = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web = False
    if not is_web:
        raise FetchFailed("The feed's address, or one that it redirects to, is not an http or https address.")
    return parts


def _addresses(parts: SplitResult, find_addresses: Callable[[str, int], list[Address]]) -> list[Address]:
    try:
        addresses = find_addresses(parts.hostname or "", _port(parts))
    except (OSError, UnicodeError, ValueError) as error:
        raise FetchFailed(f"{parts.hostname} is not known.") from error
    if not addresses:
        raise FetchFailed(f"{parts.hostname} is not known.")
    return addresses


def _port(parts: SplitResult) -> int:
    return parts.port or (443 if parts.scheme == "https" else 80)


def _target(parts: SplitResult) -> str:
    return f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"


def _body(response: http.client.HTTPResponse, max_bytes: int) -> bytes:
    if response.status != OK:
        raise FetchFailed(f"The feed answered {response.status}.")
    if response.headers.get("Content-Encoding", "identity").strip().lower() not in {"", "identity"}:
        raise FetchFailed("The feed is compressed, which was not asked for.")
    body = bytearray()
    while chunk := response.read(CHUNK_BYTES):
        body += chunk
        if len(body) > max_bytes:
            raise FetchFailed(f"The feed is larger than {max_bytes / 1024 / 1024:g} MB.")
    if response.length:
        raise FetchFailed("The feed ended before its length.")
    return bytes(body)


class _Connection(http.client.HTTPConnection):
    """A connection to a checked address under the host's name, ended at the deadline whatever it is doing."""

    def __init__(self, parts: SplitResult, address: Address, deadline: float) -> None:
        super().__init__(parts.hostname or "", _port(parts))
        self.default_port = 443 if parts.scheme == "https" else 80
        self._address = str(address)
        self._context = ssl.create_default_context() if parts.scheme == "https" else None
        self._deadline = deadline
        self._socket: socket.socket | None = None
        self._watch = threading.Timer(max(0.0, deadline - time.monotonic()), self._hang_up)
        self._watch.daemon = True

    def connect(self) -> None:
        """Connect to the checked address; the certificate must be the host's."""
        remaining_s = self._deadline - time.monotonic()
        if remaining_s <= 0:
            raise TimeoutError
        self.sock = socket.create_connection((self._address, self.port), timeout=remaining_s)
        self._socket = self.sock
        if self._context is not None:
            self.sock = self._context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self._socket = self.sock
            self.sock.do_handshake()

    def ask(self, target: str) -> http.client.HTTPResponse:
        """Return the answer to a GET."""
        self._watch.start()
        self.request("GET", target, headers=HEADERS)
        return self.getresponse()

    def end(self) -> None:
        """Close what is open and stop the clock."""
        self._watch.cancel()
        self.close()

    def _hang_up(self) -> None:
        if self._socket is not None:
            try:
                # Not the method of a TLS socket, which would forget its cipher under the reader's hands.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
            except OSError:
                return
