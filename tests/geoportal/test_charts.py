"""Charts drawn on the server keep to their scale."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from geoportal.charts import MOST_INTERVALS, draw_chart, nice_ticks


@given(st.floats(min_value=0, max_value=10_000_000))
def test_ticks_reach_the_highest_value_in_few_equal_steps_from_zero(highest: float) -> None:
    ticks = nice_ticks(highest)
    steps = {upper - lower for upper, lower in pairwise(ticks)}
    assert ticks[-1] == 0
    assert ticks[0] >= highest
    assert len(steps) == 1
    assert len(ticks) <= MOST_INTERVALS + 1


def test_points_stand_in_the_middle_of_their_months() -> None:
    chart = draw_chart([0, 40, 80, 20])
    assert chart.ticks == [80, 60, 40, 20, 0]
    assert chart.line == "M12.5 100 37.5 50 62.5 0 87.5 75"
    assert chart.area.endswith("L87.5 100 12.5 100z")


def test_bars_stand_on_the_axis() -> None:
    bars = draw_chart([10, 20]).bars
    assert [(bar.y, bar.height) for bar in bars] == [("50", "50"), ("0", "100")]


def test_no_months_draw_nothing() -> None:
    chart = draw_chart([])
    assert (chart.line, chart.area, chart.bars) == ("", "", [])
