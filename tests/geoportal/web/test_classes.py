"""The classes of maps and legends are the same on the server and in the browser."""

import json
import re

import pytest
from django.template import Context, Template

from geoportal.web.classes import BREAKS, Measure, class_index, class_labels


def test_scripts_are_told_the_breaks_of_the_server() -> None:
    page = Template('{% include "geoportal/_map_head.html" %}').render(Context())
    [block] = re.findall(r'<script id="class-breaks" type="application/json">(.*?)</script>', page)
    assert {name: tuple(bounds) for name, bounds in json.loads(block).items()} == BREAKS


@pytest.mark.parametrize(
    ("value", "measure", "expected"),
    [
        (None, "count", 0),
        (0, "count", 0),
        (1, "count", 1),
        (4, "count", 3),
        (40, "count", 7),
        (0, "per_km2", 0),
        (0.1, "per_km2", 1),
        (2, "per_km2", 2),
        (0, "per_1000", 1),
        (2.61, "per_1000", 6),
        (99, "per_1000", 7),
    ],
)
def test_value_falls_into_the_class_whose_lower_bound_it_reaches(
    value: float | None, measure: Measure, expected: int
) -> None:
    assert class_index(value, measure) == expected


def test_labels_are_lower_bounds_and_the_last_has_a_plus() -> None:
    assert class_labels("count", "ru") == ["1", "2", "3", "5", "10", "20", "40+"]
    assert class_labels("per_km2", "kk") == ["<2", "2", "5", "10", "20", "40", "80+"]
    assert class_labels("per_1000", "ru") == ["0", "0,5", "1,0", "1,5", "2,0", "2,5", "3,0+"]
