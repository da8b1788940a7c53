"""Slow a network that asks for codes which do not exist; a right code is never slowed.

Mobile operators put a whole city behind few addresses: so the first misses of a network are free, what follows
waits a little longer each time, and nobody is refused: where too many wait already, the same page comes at once
under 429.
"""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from threading import BoundedSemaphore

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac

from geoportal.web.client import client_address, network_of
from stops.signs.models import CodeMiss

WINDOW = dt.timedelta(minutes=10)
FREE_MISSES = 20
STEP_S = 0.1
DELAY_MAX_S = 2.0
WAITING_MAX = 2
"""Answers that one process holds back at a time, never to a form that is sent: so few that where each takes a thread
right codes find another one free, and where they are greenlets nobody notices."""
KEPT_FOR = dt.timedelta(hours=1)
HELD_METHODS = frozenset({"GET", "HEAD"})
_waiting = BoundedSemaphore(WAITING_MAX)

COUNT_SQL = """
INSERT INTO signs_codemiss (network_digest, "window", count) VALUES (%(network)s, %(window)s, 1)
ON CONFLICT ON CONSTRAINT code_miss_once_each DO UPDATE SET count = signs_codemiss.count + 1
RETURNING count
"""


def wait_s(seconds: float) -> None:
    """Hold an answer back; the clock is looked up now, so that under gevent its own is used and others are served."""
    time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Turn:
    """How a miss is answered.

    Attributes:
        misses: how many the network has had in this span, with this one.
        is_crowded: it was its turn to wait, but too many wait already, or it is a form that is sent.
    """

    misses: int
    is_crowded: bool = False


def take_turn(
    request: HttpRequest, *, wait: Callable[[float], None] | None = None, at: dt.datetime | None = None
) -> Turn:
    """Count one miss and hold its answer back as long as the network's misses ask for; never that to a form sent.

    Args:
        request: whose network is counted.
        wait: takes the seconds; sleeps by default.
        at: when; now by default.
    """
    misses = count_miss(client_address(request), at or timezone.now())
    seconds = delay_s(misses)
    if not seconds:
        return Turn(misses)
    if request.method not in HELD_METHODS or not _waiting.acquire(blocking=False):
        return Turn(misses, is_crowded=True)
    try:
        if not connection.in_atomic_block:
            connection.close()  # whoever waits holds no place in the pool
        (wait or wait_s)(seconds)
    finally:
        _waiting.release()
    return Turn(misses)


def slow_answer(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the answer to a miss, after its turn to wait, or at once under 429 where too many wait."""
    if take_turn(request).is_crowded:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response["Retry-After"] = str(int(DELAY_MAX_S))
    return response


def delay_s(misses: int) -> float:
    """Return how long the answer to a network's n-th miss waits: nothing at first, then step by step."""
    return min(DELAY_MAX_S, max(0, misses - FREE_MISSES) * STEP_S)


def count_miss(address: str, at: dt.datetime) -> int:
    """Return how many misses a network has had in its present span, after counting one more; one statement."""
    since = at - dt.timedelta(seconds=at.timestamp() % WINDOW.total_seconds())
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SQL, {"network": network_digest(address, at), "window": since})
        return int(cursor.fetchone()[0])


def network_digest(address: str, at: dt.datetime) -> str:
    """Return a digest of the network of an address, under a key of the day: no address can be told from it."""
    return salted_hmac(
        f"stops.signs.misses:{at:%Y-%m-%d}", network_of(address), algorithm="sha256"
    ).hexdigest()


def forget_misses(at: dt.datetime) -> int:
    """Delete the misses of spans long over; return how many rows went."""
    deleted, _by_model = CodeMiss.objects.filter(window__lt=at - KEPT_FOR).delete()
    return deleted
