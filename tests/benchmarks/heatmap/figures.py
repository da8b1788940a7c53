"""Percentiles and what is made of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """The median and the 95th percentile of some durations, milliseconds, and how many there were."""

    p50_ms: float
    p95_ms: float
    count: int


def spread_of(durations_s: Sequence[float]) -> Spread:
    """Return the percentiles of at least one duration, seconds."""
    p50, p95 = np.percentile(np.asarray(durations_s) * 1000, (50, 95))
    return Spread(float(p50), float(p95), len(durations_s))


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar beside what was measured; ``at_least`` tells in which direction it binds."""

    name: str
    value: float
    limit: float
    at_least: bool
    detail: str = ""

    @property
    def is_met(self) -> bool:
        """Whether what was measured meets the bar."""
        return self.value >= self.limit if self.at_least else self.value <= self.limit
