"""Set what was measured beside the bars, and print it; write JSON and the growth curve as a picture."""

import itertools
import math
from collections.abc import Iterator
from typing import Any

from tests.benchmarks.heatmap.figures import Bar

Results = dict[int, dict[str, Any]]
"""What ``measure`` wrote, by the number of proposals."""

MAIN_SIZE, LARGEST_FROM = 1_000_000, 5_000_000
CLASSES = ("city", "district", "street")


def bars_of(results: Results) -> list[Bar]:
    """Return every bar that these results say something about."""
    return [*_view_bars(results), *_growth_bars(results), *_server_bars(results), *_size_bars(results)]


def table_of(results: Results) -> str:
    """Return all figures and bars as text."""
    return "\n".join([*_view_lines(results), "", *_other_lines(results), "", *_bar_lines(bars_of(results))])


def _view_bars(results: Results) -> Iterator[Bar]:
    for size, result in results.items():
        if size < MAIN_SIZE:  # a GROUP BY is quick enough there; they show the growth alone
            continue
        for name in ("city", "district"):
            views = result["views"][name]
            if size >= LARGEST_FROM:
                yield Bar(f"{name} views at {size:,}, median to GROUP BY", views["faster_p50"], 100, True)
            else:
                yield Bar(f"{name} views at {size:,}, median to GROUP BY", views["faster_p50"], 30, True)
                yield Bar(f"{name} views at {size:,}, p95 to GROUP BY", views["faster_p95"], 15, True)
        street = result["views"]["street"]
        detail = f"{street['slower_views']} of {street['group_by']['count']} slower"
        yield Bar(
            f"street views at {size:,}, the slowest to GROUP BY", street["slowest_ratio"], 1, True, detail
        )


def _growth_bars(results: Results) -> Iterator[Bar]:
    sizes = sorted(results)
    for smaller, larger in itertools.pairwise(sizes):
        for name in CLASSES:
            growth = _p50(results, larger, name) / _p50(results, smaller, name)
            a_tenfold = growth ** (1 / math.log10(larger / smaller))
            title = f"growth of the median {name} view, {smaller:,} to {larger:,}"
            yield Bar(title, a_tenfold, 1.5, False, "a tenfold")


def _server_bars(results: Results) -> Iterator[Bar]:
    for result in results.values():
        if "requests" in result:
            requests = result["requests"]
            goal = "goal 3 met" if requests["heatmap_to_empty"] <= 3 else "goal 3 not met"
            yield Bar(
                "heat map's whole request to an empty view", requests["heatmap_to_empty"], 5, False, goal
            )
            yield Bar("304 to an empty view", requests["unchanged_to_empty"], 1.5, False)
        if "publishing" in result:
            yield Bar("publishing with the cube to without", result["publishing"]["ratio"], 0.6, True)
            yield Bar("deadlocks while publishing", result["publishing"]["deadlocks"], 0, False)
        if "submissions" in result:
            yield Bar("submissions to a one-INSERT view", result["submissions"]["ratio"], 0.35, True)


def _size_bars(results: Results) -> Iterator[Bar]:
    for size, result in results.items():
        if size >= MAIN_SIZE:
            limit = 0.05 if size >= LARGEST_FROM else 0.1
            yield Bar(f"cube to the table at {size:,}", result["size"]["ratio"], limit, False)


def _p50(results: Results, size: int, name: str) -> float:
    return float(results[size]["views"][name]["cube"]["p50_ms"])


def _view_lines(results: Results) -> Iterator[str]:
    yield (
        f"{'views':<10}{'proposals':>12}{'cube p50':>11}{'p95':>9}{'GROUP BY p50':>15}{'p95':>10}"
        f"{'×p50':>8}{'×p95':>8}{'cells':>8}"
    )
    for size, result in results.items():
        for name in CLASSES:
            views = result["views"][name]
            cube, plain = views["cube"], views["group_by"]
            yield (
                f"{name:<10}{size:>12,}{cube['p50_ms']:>8.1f} ms{cube['p95_ms']:>6.1f} ms"
                f"{plain['p50_ms']:>12.0f} ms{plain['p95_ms']:>7.0f} ms"
                f"{views['faster_p50']:>8.0f}{views['faster_p95']:>8.0f}{views['cells_p50']:>8.0f}"
            )


