"""Measure whole requests of the heat map through the application server, beside an empty view."""

from dataclasses import asdict
from typing import Any

import numpy as np

from proposals.heatmap.cube.folding import clear, fold
from tests.benchmarks.heatmap.figures import spread_of
from tests.benchmarks.heatmap.mixes import draw_views
from tests.benchmarks.heatmap.server import Answer, Request, Traffic, send_all, serve
from tests.benchmarks.heatmap.views import read_choices

BROWSER = {"Accept-Encoding": "gzip, deflate, br", "Accept": "application/json", "User-Agent": "Mozilla/5.0"}
EMPTY = Request("/bench/empty", BROWSER)
WARM_UP, CROWD = 60, 8
UNCHANGED = 304


def measure_requests(*, each: int, seed: int) -> dict[str, Any]:
    """Return percentiles over one connection and answers a second over eight: heat map, 304, empty view.

    Over the one connection an empty request goes before each other one. Every address is asked for once before
    its 304, so nothing that was kept can answer it.

    Args:
        each: requests of each class of zooms.
        seed: of the views; others than those that are timed without a server.
    """
    choices = read_choices()
    alone, crowd, warm = (
        [
            Request(f"/api/v1/heatmap?{view.query()}", BROWSER)
            for view in draw_views(choices, each=count, seed=seed + part)
        ]
        for part, count in enumerate((each, each, WARM_UP), start=1)
    )
    # As the worker leaves it every few seconds.
    fold()
    clear()
    with serve(worker=False) as port:
        send_all(port, [EMPTY] * WARM_UP, connections=CROWD)
        send_all(port, warm, connections=CROWD)
        full = send_all(port, _with_empty(alone), connections=1).answers
        again = send_all(port, _with_empty(_known(alone, full[1::2])), connections=1).answers
        crowd_full = send_all(port, crowd, connections=CROWD)
        crowds = {
            "empty": send_all(port, [EMPTY] * 3 * len(crowd), connections=CROWD),
            "heatmap": crowd_full,
            "unchanged": send_all(port, _known(crowd, crowd_full.answers), connections=CROWD),
        }
    empty = _spread(full[0::2] + again[0::2])
    return {
        "empty": empty,
        "heatmap": _spread(full[1::2]),
        "unchanged": _spread(again[1::2]),
        "heatmap_to_empty": _spread(full[1::2])["p50_ms"] / empty["p50_ms"],
        "unchanged_to_empty": _spread(again[1::2])["p50_ms"] / empty["p50_ms"],
        "bytes_p50": float(np.median([answer.size_bytes for answer in full[1::2]])),
        "crowd": {name: _crowd(traffic) for name, traffic in crowds.items()},
    }


def _with_empty(requests: list[Request]) -> list[Request]:
    """Return the requests with an empty one before each."""
    return [each for request in requests for each in (EMPTY, request)]


def _known(requests: list[Request], answers: list[Answer]) -> list[Request]:
    """Return the requests of somebody who has the answers already."""
    return [
        Request(request.path, {**request.headers, "If-None-Match": answer.etag}, status=UNCHANGED)
        for request, answer in zip(requests, answers, strict=True)
    ]


def _spread(answers: list[Answer]) -> dict[str, float]:
    return asdict(spread_of([answer.seconds for answer in answers]))


def _crowd(traffic: Traffic) -> dict[str, float]:
    return {
        "per_s": traffic.per_s,
        "client_share": traffic.client_share,
        **asdict(spread_of(traffic.durations_s)),
    }
