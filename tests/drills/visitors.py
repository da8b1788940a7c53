"""Visitors beside the trouble: they ask for ordinary pages, one after the other, and their waiting is measured."""

import http.client
import ssl
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

PATIENCE_S = 30.0


@dataclass(slots=True)
class Visits:
    """What visitors saw: the seconds of each answer, and how often each status or failure came."""

    seconds: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    def percentile_s(self, share: float) -> float:
        """Return the seconds within which this share of the answers came."""
        ordered = sorted(self.seconds)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    def __str__(self) -> str:
        outcomes = ", ".join(f"{number} × {outcome}" for outcome, number in self.outcomes.most_common())
        spread = ", ".join(
            f"{name} {seconds * 1000:.0f} ms"
            for name, seconds in (
                ("p50", self.percentile_s(0.5)),
                ("p95", self.percentile_s(0.95)),
                ("longest", max(self.seconds)),
            )
        )
        return f"{len(self.seconds)} visits ({outcomes}), {spread}"


def visit(
    paths: Sequence[str], *, port: int, for_s: float, visitors: int = 6, tls: ssl.SSLContext | None = None
) -> Visits:
    """Let visitors ask for the pages in turn, each time over a new connection; a failure counts with its seconds."""
    visits, lock, until = Visits(), threading.Lock(), time.monotonic() + for_s

    def stroll(first: int) -> None:
        number = first
        while time.monotonic() < until:
            began = time.monotonic()
            outcome = _ask(paths[number % len(paths)], port, tls)
            with lock:
                visits.seconds.append(time.monotonic() - began)
                visits.outcomes[outcome] += 1
            number += 1
            time.sleep(0.02)

    threads = [threading.Thread(target=stroll, args=(number,)) for number in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return visits


def _ask(path: str, port: int, tls: ssl.SSLContext | None) -> str:
    if tls is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    else:
        connection = http.client.HTTPSConnection("localhost", port, timeout=PATIENCE_S, context=tls)
    try:
        connection.request("GET", path, headers={"Host": "127.0.0.1"})
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException) as error:
        return type(error).__name__
    finally:
        connection.close()
    return str(answer.status)