def _other_lines(results: Results) -> Iterator[str]:
    for size, result in results.items():
        yield f"at {size:,}:"
        for name, lines in (
            ("size", _size_lines), ("requests", _request_lines), ("publishing", _publishing_lines),
            ("submissions", _submission_lines), ("reassigning", _reassigning_lines), ("rebuild", _rebuild_lines),
        ):  # fmt: skip
            if name in result:
                yield from (f"  {line}" for line in lines(result[name]))


def _size_lines(size: dict[str, Any]) -> Iterator[str]:
    yield (
        f"cube {size['cube_bytes'] / 1e6:,.0f} MB, table {size['table_bytes'] / 1e6:,.0f} MB "
        f"({size['table_with_indexes_bytes'] / 1e6:,.0f} MB with indexes)"
    )


def _request_lines(requests: dict[str, Any]) -> Iterator[str]:
    for name in ("empty", "heatmap", "unchanged"):
        one, crowd = requests[name], requests["crowd"][name]
        yield (
            f"request {name:<10} alone p50 {one['p50_ms']:6.1f} ms, p95 {one['p95_ms']:6.1f} ms; 8 connections "
            f"{crowd['per_s']:6.0f}/s, p95 {crowd['p95_ms']:6.1f} ms, "
            f"client {100 * crowd['client_share']:.0f} % of a core"
        )
    yield f"heat map's answer {requests['bytes_p50'] / 1000:.1f} kB at the median, compressed"


def _publishing_lines(publishing: dict[str, Any]) -> Iterator[str]:
    yield (
        f"publishing {publishing['count']:,}: {publishing['with_cube_per_s']:,.0f}/s with the cube, "
        f"{publishing['without_cube_per_s']:,.0f}/s without; {publishing['deltas']:,} deltas folded in "
        f"{publishing['folding_s']:.2f} s; {publishing['deadlocks']} deadlocks"
    )


def _submission_lines(submissions: dict[str, Any]) -> Iterator[str]:
    form, view = submissions["form"], submissions["insert_view"]
    yield (
        f"submissions {form['per_s']:,.0f}/s (p95 {form['p95_ms']:.0f} ms, "
        f"client {100 * form['client_share']:.0f} % of a core), one-INSERT view {view['per_s']:,.0f}/s "
        f"(client {100 * view['client_share']:.0f} %), "
        f"pgbench {submissions['pgbench_per_s']:,.0f}/s: {submissions['ratio']:.2f}× the view, "
        f"{submissions['pgbench_ratio']:.3f}× pgbench"
    )


def _reassigning_lines(reassigning: dict[str, Any]) -> Iterator[str]:
    yield (
        f"reassigning all after a boundary change {reassigning['seconds']:.1f} s ({reassigning['changed']:,} changed), "
        f"folding it {reassigning['folding_s']:.1f} s"
    )


def _rebuild_lines(rebuild: dict[str, Any]) -> Iterator[str]:
    yield f"rebuilding the cube {rebuild['rebuild_s']:.1f} s, {rebuild['tiles']:,} tiles"


def _bar_lines(bars: list[Bar]) -> Iterator[str]:
    for bar in bars:
        sign = "≥" if bar.at_least else "≤"
        yield (
            f"{'met    ' if bar.is_met else 'NOT MET'}  {bar.name:<62}{bar.value:>9.2f} {sign} {bar.limit:g}"
            f"{'  (' + bar.detail + ')' if bar.detail else ''}"
        )
