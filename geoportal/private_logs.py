"""What may stand in a log: where and what went wrong, but no secret of a receipt, no contact and no text.

Texts cannot be told from other words, so what an exception says is written only where it comes from a list of kinds
whose words are our own (they say ``is_for_the_log``) or the machine's; of all others the kind and the place in the
code stand in the log.
"""

import logging
import re
import smtplib
import traceback
from collections.abc import Iterator

import psycopg
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import Error as DatabaseError
from django.db import InterfaceError, OperationalError
from django.http import Http404
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from psycopg_pool import PoolClosed, PoolTimeout

HIDDEN = "-"
WITHHELD = "(what it says is kept out of the log)"
TRACEBACK_FRAMES_MAX = 40
CHAIN_MAX = 5
DATA_ERRORS = "22"
"""The class of SQLSTATE whose messages quote the value that was wrong."""

PATTERNS: tuple[tuple[re.Pattern[str], str], ...] = (
    # The address of a receipt, also a mistyped one; links that set a password or confirm an address.
    (re.compile(r"(/r/+)[^/\s?#\"'<>]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    (re.compile(r"(/(?:reset/key|confirm-email)/+)[^/\s?#\"'<>]+", re.IGNORECASE), rf"\1{HIDDEN}"),
    # A secret by itself: 24 characters of the codes' alphabet.
    (re.compile(r"(?<![0-9A-Za-z])[0-9a-hjkmnp-tv-z]{24}(?![0-9A-Za-z])", re.IGNORECASE), HIDDEN),
    # What was searched for or typed stands behind the question mark.
    (re.compile(r"(/[^\s?\"'<>]*)\?[^\s\"'<>]+"), rf"\1?{HIDDEN}"),
    (re.compile(r"[^\s\"'<>(),:;=/@]+@[^\s\"'<>(),:;@]+\.[^\s\"'<>(),:;@]+"), HIDDEN),
    (re.compile(r"\+\d[\d\s().\u2010-\u2015-]{7,18}\d"), HIDDEN),
    (re.compile(r"(?<!\d)[78][\s(-]*7\d{2}[\s)-]*\d{3}[\s-]*\d{2}[\s-]*\d{2}(?!\d)"), HIDDEN),
    # asyncio quotes the error of a task that nobody waited for; it is described below the line.
    (re.compile(r"exception=\w+\(.*\)", re.DOTALL), f"exception={HIDDEN}"),
)
BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

TELLING_KINDS: tuple[type[BaseException], ...] = (
    AttributeError,
    NameError,
    ImportError,
    NotImplementedError,
    MemoryError,
    RecursionError,
    ImproperlyConfigured,
    CommandError,
    TemplateDoesNotExist,
    TemplateSyntaxError,
    PoolTimeout,
    PoolClosed,
    OperationalError,
    InterfaceError,
)
STANDING_STATES = ("40", "55", "57014")
"""What begins the SQLSTATE of operational errors of a database that is there: deadlocks, locks, cancelled queries."""


class PrivateFormatter(logging.Formatter):
    """Writes a record in one line, and the way to an error below it, without what is private in either.

    What a visitor caused (statuses below 500) and a database that is away need no way to them.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as it may be written; a record that fails to be is named only.

        Left to itself, ``logging`` would print what failed with its arguments.
        """
        try:
            return self._written(record)
        except Exception as failure:  # noqa: BLE001  (whatever it is, the arguments must not be printed)
            return f"{record.levelname} {record.name} line {record.lineno}: not written, {type(failure).__name__}"

    def _written(self, record: logging.LogRecord) -> str:
        shown = logging.makeLogRecord({**record.__dict__, "msg": one_line(message_of(record)), "args": None})
        shown.exc_info = shown.exc_text = shown.stack_info = None
        text = super().format(shown)
        error = record.exc_info[1] if record.exc_info else None
        if error is None or is_expected(record):
            return text
        if is_database_away(error):
            return f"{text} · {one_line(described(error))}"
        return f"{text}\n{without_secrets(''.join(lines_of(error))).rstrip()}"


class QuietJobs(logging.Filter):
    """Leaves out that a job began and that it went well: the periodic ones alone would write 50,000 lines a day."""

    ROUTINE = frozenset({"start_job", "job_success"})

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a record is more than routine."""
        return record.levelno > logging.INFO or getattr(record, "action", None) not in self.ROUTINE


def is_expected(record: logging.LogRecord) -> bool:
    """Return whether the answer was below 500: the visitor's doing, which one line tells."""
    status = getattr(record, "status_code", None)
    return isinstance(status, int) and status < 500


def is_database_away(error: BaseException) -> bool:
    """Return whether an error says that the database cannot be reached."""
    if isinstance(error, PoolTimeout):
        return True
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    sqlstate = cause.diag.sqlstate if isinstance(cause, psycopg.Error) else None
    is_operational = isinstance(error, OperationalError | psycopg.OperationalError)
    return is_operational and not (sqlstate or "").startswith(STANDING_STATES)


def message_of(record: logging.LogRecord) -> str:
    """Return a record's message; errors among its arguments are described instead of quoted."""
    args = record.args
    if isinstance(args, tuple):
        args = tuple(described(arg) if isinstance(arg, BaseException) else arg for arg in args)
    message = record.msg
    if isinstance(message, BaseException):
        message = described(message)
    return logging.makeLogRecord({"msg": message, "args": args}).getMessage()


def without_secrets(text: str) -> str:
    """Return a text without secrets of receipts, addresses, telephones and queries."""
    for pattern, replacement in PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def one_line(text: str) -> str:
    """Return a text without secrets whose line breaks and controls are written as escapes."""
    return BREAKS.sub(lambda match: match[0].encode("unicode_escape").decode(), without_secrets(text))


def described(error: BaseException) -> str:
    """Return the kind of an error, and what it says where that can hold nothing private."""
    kind = type(error)
    name = kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
    words = _words_of(error)
    return f"{name}: {without_secrets(words)}" if words else name


def lines_of(error: BaseException) -> Iterator[str]:
    """Yield the way to an error, from its first cause on, as Python writes it, with ``described`` for its words."""
    chain = [error]
    while len(chain) < CHAIN_MAX:
        last = chain[-1]
        cause = last.__cause__ or (None if last.__suppress_context__ else last.__context__)
        if cause is None or cause in chain:
            break
        chain.append(cause)
    for number, each in enumerate(reversed(chain)):
        if number:
            yield "then\n"
        yield from traceback.format_tb(each.__traceback__, limit=-TRACEBACK_FRAMES_MAX)
        yield f"{described(each)}\n"


def _words_of(error: BaseException) -> str:
    if settings.DEBUG:
        return str(error)
    cause = error.__cause__ if isinstance(error, DatabaseError) else error
    if isinstance(cause, psycopg.Error) and cause.diag.sqlstate:
        return _words_of_database(cause.diag)
    if isinstance(error, OSError):
        return f"[Errno {error.errno}] {error.strerror}" if error.errno else WITHHELD
    if isinstance(error, smtplib.SMTPResponseException):
        return f"the mail server answered {error.smtp_code}"
    if getattr(error, "is_for_the_log", False) or isinstance(
        error, (psycopg.OperationalError, *TELLING_KINDS)
    ):
        return str(error)
    return WITHHELD if error.args and not isinstance(error, Http404) else ""


def _words_of_database(diag: psycopg.errors.Diagnostic) -> str:
    """Return what the database says of an error without its details, which quote rows, and its statement."""
    sqlstate = diag.sqlstate or ""
    parts = [f"SQLSTATE {sqlstate}"]
    if not sqlstate.startswith(DATA_ERRORS) and diag.message_primary:
        parts.append(diag.message_primary)
    names = {"table": diag.table_name, "column": diag.column_name, "constraint": diag.constraint_name}
    return ", ".join([*parts, *(f"{kind} {name}" for kind, name in names.items() if name)])
