"""Draw the growth curve: the median view by the number of proposals, from the cube and by GROUP BY, as SVG."""

import math
from collections.abc import Iterator

from tests.benchmarks.heatmap.report import CLASSES, Results

WIDTH, HEIGHT, MARGIN = 760, 460, 70
COLOURS = {"city": "#0072b2", "district": "#009e73", "street": "#d55e00"}
LINES = {"cube": "", "group_by": ' stroke-dasharray="6 5"'}
NAMES = {"cube": "the cube", "group_by": "GROUP BY"}


def growth_curve(results: Results) -> str:
    """Return an SVG picture with both axes logarithmic; GROUP BY's lines are dashed."""
    sizes = sorted(results)
    times = [
        results[size]["views"][name][source]["p50_ms"]
        for size in sizes
        for name in CLASSES
        for source in LINES
    ]
    right, top = math.ceil(math.log10(sizes[-1])), math.ceil(math.log10(max(times)))
    left, bottom = math.floor(math.log10(sizes[0])), math.floor(math.log10(min(times)))

    def place(size: float, time_ms: float) -> tuple[float, float]:
        x = MARGIN + (math.log10(size) - left) / max(1, right - left) * (WIDTH - 3 * MARGIN)
        y = HEIGHT - MARGIN - (math.log10(time_ms) - bottom) / max(1, top - bottom) * (HEIGHT - 2 * MARGIN)
        return round(x, 1), round(y, 1)

    def lines() -> Iterator[str]:
        yield (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
            f'font-size="13"><rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
        )
        for power in range(bottom, top + 1):
            x, y = place(10**left, 10**power)
            yield f'<path d="M{x} {y}H{WIDTH - 2 * MARGIN}" stroke="#ddd"/>'
            yield f'<text x="{x - 8}" y="{y + 4}" text-anchor="end">{10.0**power:g} ms</text>'
        for power in range(left, right + 1):
            x, y = place(10**power, 10**bottom)
            yield f'<text x="{x}" y="{y + 22}" text-anchor="middle">{10**power:,}</text>'
        yield f'<text x="{WIDTH / 2 - MARGIN / 2}" y="{HEIGHT - 16}" text-anchor="middle">proposals</text>'
        yield f'<text x="{MARGIN}" y="32">Median view of the heat map</text>'
        for name in CLASSES:
            for source, dashes in LINES.items():
                points = [place(size, results[size]["views"][name][source]["p50_ms"]) for size in sizes]
                path = "L".join(f"{x} {y}" for x, y in points)
                yield f'<path d="M{path}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"{dashes}/>'
                yield from (f'<circle cx="{x}" cy="{y}" r="3.5" fill="{COLOURS[name]}"/>' for x, y in points)
                yield (
                    f'<text x="{points[-1][0] + 10}" y="{points[-1][1] + 4}" fill="{COLOURS[name]}">'
                    f"{name}, {NAMES[source]}</text>"
                )
        yield "</svg>"

    return "\n".join(lines()) + "\n"
