"""The small line of a sign's weeks."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, MARGIN = 88.0, 22.0, 2.5


@dataclass(frozen=True, slots=True)
class Spark:
    """A drawn line in an SVG of 88 × 22: its path, and where it ends."""

    line: str
    end_x: str
    end_y: str


def draw_spark(values: Sequence[int]) -> Spark:
    """Draw at least two values from left to right, the highest at the top, zero at the bottom."""
    highest = max(*values, 1)
    step = (WIDTH - 2 * MARGIN) / (len(values) - 1)
    points = [
        (f"{MARGIN + index * step:.1f}", f"{HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * value / highest:.1f}")
        for index, value in enumerate(values)
    ]
    return Spark("M" + " ".join(f"{x} {y}" for x, y in points), *points[-1])
