"""A feed is fetched within a time, up to a size, and never from a private address that a redirect names."""

import ipaddress
import socket
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler

import pytest

from stops.realtime.addresses import Address, is_public, resolve
from stops.realtime.fetching import FetchFailed, Limits, fetch_feed
from tests.stops.realtime.feeds import Answer, body, server

LOOPBACK: list[Address] = [ipaddress.ip_address("127.0.0.1")]


def to(address: str, status: int = 302) -> dict[str, Answer]:
    return {"/": body(b"", status, Location=address)}


def anywhere(address: Address) -> bool:
    return True


def test_body_of_a_configured_private_host_is_fetched() -> None:
    with server({"/feed?key=a": body(b"positions")}) as (base, _asked):
        assert fetch_feed(f"{base}/feed?key=a") == b"positions"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirect_to_a_private_address_is_refused_and_never_asked(status: int) -> None:
    with server({"/": body(b"secret")}) as (inner, asked):
        with server(to(inner, status)) as (outer, _asked), pytest.raises(FetchFailed, match="private"):
            fetch_feed(f"{outer}/")
        assert asked == []


@pytest.mark.parametrize(
    "host",
    ["localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]", "10.1.2.3", "169.254.169.254"],
)
def test_private_address_is_recognised_in_every_spelling(host: str) -> None:
    with server(to(f"http://{host}:1/")) as (base, _asked), pytest.raises(FetchFailed, match="private"):
        fetch_feed(f"{base}/")


def test_name_with_one_private_address_among_public_ones_is_refused() -> None:
    addresses = [ipaddress.ip_address("8.8.8.8"), *LOOPBACK]
    with (
        server(to("http://feed.example/")) as (base, _asked),
        pytest.raises(FetchFailed, match="private"),
    ):
        fetch_feed(
            f"{base}/", find_addresses=lambda host, port: addresses if host == "feed.example" else LOOPBACK
        )


def test_connection_goes_to_the_address_that_was_checked_under_the_host_s_name() -> None:
    lookups: list[str] = []

    def find(host: str, port: int) -> list[Address]:
        lookups.append(host)
        return LOOPBACK

    with server({"/": body(b"positions")}) as (base, asked):
        port = base.rpartition(":")[2]
        assert fetch_feed(f"http://feed.example:{port}/", find_addresses=find) == b"positions"
        assert asked[0].headers["Host"] == f"feed.example:{port}"
    assert lookups == ["feed.example"]


def test_allowed_redirect_is_followed_relative_ones_too() -> None:
    answers = {"/": body(b"", 302, Location="/next"), "/next": body(b"positions")}
    with server(answers) as (base, _asked):
        assert fetch_feed(f"{base}/", may_follow=anywhere) == b"positions"


def test_redirects_in_a_circle_end() -> None:
    with server(to("/")) as (base, asked):
        with pytest.raises(FetchFailed, match="more than 3 times"):
            fetch_feed(f"{base}/", may_follow=anywhere)
        assert len(asked) == 4


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "ftp://feed.example/", "gopher://x/", "//", "http://"]
)
def test_only_the_web_is_asked(address: str) -> None:
    with pytest.raises(FetchFailed, match="not an http or https address"):
        fetch_feed(address)


def test_redirect_to_a_file_is_refused() -> None:
    with server(to("file:///etc/passwd")) as (base, _asked), pytest.raises(FetchFailed, match="not an http"):
        fetch_feed(f"{base}/")


@pytest.mark.parametrize("says_length", [True, False])
def test_feed_that_is_too_large_is_dropped(says_length: bool) -> None:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        if says_length:
            request.send_header("Content-Length", "1001")
        request.end_headers()
        request.wfile.write(b"x" * 1001)

    with server({"/": answer}) as (base, _asked):
        with pytest.raises(FetchFailed, match="larger than"):
            fetch_feed(f"{base}/", Limits(max_bytes=1000))
        assert len(fetch_feed(f"{base}/", Limits(max_bytes=1001))) == 1001


@pytest.mark.parametrize("begins", [b"", b"HTTP/1.1 200 OK\r\n\r\nhalf a feed"])
def test_server_that_never_ends_is_hung_up_on(begins: bytes) -> None:
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with suppress(OSError):  # hung up on, or the time was over before anybody came
            connection, _peer = listener.accept()
            with connection:
                connection.sendall(begins)
                while connection.recv(1000):
                    pass

    thread = threading.Thread(target=serve)
    thread.start()
    began = time.monotonic()
    try:
        with pytest.raises(FetchFailed, match="took longer"):
            fetch_feed(f"http://127.0.0.1:{listener.getsockname()[1]}/", Limits(total_s=0.3))
        assert time.monotonic() - began < 5
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()
        listener.close()


def test_feed_that_breaks_off_is_dropped() -> None:
    with server({"/": body(b"half", Content_Length="8")}) as (base, _asked), pytest.raises(FetchFailed):
        fetch_feed(f"{base}/")


def test_compressed_feed_that_nobody_asked_for_is_dropped() -> None:
    with (
        server({"/": body(b"x", Content_Encoding="gzip")}) as (base, _asked),
        pytest.raises(FetchFailed, match="compressed"),
    ):
        fetch_feed(f"{base}/")


@pytest.mark.parametrize("status", [204, 304, 403, 404, 500])
def test_other_answers_are_failures_without_the_address_s_secrets(status: int) -> None:
    with (
        server({"/?key=secret": body(b"", status)}) as (base, _asked),
        pytest.raises(FetchFailed, match=str(status)) as failed,
    ):
        fetch_feed(f"{base}/?key=secret")
    assert "secret" not in str(failed.value)


def test_closed_port_and_unknown_name_are_failures() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    with pytest.raises(FetchFailed, match="cannot be read"):
        fetch_feed(f"http://127.0.0.1:{port}/")
    with pytest.raises(FetchFailed, match="not known"):
        fetch_feed("http://feed.example/", find_addresses=lambda host, port: [])


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("64:ff9b::808:808", True),
        ("127.0.0.1", False),
        ("0.0.0.0", False),
        ("10.0.0.1", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1", False),
        ("fd00::1", False),
        ("::ffff:10.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_private_addresses_are_told_from_public_ones(address: str, public: bool) -> None:
    assert is_public(ipaddress.ip_address(address)) == public


def test_loopback_s_name_is_looked_up() -> None:
    assert all(address.is_loopback for address in resolve("localhost", 80))
