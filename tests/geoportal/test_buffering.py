"""No slow client holds a place: bodies are read whole and bounded, and an answer is ended before it is sent."""

import io
from collections.abc import Iterable
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse, StreamingHttpResponse
from gunicorn.http.errors import InvalidChunkSize

from geoportal import buffering
from geoportal.buffering import WholeRequests


class Arriving(io.RawIOBase):
    """A body that comes in parts, and may end in an error."""

    def __init__(self, *parts: bytes, then: Exception | None = None) -> None:
        self.parts = list(parts)
        self.then = then

    def read(self, size: int = -1) -> bytes:
        if self.parts:
            return self.parts.pop(0)
        if self.then is not None:
            raise self.then
        return b""


def ask(body: Arriving, **environ: str) -> tuple[str, list[Any]]:
    """Return the status and what the application saw: nothing where the request was refused before it."""
    seen: list[Any] = []
    statuses: list[str] = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        seen.extend([environ["wsgi.input"].read(), environ.get("CONTENT_LENGTH")])
        start_response("200 OK", [])
        return [b"taken"]

    answer = WholeRequests(application)(
        {"wsgi.input": body, **environ}, lambda status, headers: statuses.append(status)
    )
    assert b"".join(answer)
    return statuses[0], seen


def test_the_application_sees_a_body_when_all_of_it_is_there() -> None:
    assert ask(Arriving(b"text=", b"bench"), CONTENT_LENGTH="10") == ("200 OK", [b"text=bench", "10"])


def test_a_body_in_chunks_gets_its_length() -> None:
    status, seen = ask(Arriving(b"text=", b"bench"), HTTP_TRANSFER_ENCODING="chunked")
    assert (status, seen) == ("200 OK", [b"text=bench", "10"])


@pytest.mark.parametrize(
    ("body", "length", "status"),
    [
        (Arriving(b"text="), "10", "400 Bad Request"),
        (Arriving(b"text=", then=TimeoutError()), "10", "408 Request Timeout"),
        (Arriving(b"text=", then=InvalidChunkSize(b"x")), "10", "400 Bad Request"),
        (Arriving(), str(buffering.BODY_MAX_BYTES + 1), "413 Request Entity Too Large"),
    ],
)
def test_a_body_that_is_cut_off_late_or_too_long_never_reaches_the_application(
    body: Arriving, length: str, status: str
) -> None:
    assert ask(body, CONTENT_LENGTH=length) == (status, [])


def test_a_body_in_chunks_is_counted_as_it_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(buffering, "BODY_MAX_BYTES", 8)
    endless = Arriving(*[b"12345"] * 50)
    assert ask(endless, HTTP_TRANSFER_ENCODING="chunked") == ("413 Request Entity Too Large", [])
    assert len(endless.parts) == 48


@pytest.mark.django_db
def test_a_complete_answer_is_ended_before_it_is_sent_and_a_stream_is_not() -> None:
    ended: list[str] = []

    def answer_of(response: Any) -> Any:
        response._resource_closers.append(lambda: ended.append("closed"))
        environ = {"wsgi.input": Arriving()}
        return WholeRequests(lambda environ, start_response: response)(environ, lambda *said: None)

    assert answer_of(HttpResponse("page")) == [b"page"]
    assert ended == ["closed"]
    stream = answer_of(StreamingHttpResponse(iter([b"a", b"b"])))
    assert ended == ["closed"]
    assert list(stream) == [b"a", b"b"]


def test_a_silent_connection_is_given_up() -> None:
    class Connection:
        timeout_s = 0.0

        def settimeout(self, seconds: float) -> None:
            self.timeout_s = seconds

    connection = Connection()
    buffering.limit_silence({"gunicorn.socket": connection})
    assert connection.timeout_s == buffering.SILENT_MAX_S


@pytest.mark.parametrize("charset", ["rot13", "base64", "utf-16", "idna", '"hex"', "UTF-8"])
@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=a"])
def test_a_claimed_character_set_changes_nothing(kind: str, charset: str) -> None:
    environ = {
        "CONTENT_TYPE": f"{kind}; Charset={charset}",
        "QUERY_STRING": "lang=ru",
        "REQUEST_METHOD": "POST",
        "wsgi.input": io.BytesIO(),
    }
    seen: list[WSGIRequest] = []

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        seen.append(WSGIRequest(environ))
        return []

    WholeRequests(application)(environ, lambda status, headers: None)
    assert seen[0].GET["lang"] == "ru"
    assert environ["CONTENT_TYPE"] == kind
