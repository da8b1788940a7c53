"""Where a line passes by a position: each place along it that is nearer than what lies just before and after."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import shapely

Floats = npt.NDArray[np.float64]
Indexes = npt.NDArray[np.intp]

TURNS_BACK = 1e-6
"""Two steps of length 1 that add up to less than this lead back the way they came."""


@dataclass(frozen=True, slots=True)
class Pass:
    """One place where a line passes by a position.

    Attributes:
        measure_m: metres along the line from its beginning.
        distance_m: metres from the position.
        heading: where the line leads there, degrees clockwise from the north of the metric grid; None at a
            point where it turns back.
    """

    measure_m: float
    distance_m: float
    heading: float | None


@dataclass(frozen=True, slots=True)
class Track:
    """A line taken apart, so that many positions can be asked for at once.

    Attributes:
        vertices: (x, y) in the metric projection, each other than the one before it.
        steps, lengths: from each vertex to the next.
        starts: metres along the line at each vertex.
    """

    vertices: Floats
    steps: Floats
    lengths: Floats
    starts: Floats

    @classmethod
    def of(cls, line: Any) -> Self:
        """Return the track of a shapely line string in the metric projection."""
        vertices: Floats = shapely.get_coordinates(line)
        moves = np.concatenate(([True], np.any(np.diff(vertices, axis=0) != 0, axis=1)))
        vertices = vertices[moves]
        steps = np.diff(vertices, axis=0)
        lengths = np.hypot(steps[:, 0], steps[:, 1])
        return cls(vertices, steps, lengths, np.concatenate(([0.0], np.cumsum(lengths))))

    def passes_by(self, position: tuple[float, float], within_m: float = math.inf) -> list[Pass]:
        """Return the passes by a position (x, y) that are no farther off, in the order of the line.

        A street driven out and back is passed twice, so is the crossing of a figure of eight, and the
        beginning of a closed loop is its end as well. The nearest point of a line is always a pass.
        """
        passes = [
            Pass(float(self.starts[index] + offset_m), float(distance_m), self._heading(index, offset_m))
            for _row, index, offset_m, distance_m in zip(*self._minima([position]), strict=True)
            if distance_m <= within_m
        ]
        return sorted(passes, key=lambda one: one.measure_m)

    def near_measures(self, positions: Sequence[tuple[float, float]], slack_m: float) -> Floats:
        """Return the measures of the passes by any of the positions.

        Passes that are farther off than the position's nearest one by more than ``slack_m`` are left out.
        """
        rows, indexes, offsets, distances = self._minima(positions)
        nearest = np.full(len(positions), np.inf)
        np.minimum.at(nearest, rows, distances)
        near = distances <= nearest[rows] + slack_m
        return self.starts[indexes[near]] + offsets[near]

    def _minima(self, positions: Sequence[tuple[float, float]]) -> tuple[Indexes, Indexes, Floats, Floats]:
        """Return the row of the position, the step, the metres along that step and the distance, each pass.

        A pass at a vertex is given at the beginning of the step that follows; there is one more row of steps
        than the line has, for its end.
        """
        points = np.asarray(positions, dtype=np.float64)[:, None, :]
        along = np.clip(((points - self.vertices[:-1]) * self.steps).sum(axis=2) / self.lengths**2, 0, 1)
        edge = np.ones((len(positions), 1), dtype=bool)
        is_inside = (along > 0) & (along < 1)
        is_corner = np.hstack((edge, along == 1)) & np.hstack((along == 0, edge))
        inside_rows, inside = np.nonzero(is_inside)
        corner_rows, corners = np.nonzero(is_corner)
        shares = along[inside_rows, inside]
        feet = np.concatenate(
            (self.vertices[inside] + shares[:, None] * self.steps[inside], self.vertices[corners])
        )
        rows = np.concatenate((inside_rows, corner_rows))
        offsets = np.concatenate((shares * self.lengths[inside], np.zeros(len(corners))))
        away = feet - points[rows, 0]
        return rows, np.concatenate((inside, corners)), offsets, np.hypot(away[:, 0], away[:, 1])

    def _heading(self, index: int, offset_m: float) -> float | None:
        """Return where the line leads so far along a step, the mean of both sides at a vertex."""
        around = [index] if offset_m > 0 else [index - 1, index]
        sides = [side for side in around if 0 <= side < len(self.lengths)]
        east, north = (self.steps[sides] / self.lengths[sides, None]).sum(axis=0)
        if math.hypot(east, north) < TURNS_BACK:
            return None
        return math.degrees(math.atan2(east, north)) % 360
