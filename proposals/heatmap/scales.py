"""How far the fixed classes of a legend are lowered when a filter leaves the upper ones empty."""

from collections.abc import Iterable

FILLED_FROM = {"count": 5.0, "per_km2": 10.0, "per_1000": 1.5}
"""Lower bound of the fourth of seven classes: the fullest district should reach it."""

HALVINGS_MAX = 8


def halvings(values: Iterable[float | None], measure: str) -> int:
    """Return how often the classes are halved, so that the fullest value reaches the middle class.

    The classes themselves stay round and fixed; halving is said in the legend. Nothing to show: 0.
    """
    most = max((value for value in values if value), default=0.0)
    if most <= 0:
        return 0
    times = 0
    while most * 2**times < FILLED_FROM[measure] and times < HALVINGS_MAX:
        times += 1
    return times
