"""The parts of the heat map's benchmark that need no database: drawn views, percentiles, bars, table, picture."""

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

import numpy as np
import psycopg
import psycopg.errors
import pytest

from proposals.filters import parse_bbox
from tests.benchmarks.heatmap.dropping import drop_at_last
from tests.benchmarks.heatmap.figures import Bar, spread_of
from tests.benchmarks.heatmap.mixes import ZOOMS, Choices, Kind, Zooms, draw_views, snapped_bbox
from tests.benchmarks.heatmap.plot import growth_curve
from tests.benchmarks.heatmap.report import bars_of, table_of

CHOICES = Choices(
    points=np.array([[69.6, 42.3], [69.65, 42.35]]), topics=("roads", "transport", "safety", "ecology"),
    districts=("abai", "turan"), month=dt.date(2026, 11, 1),
)  # fmt: skip


def test_views_are_the_same_for_a_seed_and_of_every_kind() -> None:
    views = draw_views(CHOICES, each=12, seed=1)
    assert [view.query() for view in views] == [view.query() for view in draw_views(CHOICES, each=12, seed=1)]
    assert [view.query() for view in views] != [view.query() for view in draw_views(CHOICES, each=12, seed=2)]
    assert {(view.zooms, view.kind) for view in views} == {(zooms, kind) for zooms in Zooms for kind in Kind}
    assert all(view.zoom in ZOOMS[view.zooms] for view in views)


def test_a_view_s_address_is_one_that_the_portal_reads() -> None:
    for view in draw_views(CHOICES, each=30, seed=3):
        west, south, east, north = view.chosen.bbox or (0, 0, 0, 0)
        assert west < east
        assert south < north
        assert parse_bbox(f"{west},{south},{east},{north}")
        if view.chosen.month_from and view.chosen.month_to:
            assert view.chosen.month_from <= view.chosen.month_to <= CHOICES.month


def test_a_box_consists_of_whole_tiles_around_the_viewport() -> None:
    west, south, east, north = snapped_bbox(20, 20, 1, (10, 10))
    assert (west, south, east, north) == pytest.approx((0, 0, 180, 85.0511287798))


def test_percentiles_are_of_milliseconds() -> None:
    spread = spread_of([0.001, 0.002, 0.003])
    assert (spread.p50_ms, spread.count) == (pytest.approx(2), 3)
    assert 2.8 < spread.p95_ms < 3


@pytest.mark.parametrize(
    ("bar", "is_met"),
    [
        (Bar("x", 30, 30, True), True), (Bar("x", 29.9, 30, True), False),
        (Bar("x", 0, 0, False), True), (Bar("x", 5.1, 5, False), False),
    ],
)  # fmt: skip
def test_a_bar_binds_in_its_direction(bar: Bar, is_met: bool) -> None:
    assert bar.is_met is is_met


def measured(p50_ms: float, *, with_server: bool) -> dict[str, Any]:
    spread = {"p50_ms": p50_ms, "p95_ms": 2 * p50_ms, "count": 10}
    plain = {"p50_ms": 400.0, "p95_ms": 600.0, "count": 10}
    views = {
        "cube": spread, "group_by": plain, "faster_p50": 400 / p50_ms, "faster_p95": 300 / p50_ms,
        "slowest_ratio": 0.9, "slower_views": 1, "cells_p50": 900.0,
    }  # fmt: skip
    crowd = {**spread, "per_s": 300.0, "client_share": 0.2}
    result: dict[str, Any] = {
        "size": {"ratio": 0.04, "cube_bytes": 4e7, "table_bytes": 1e9, "table_with_indexes_bytes": 2e9},
        "views": {"city": views, "district": views, "street": views},
        "rebuild": {"rebuild_s": 20.0, "tiles": 8_000},
    }
    if with_server:
        result["requests"] = {
            "empty": spread, "heatmap": spread, "unchanged": spread, "heatmap_to_empty": 2.5,
            "unchanged_to_empty": 1.2, "bytes_p50": 9_000.0,
            "crowd": {"empty": crowd, "heatmap": crowd, "unchanged": crowd},
        }  # fmt: skip
        result["publishing"] = {
            "ratio": 0.7, "deadlocks": 0, "count": 10_000, "with_cube_per_s": 700.0, "without_cube_per_s": 1_000.0,
            "deltas": 20_000, "folding_s": 0.8,
        }  # fmt: skip
        result["submissions"] = {
            "ratio": 0.3, "pgbench_ratio": 0.01, "form": crowd, "insert_view": crowd, "pgbench_per_s": 9_000.0,
        }  # fmt: skip
        result["reassigning"] = {"seconds": 12.0, "changed": 70_000, "folding_s": 3.0}
    return result


def test_every_bar_stands_beside_its_figure() -> None:
    results = {100_000: measured(3.0, with_server=False), 1_000_000: measured(4.0, with_server=True)}
    bars = {bar.name: bar for bar in bars_of(results)}
    assert not bars["street views at 1,000,000, the slowest to GROUP BY"].is_met
    assert bars["growth of the median city view, 100,000 to 1,000,000"].value == pytest.approx(4 / 3)
    assert not bars["submissions to a one-INSERT view"].is_met
    assert bars["cube to the table at 1,000,000"].is_met
    table = table_of(results)
    assert table.count("NOT MET") == sum(not bar.is_met for bar in bars.values())
    assert "goal 3 met" in table


def test_the_largest_size_has_bars_of_its_own() -> None:
    results = {10_000_000: measured(5.0, with_server=False)}
    limits = {bar.name: bar.limit for bar in bars_of(results)}
    assert limits["city views at 10,000,000, median to GROUP BY"] == 100
    assert limits["cube to the table at 10,000,000"] == 0.05


def test_the_growth_curve_is_a_picture_inside_its_frame() -> None:
    sizes = (100_000, 1_000_000, 10_000_000)
    picture = ET.fromstring(growth_curve({size: measured(3.0, with_server=False) for size in sizes}))
    circles = picture.findall("{http://www.w3.org/2000/svg}circle")
    assert len(circles) == 3 * 2 * len(sizes)
    assert all(0 < float(each.attrib["cx"]) < 760 and 0 < float(each.attrib["cy"]) < 460 for each in circles)


def test_a_database_is_dropped_as_soon_as_autovacuum_lets_it_go() -> None:
    refusals = [psycopg.errors.InsufficientPrivilege("autovacuum"), psycopg.errors.ObjectInUse("in use")]

    def drop() -> None:
        if refusals:
            raise refusals.pop()

    assert drop_at_last(drop, pause_s=0) is None
    assert not refusals


def test_a_database_that_cannot_be_dropped_costs_no_figures() -> None:
    def drop() -> None:
        raise psycopg.errors.ObjectInUse("in use")

    assert str(drop_at_last(drop, tries=3, pause_s=0)) == "in use"


def test_another_error_is_not_hidden() -> None:
    def drop() -> None:
        raise psycopg.errors.SyntaxError("another")

    with pytest.raises(psycopg.errors.SyntaxError):
        drop_at_last(drop, pause_s=0)
