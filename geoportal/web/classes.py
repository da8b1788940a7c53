"""The fixed classes of every map and legend: one measure has the same breaks at every zoom and filter."""

from typing import Literal

from geoportal.web.numbers import Number, format_number

Measure = Literal["count", "per_km2", "per_1000", "per_1000_scans"]

# Lower bounds of the seven classes; scripts are told them by the page.
BREAKS: dict[Measure, tuple[float, ...]] = {
    "count": (1, 2, 3, 5, 10, 20, 40),
    "per_km2": (0, 2, 5, 10, 20, 40, 80),
    "per_1000": (0, 0.5, 1, 1.5, 2, 2.5, 3),
    "per_1000_scans": (0, 5, 10, 20, 50, 100, 200),
}


def class_index(value: Number | None, measure: Measure) -> int:
    """Return the class 1–7 of a value, or 0 when nothing is to be filled.

    A density of nothing is not filled; a rate of zero is in the first class, since a rate is known there.
    """
    if value is None or (measure == "per_km2" and value == 0):
        return 0
    return sum(1 for bound in BREAKS[measure] if value >= bound)


def class_labels(measure: Measure, language: str | None = None) -> list[str]:
    """Return the seven labels of a legend: lower bounds, the last with a plus."""
    digits = 1 if measure == "per_1000" else 0
    labels = [format_number(bound, digits if bound else 0, language) for bound in BREAKS[measure]]
    if measure == "per_km2":
        labels[0] = f"<{labels[1]}"
    labels[-1] += "+"
    return labels
