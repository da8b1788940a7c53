"""Measure submissions through the real server, beside a view that inserts one row and beside pgbench."""

import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from proposals.models import Consent, HistoryEntry, Proposal, Topic
from proposals.seeding.keys import by_residents
from stops.signs.models import CodeBinding
from tests.benchmarks.heatmap import pgbench
from tests.benchmarks.heatmap.figures import spread_of
from tests.benchmarks.heatmap.server import Request, Traffic, send_all, serve

CONNECTIONS, CODES, WITH_CONTACT, WARM_UP, ROUNDS = 32, 400, 4, 64, 10
SEE_OTHER = 303
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin",
    "Accept-Language": "ru", "User-Agent": "Mozilla/5.0", "Accept-Encoding": "gzip, deflate, br",
}  # fmt: skip
NOTES_SQL = """
CREATE TABLE IF NOT EXISTS bench_note (
    id bigserial PRIMARY KEY, text text NOT NULL, topic text NOT NULL, at timestamptz NOT NULL
)
"""
INSERT_SCRIPT = "INSERT INTO bench_note (text, topic, at) VALUES ('{text}', 'transport', now());"


def measure_submissions(*, count: int) -> dict[str, Any]:
    """Send forms over 32 connections to 400 signs, every fourth with an e-mail address, the worker running.

    Each goes through everything that a resident's does: origin, form, key, location, history, the count of the
    sign, contact, the job of its e-mail, the cube's delta.
    """
    with connection.cursor() as cursor:
        cursor.execute(NOTES_SQL)
    texts = list(Proposal.objects.order_by("pk").values_list("text", flat=True)[:CODES])
    forms = _forms(count + WARM_UP, texts)
    bare = [_bare(texts[number % len(texts)]) for number in range(count + WARM_UP)]
    stored = by_residents().count()
    with serve(worker=True) as port:
        send_all(port, bare[:WARM_UP] + forms[:WARM_UP], connections=CONNECTIONS)
        rounds = [
            (
                send_all(port, forms[part], connections=CONNECTIONS),
                send_all(port, bare[part], connections=CONNECTIONS),
            )
            for part in _parts(count)
        ]
    if by_residents().count() - stored != len(forms):
        raise AssertionError("not every form that was sent has become a proposal")
    if HistoryEntry.objects.filter(proposal__in=by_residents()).count() < len(forms):
        raise AssertionError("a proposal was stored without its history")
    plain = pgbench.run(
        INSERT_SCRIPT.format(text=texts[0].replace("'", "''")),
        clients=CONNECTIONS,
        transactions_each=max(1, count * 4 // CONNECTIONS),
    )
    full, empty = (_together(each) for each in zip(*rounds, strict=True))
    return {
        "form": full,
        "insert_view": empty,
        "pgbench_per_s": plain,
        "ratio": full["per_s"] / empty["per_s"],
        "pgbench_ratio": full["per_s"] / plain,
    }


def _forms(count: int, texts: list[str]) -> list[Request]:
    """Return filled forms, each with a key of its own."""
    bindings = CodeBinding.objects.in_force().filter(place__isnull=False).select_related("code")
    codes = [binding.code.code for binding in bindings.order_by("pk")[:CODES]]
    topics = list(Topic.objects.filter(is_active=True).values_list("slug", flat=True))
    consent = Consent.objects.latest().version
    requests = []
    for number in range(count):
        fields = {
            "key": str(uuid.uuid4()), "consent": consent, "text": texts[number % len(texts)],
            "topic": topics[number % len(topics)],
            "contact": f"resident{number}@example.org" if number % WITH_CONTACT == 0 else "",
        }  # fmt: skip
        requests.append(_post(f"/q/{codes[number % len(codes)]}/", fields))
    return requests


def _bare(text: str) -> Request:
    return _post("/bench/insert", {"text": text, "topic": "transport"})


def _post(path: str, fields: dict[str, str]) -> Request:
    return Request(path, HEADERS, urlencode(fields).encode(), SEE_OTHER)


def _parts(count: int) -> list[slice]:
    """Return which requests each round sends: many short rounds, so that a machine's moods meet both kinds."""
    each = -(-count // ROUNDS)
    return [slice(WARM_UP + first, WARM_UP + min(first + each, count)) for first in range(0, count, each)]


def _together(rounds: Sequence[Traffic]) -> dict[str, float]:
    """Return what the rounds of one kind took together."""
    return {
        "per_s": sum(len(each.answers) for each in rounds) / sum(each.elapsed_s for each in rounds),
        "client_share": sum(each.client_share for each in rounds) / len(rounds),
        **asdict(spread_of([seconds for each in rounds for seconds in each.durations_s])),
    }
