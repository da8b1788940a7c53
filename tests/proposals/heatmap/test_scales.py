"""Lowering a legend's classes when a filter leaves the upper ones empty."""

import pytest

from geoportal.web.classes import BREAKS
from proposals.heatmap.scales import FILLED_FROM, divisor


@pytest.mark.parametrize(
    ("values", "measure", "by"),
    [
        ([2.6, 0.9, None], "per_1000", 1),
        ([0.18, 0.07], "per_1000", 20),
        ([0.32], "per_km2", 100),
        ([3.0, 1.0], "count", 1),
        ([0.0, 0.0], "per_km2", 1),
        ([], "per_1000", 1),
        ([0.000001], "per_1000", 1000),
    ],
)
def test_classes_are_divided_until_the_fullest_reaches_an_upper_one(
    values: list[float | None], measure: str, by: int
) -> None:
    assert divisor(values, measure) == by


def test_upper_class_is_one_of_the_legend() -> None:
    assert {measure: BREAKS[measure][4] for measure in FILLED_FROM} == FILLED_FROM
