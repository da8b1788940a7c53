"""What reaches a log: no secret, contact or text, whatever went wrong, and still where it went wrong."""

import asyncio
import logging
import smtplib
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import Http404
from psycopg_pool import PoolTimeout
from pytest_django.fixtures import Settings

from geoportal.private_logs import PrivateFormatter, QuietJobs, one_line, without_secrets
from stops.network.realtime.fetching import FetchFailed
from tests.at_once import at_once
from tests.factories import make_city, make_proposal

SECRET = "a1b2c3d4e5f6g7h8j9k0m1n2"
TEXT = "Поставьте навес у школы, пожалуйста"
FORMATTER = PrivateFormatter("%(levelname)s %(name)s %(message)s")


def written(message: Any, *args: Any, error: BaseException | None = None, **extra: Any) -> str:
    """Return what a record becomes."""
    exc_info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("x", logging.ERROR, __file__, 1, message, args, exc_info)
    record.__dict__.update(extra)
    return FORMATTER.format(record)


def caught(act: Callable[[], Any]) -> BaseException:
    """Return the error that an act ends with."""
    try:
        act()
    except Exception as error:  # noqa: BLE001  (any of them is to be written)
        return error
    raise AssertionError("Nothing was raised.")


@pytest.mark.parametrize(
    "private",
    [
        f"/ru/r/{SECRET}/",
        f"/r/{SECRET.upper()}",
        f"/kk/r//{SECRET}.",
        "/ru/r/mistyped/",
        SECRET,
        f"link={SECRET};",
        "/kk/accounts/password/reset/key/1-cx9a2b-8f3/",
        "/ru/proposals/?q=навес",
        "/api/v1/heatmap?text=skamejka",
        "aigul.s@example.kz",
        "имя@пример.рф",
        "+7 701 123-45-67",
        "+77011234567",
        "87011234567",
        "8 (701) 123 45 67",
        "future: <Task finished exception=ValueError('навес')>",
    ],
)
def test_private_parts_are_hidden(private: str) -> None:
    shown = without_secrets(f"before {private} after")
    assert shown.startswith("before ")
    assert shown.endswith(" after")
    for part in (
        SECRET,
        "mistyped",
        "8f3",
        "навес",
        "skamejka",
        "aigul",
        "имя",
        "123-4",
        "1234567",
        "123 45",
    ):
        assert part.lower() not in shown.lower()


@pytest.mark.parametrize(
    "harmless",
    [
        "Not Found: /ru/proposals/2026-00017/",
        "Job residents.send_receipts[51](timestamp=1764585600) ended, lasted 0.022 s",
        "2026-12-01 11:35:26,123",
        "SELECT * FROM t WHERE a ?| b",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "Booting worker with pid: 4711",
    ],
)
def test_what_is_not_private_stays(harmless: str) -> None:
    assert without_secrets(harmless) == harmless


def test_a_message_cannot_begin_a_line_of_its_own() -> None:
    assert one_line("a\nERROR b\r\x1b[31m\u2028c") == "a\\nERROR b\\r\\x1b[31m\\u2028c"


@pytest.mark.parametrize(
    "error",
    [
        ValueError(TEXT),
        ValidationError(TEXT),
        KeyError(TEXT),
        smtplib.SMTPRecipientsRefused({"aigul@example.kz": (550, TEXT.encode())}),
        smtplib.SMTPDataError(554, TEXT.encode()),
        DatabaseError(TEXT),
        FileNotFoundError(2, "No such file or directory", f"/tmp/{TEXT}"),
    ],
)
def test_words_of_an_error_are_kept_out_and_its_kind_and_place_are_told(error: Exception) -> None:
    def fail() -> None:
        try:
            raise error
        except Exception as first:
            raise RuntimeError(TEXT) from first

    shown = written("Failed: %s", error, error=caught(fail))
    assert TEXT not in shown
    assert "aigul" not in shown
    assert type(error).__name__ in shown
    assert "RuntimeError" in shown
    assert "in fail" in shown


def test_error_given_as_the_message_is_described() -> None:
    assert written(ValueError(TEXT)) == "ERROR x ValueError: (what it says is kept out of the log)"


