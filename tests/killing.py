"""Kill the worker in the middle of a task, as ``kill -9`` does: before any statement, before or after any mail."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction

MARKS = ("SAVEPOINT", "RELEASE", "ROLLBACK")


class Killed(BaseException):
    """The end of a process: nothing in the code may catch it."""


class KillingBackend(EmailBackend):
    """Takes mails into ``mail.outbox``, and is killed at one of them.

    Attributes:
        before: so many mails are taken, and before the next the worker is killed.
        after: at this mail, from 1 on, the worker is killed when it has been taken.
        taken: how many were.
    """

    before: int | None = None
    after: int | None = None
    taken = 0

    @classmethod
    def reset(cls, *, before: int | None = None, after: int | None = None) -> None:
        """Begin to count anew."""
        cls.before, cls.after, cls.taken = before, after, 0

    def send_messages(self, messages: Any) -> int:
        """Take one mail, or end."""
        kind = type(self)
        if kind.taken == kind.before:
            raise Killed
        count = super().send_messages(messages)
        kind.taken += count
        if kind.taken == kind.after:
            raise Killed
        return count


@contextmanager
def killed_before_statement(number: int | None) -> Iterator[list[int]]:
    """Count the statements of a block, and kill it before the one of a number, from 0 on."""
    seen = [0]

    def watch(execute: Callable[..., Any], sql: Any, *rest: Any) -> Any:
        if str(sql).lstrip().startswith(MARKS):
            return execute(sql, *rest)
        if seen[0] == number:
            raise Killed
        seen[0] += 1
        return execute(sql, *rest)

    with connection.execute_wrapper(watch):
        try:
            yield seen
        except Killed:
            # An inner block that makes no savepoint asks the outer one, which here is the test's, to be taken back.
            connection.set_rollback(False)
            assert number is not None or KillingBackend.before is not None or KillingBackend.after is not None


@contextmanager
def undone() -> Iterator[None]:
    """Take back in the end whatever a block wrote."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
