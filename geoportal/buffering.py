"""Let no slow client hold a place among the database's connections: whole requests in, whole answers out."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import HttpResponse
from gunicorn.http.errors import ParseException

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

BODY_MAX_BYTES = 32 * 1024 * 1024
"""As the proxy's ``client_max_body_size``: a proposal with its photos fits."""
IN_MEMORY_BYTES = 512 * 1024
CHUNK_BYTES = 16 * 1024
SILENT_MAX_S = 30.0
"""How long a client may say nothing in the middle of its request, and take nothing of its answer."""


class BodyRefused(Exception):
    """A request's body is not taken."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class WholeRequests:
    """Read each request's body before the application sees it, and free its connection before the answer is sent.

    The application server hands a request on when its headers are there; a view that has asked the database and
    then waits for the rest of a form would hold a connection as long as its sender likes.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request; what is streamed is handed on as it is."""
        limit_silence(environ)
        take_as_utf8(environ)
        try:
            body = read_whole(environ)
        except BodyRefused as refused:
            line = f"{refused.status.value} {refused.status.phrase}"
            start_response(line, [("Content-Type", "text/plain"), ("Content-Length", str(len(line)))])
            return [line.encode()]
        if body is None:
            return _whole(self.application(environ, start_response))
        with body:
            return _whole(self.application(environ, start_response))


def limit_silence(environ: Environ) -> None:
    """Let the connection fail when its client neither sends nor takes anything for a while."""
    if (connection := environ.get("gunicorn.socket")) is not None:
        connection.settimeout(SILENT_MAX_S)


def take_as_utf8(environ: Environ) -> None:
    """Forget the character set that a body claims: every form here is UTF-8.

    Django would read the address by it too, and fails before any view where it is none of texts (``rot13``).
    """
    said = environ.get("CONTENT_TYPE", "")
    if "charset" in said.lower():
        parts = [part for part in said.split(";") if not part.strip().lower().startswith("charset")]
        environ["CONTENT_TYPE"] = ";".join(parts)


def read_whole(environ: Environ) -> IO[bytes] | None:
    """Put a request's whole body in place of its stream; return it, or nothing where there is none.

    A body sent in chunks gets its length, without which Django would not read it.

    Raises:
        BodyRefused: it is longer than ``BODY_MAX_BYTES``, its client has fallen silent or gone away.
    """
    is_chunked = bool(environ.get("HTTP_TRANSFER_ENCODING"))
    said = environ.get("CONTENT_LENGTH") or "0"
    expected_bytes = int(said) if said.isdecimal() else 0
    if not is_chunked and not expected_bytes:
        return None
    if expected_bytes > BODY_MAX_BYTES:
        raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    body = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  # whoever asked closes it
    try:
        received_bytes = _copy(environ["wsgi.input"], body)
        if not is_chunked and received_bytes < expected_bytes:
            raise BodyRefused(HTTPStatus.BAD_REQUEST)
    except BaseException:
        body.close()
        raise
    body.seek(0)
    environ["wsgi.input"] = body
    environ["CONTENT_LENGTH"] = str(received_bytes)
    return body


def _copy(source: IO[bytes], target: IO[bytes]) -> int:
    received_bytes = 0
    try:
        while chunk := source.read(CHUNK_BYTES):
            received_bytes += len(chunk)
            if received_bytes > BODY_MAX_BYTES:
                raise BodyRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            target.write(chunk)
    except OSError as error:
        raise BodyRefused(HTTPStatus.REQUEST_TIMEOUT) from error
    except ParseException as error:  # chunks that are none
        raise BodyRefused(HTTPStatus.BAD_REQUEST) from error
    return received_bytes


def _whole(answer: Iterable[bytes]) -> Iterable[bytes]:
    """Return an answer that is complete as plain bytes, and end its request: nothing of it is needed any more."""
    if not isinstance(answer, HttpResponse):
        return answer
    content = answer.content
    answer.close()
    return [content]
