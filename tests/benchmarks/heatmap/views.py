"""Time the views of the heat map, from the cube and by GROUP BY, and see that both count the same."""

import math
import time
from dataclasses import asdict
from typing import Any

import numpy as np
from django.utils import timezone

from districts.models import District
from proposals.heatmap.cube.reading import read_cells
from proposals.models import Topic
from stops.network.models import Place
from tests.benchmarks.heatmap.figures import spread_of
from tests.benchmarks.heatmap.groupby import count_cells
from tests.benchmarks.heatmap.mixes import Choices, View, Zooms, draw_views

WARM_UP = 5
TOLERANCE = 1e-6


class Differs(AssertionError):
    """The cube and GROUP BY count different weights."""


def read_choices() -> Choices:
    """Return what views can be drawn from in this database."""
    points = Place.objects.filter(source="seed").order_by("pk").values_list("location", flat=True)
    return Choices(
        points=np.array([point.coords for point in points]),
        topics=tuple(Topic.objects.order_by("slug").values_list("slug", flat=True)),
        districts=tuple(District.objects.current().order_by("slug").values_list("slug", flat=True)),
        month=timezone.localdate().replace(day=1),
    )


def measure_views(*, each: int, baselines: int, seed: int) -> dict[str, Any]:
    """Return the percentiles of both, class by class; the cube's over all views, the ratios over those that both did.

    Args:
        each: views of each class of zooms.
        baselines: how many of these are also done by GROUP BY, which takes long.
        seed: of the views.
    """
    views = draw_views(read_choices(), each=each, seed=seed)
    for view in views[:WARM_UP]:
        read_cells(view.chosen, zoom=view.zoom)
        count_cells(view.chosen, 12)
    by_class = {zooms: [view for view in views if view.zooms == zooms] for zooms in Zooms}
    return {zooms.value: _measure_class(by_class[zooms], baselines) for zooms in Zooms}


def _measure_class(views: list[View], baselines: int) -> dict[str, Any]:
    cube_s, plain_s, cells, levels = [], [], [], []
    for number, view in enumerate(views):
        began = time.perf_counter()
        read = read_cells(view.chosen, zoom=view.zoom)
        cube_s.append(time.perf_counter() - began)
        cells.append(len(read.x))
        levels.append(read.level)
        if number < baselines:
            began = time.perf_counter()
            plain = count_cells(view.chosen, read.level)
            plain_s.append(time.perf_counter() - began)
            if not math.isclose(read.total, plain, rel_tol=TOLERANCE, abs_tol=TOLERANCE):
                raise Differs(f"{view}: the cube says {read.total}, GROUP BY {plain}")
    both = spread_of(cube_s[:baselines])
    plain_spread = spread_of(plain_s)
    ratios = sorted(plain / cube for plain, cube in zip(plain_s, cube_s[:baselines], strict=True))
    return {
        "cube": asdict(spread_of(cube_s)),
        "group_by": asdict(plain_spread),
        "faster_p50": plain_spread.p50_ms / both.p50_ms,
        "faster_p95": plain_spread.p95_ms / both.p95_ms,
        "slowest_ratio": ratios[0],
        "slower_views": sum(ratio < 1 for ratio in ratios),
        "cells_p50": float(np.median(cells)),
        "levels": {str(level): levels.count(level) for level in sorted(set(levels))},
        "by_kind_ms": {
            kind: spread_of([s for s, view in zip(cube_s, views, strict=True) if view.kind == kind]).p50_ms
            for kind in dict.fromkeys(view.kind.value for view in views)
        },
    }
