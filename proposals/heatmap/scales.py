"""How far the fixed classes of a legend are lowered when a filter leaves the upper ones empty."""

from collections.abc import Iterable

from geoportal.web.classes import BREAKS

FILLED_FROM: dict[str, float] = {
    measure: bounds[4] for measure, bounds in BREAKS.items() if measure != "count"
}
"""Lower bound of the fifth of seven classes: the fullest district should reach it. Counts stay whole."""

DIVISORS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
"""They keep the bounds of the classes round."""


def divisor(values: Iterable[float | None], measure: str) -> int:
    """Return by how much the classes are divided, so that the fullest value reaches an upper class.

    The classes themselves stay round and fixed; their division is said in the legend. Nothing to show: 1.
    """
    most = max((value for value in values if value), default=0.0)
    if most <= 0 or measure not in FILLED_FROM:
        return 1
    return next((by for by in DIVISORS if most * by >= FILLED_FROM[measure]), DIVISORS[-1])
