"""Geometry of the small charts that the server draws: a scale, a line, bars, in percent of the plot."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from geoportal.web.numbers import Number

MOST_INTERVALS = 4


@dataclass(frozen=True)
class Bar:
    """One bar of a chart: all four numbers in percent of the plot, as text for SVG attributes."""

    x: str
    y: str
    width: str
    height: str


@dataclass(frozen=True)
class Chart:
    """A drawn series: ticks from the top down, and SVG paths in a 100 × 100 plot."""

    ticks: list[int]
    line: str
    dots: str
    area: str
    bars: list[Bar]
    compare: str

    @property
    def grid(self) -> list[str]:
        """Return the heights of the grid lines above the axis."""
        return [_text(100 * index / (len(self.ticks) - 1)) for index in range(len(self.ticks) - 1)]


def _text(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def nice_ticks(highest: float) -> list[int]:
    """Return whole ticks from a round number at or above ``highest`` down to 0, at most five of them."""
    rough = max(highest, 1) / MOST_INTERVALS
    power = 10 ** max(math.floor(math.log10(rough)), 0)
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    intervals = max(math.ceil(highest / step), 1)
    return [step * index for index in range(intervals, -1, -1)]


def draw_chart(values: Sequence[Number], compare: Sequence[Number] = ()) -> Chart:
    """Draw a series, and a second one to compare, each value in the middle of its slot."""
    ticks = nice_ticks(max([float(value) for value in (*values, *compare)], default=0))
    slot = 100 / max(len(values), 1)

    def place(index: int, value: Number) -> tuple[str, str]:
        return _text((index + 0.5) * slot), _text(100 - 100 * float(value) / ticks[0])

    points = [place(index, value) for index, value in enumerate(values)]
    others = [place(index, value) for index, value in enumerate(compare)]
    line = "M" + " ".join(f"{x} {y}" for x, y in points) if points else ""
    bars = [
        Bar(_text(index * slot + slot * 0.12), y, _text(slot * 0.76), _text(100 - float(y)))
        for index, (_, y) in enumerate(points)
    ]
    return Chart(
        ticks=ticks,
        line=line,
        dots="".join(f"M{x} {y}h0" for x, y in points),
        area=f"{line}L{points[-1][0]} 100 {points[0][0]} 100z" if points else "",
        bars=bars,
        compare="M" + " ".join(f"{x} {y}" for x, y in others) if others else "",
    )
