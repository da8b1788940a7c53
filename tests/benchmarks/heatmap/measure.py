"""Measure one database, that of DATABASE_URL; ``__main__`` runs it, once for each size."""

import argparse
import json
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

SEED = 1
PUBLISHED_MAX, FORMS = 10_000, 2_000


def main() -> None:
    """Take the steps that are asked for and write what they say as JSON, after each step anew."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--views", type=int, default=100, help="of each class of zooms")
    parser.add_argument("--baselines", type=int, default=100, help="of these, how many by GROUP BY too")
    parser.add_argument("--steps", nargs="*", default=[], help="beside sizes and views")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    django.setup()
    results = {}
    for name, step in _steps(options).items():
        began = time.perf_counter()
        results[name] = step()
        options.output.write_text(json.dumps(results, indent=1), encoding="utf-8")
        print(f"  {name}: {time.perf_counter() - began:.0f} s", file=sys.stderr, flush=True)


def _steps(options: argparse.Namespace) -> dict[str, Callable[[], Any]]:
    """Return the steps in the order in which they disturb each other least."""
    from tests.benchmarks.heatmap.publishing import measure_publishing
    from tests.benchmarks.heatmap.requests import measure_requests
    from tests.benchmarks.heatmap.submitting import measure_submissions
    from tests.benchmarks.heatmap.upkeep import measure_reassigning, measure_rebuild, measure_size, prove
    from tests.benchmarks.heatmap.views import measure_views

    size = measure_size()
    known: dict[str, Callable[[], Any]] = {
        "size": lambda: size,
        "views": lambda: measure_views(each=options.views, baselines=options.baselines, seed=SEED),
        "requests": lambda: measure_requests(each=options.views, seed=SEED),
        "publishing": lambda: measure_publishing(count=min(PUBLISHED_MAX, size["proposals"] // 8)),
        "submissions": lambda: measure_submissions(count=FORMS),
        "reassigning": measure_reassigning,
        "proof": prove,
        "rebuild": measure_rebuild,
    }
    return {name: step for name, step in known.items() if name in {"size", "views", *options.steps}}


if __name__ == "__main__":
    main()
