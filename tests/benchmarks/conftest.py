"""Measures stand beside what is being measured, each as a ratio to a plain piece of work in the same run."""

import resource
import time
from collections.abc import Callable, Iterator

import pytest

Measure = Callable[[str, Callable[[], object]], float]


@pytest.fixture
def measure(capsys: pytest.CaptureFixture[str]) -> Iterator[Measure]:
    """Give a function that runs a piece of work, prints its seconds and returns them."""
    taken: dict[str, float] = {}

    def run(name: str, work: Callable[[], object]) -> float:
        began = time.perf_counter()
        work()
        taken[name] = time.perf_counter() - began
        return taken[name]

    yield run
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yardstick = next(iter(taken.values()), 0.0)
    with capsys.disabled():
        print()
        for name, seconds in taken.items():
            print(f"  {name:<58} {seconds:8.2f} s   {seconds / yardstick if yardstick else 0:7.1f} ×")
        print(f"  peak memory so far: {peak_mb} MB; × is the ratio to the first line")
