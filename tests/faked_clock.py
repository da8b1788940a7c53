"""A pytest plugin for tests/other_days.sh: sleeping under libfaketime.

Python says by the monotonic clock when a sleep ends; libfaketime 0.9.10 takes its distance off that moment even where
it is told to leave this clock alone, and every sleep fails.
"""

import select
import time


def pytest_configure() -> None:
    """Wait for nothing instead, which is told how long and not until when."""
    time.sleep = _wait


def _wait(seconds: float) -> None:
    select.select((), (), (), seconds)