def test_harmless_words_of_an_error_are_told() -> None:
    assert "'int' object has no attribute 'nothing'" in written(
        "x",
        error=caught(lambda: (1).nothing),  # type: ignore[attr-defined]
    )
    assert "FetchFailed: The feed is late." in written("%s", FetchFailed("The feed is late."))
    assert "[Errno 111] Connection refused" in written(
        "x", error=ConnectionRefusedError(111, "Connection refused")
    )


@pytest.mark.parametrize("error", [PermissionDenied(TEXT), Http404(TEXT)])
def test_what_a_visitor_caused_is_one_line(error: Exception) -> None:
    shown = written("Forbidden: %s", f"/ru/r/{SECRET}/", error=caught(lambda: _raise(error)), status_code=403)
    assert shown == "ERROR x Forbidden: /ru/r/-/"


def test_database_that_is_away_is_one_line_for_each_request() -> None:
    for error in (
        PoolTimeout("no connection after 3 s"),
        OperationalError("connection refused\nIs it running?"),
    ):
        shown = written("Service Unavailable: %s", "/ru/", error=caught(lambda error=error: _raise(error)))
        assert shown.count("\n") == 0
        assert type(error).__name__ in shown


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE proposals_proposal SET text = '', title = %s || repeat('x', 999)", "SQLSTATE"),
        ("INSERT INTO proposals_proposal (text) VALUES (%s)", "SQLSTATE 23502"),
        ("SELECT %s::uuid", "SQLSTATE 22P02"),
        ("SELECT nothing_such FROM (SELECT %s) t", "SQLSTATE 42703"),
        ("DO $$ BEGIN PERFORM %s::int; END $$", "SQLSTATE 22P02"),
    ],
)
def test_errors_of_the_database_tell_no_values(statement: str, told: str) -> None:
    make_city()
    make_proposal()

    def fail() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [TEXT])

    error = caught(fail)
    shown = written("Internal Server Error: %s", f"/ru/r/{SECRET}/", error=error)
    assert TEXT not in shown
    assert told in shown
    assert "in fail" in shown


@pytest.mark.django_db
def test_doubled_key_names_the_constraint_and_not_the_key() -> None:
    make_city()
    key = uuid.uuid4()
    make_proposal(idempotency_key=key)
    shown = written("x", error=caught(lambda: make_proposal(idempotency_key=key)))
    assert str(key) not in shown
    assert "constraint proposals_proposal_idempotency_key" in shown


def test_record_that_cannot_be_written_is_named_only() -> None:
    assert written("%d proposals", TEXT) == "ERROR x line 1: not written, TypeError"


def test_development_shows_words(settings: Settings) -> None:
    settings.DEBUG = True
    assert TEXT in written("x", error=ValueError(TEXT))


def test_error_of_a_task_that_nobody_waited_for_is_described() -> None:
    async def fail() -> None:
        raise ValueError(TEXT)

    async def task() -> asyncio.Task[None]:
        started = asyncio.create_task(fail())
        await asyncio.wait([started])
        return started

    # In a thread of its own: a browser test may have left a loop in this one.
    (future,) = at_once(lambda: asyncio.run(task()))
    assert isinstance(future, asyncio.Task)
    shown = written(f"never retrieved\nfuture: {future!r}")
    assert TEXT not in shown


def test_routine_of_the_worker_is_left_out_and_failures_are_not() -> None:
    def kept(level: int, action: str | None) -> bool:
        record = logging.LogRecord("procrastinate.worker", level, "", 1, "x", (), None)
        if action:
            record.__dict__["action"] = action
        return QuietJobs().filter(record)

    assert not kept(logging.INFO, "start_job")
    assert not kept(logging.INFO, "job_success")
    assert kept(logging.INFO, "job_error_retry")
    assert kept(logging.ERROR, "job_error")
    assert kept(logging.INFO, None)


def test_every_handler_writes_the_private_form(settings: Settings) -> None:
    handlers = settings.LOGGING["handlers"].values()
    assert {handler["formatter"] for handler in handlers} == {"private"}
    for name in ("django", "django.server", "gunicorn.error", "gunicorn.access"):
        assert settings.LOGGING["loggers"][name]["handlers"] == []
        logger = logging.getLogger(name)
        assert logger.propagate
        assert not any(isinstance(handler.formatter, PrivateFormatter) for handler in logger.handlers)
    forms = [handler.formatter for handler in logging.getLogger().handlers]
    assert any(isinstance(form, PrivateFormatter) for form in forms)


def _raise(error: BaseException) -> None:
    raise error
