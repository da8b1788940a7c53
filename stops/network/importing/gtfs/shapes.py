"""Read the lines that trips run along, where a feed has them."""

from array import array
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import numpy as np

from stops.network.importing.area import Bbox
from stops.network.importing.gtfs.lines import Line, without_repeats
from stops.network.importing.gtfs.opening import FeedFiles
from stops.network.importing.gtfs.stops import contains, parse_coordinate
from stops.network.importing.gtfs.tables import Progress, read_table, refusal
from stops.network.importing.gtfs.trips import SEQUENCE_DIGITS, TRIPS_FILE

FILE = "shapes.txt"


@dataclass(slots=True)
class Shapes:
    """The lines wanted, by identifier, each of at least two different (lon, lat); and notes on them."""

    lines: dict[str, Line] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Points:
    """The points of all lines wanted, in the order of the file."""

    shapes: "array[int]" = field(default_factory=lambda: array("i"))
    order: "array[int]" = field(default_factory=lambda: array("i"))
    lons: "array[float]" = field(default_factory=lambda: array("d"))
    lats: "array[float]" = field(default_factory=lambda: array("d"))
    lines: "array[int]" = field(default_factory=lambda: array("i"))


def read_shapes(
    feed: FeedFiles,
    wanted: Collection[str],
    asked_for: Mapping[str, int],
    near: Bbox,
    tell: Progress | None = None,
) -> Shapes:
    """Read the lines of the shapes wanted; without ``shapes.txt`` there are none.

    Args:
        feed: what has the table, or has not.
        wanted: identifiers of the lines to keep.
        asked_for: every identifier that a trip has, with the trip's line.
        near: (west, south, east, north), degrees: points beyond are left out.
        tell: told how far a long table is read.

    Raises:
        ImportRefused: the table is broken, lacks a shape, or has two points for one place in a line's order.
    """
    if FILE not in feed:
        return Shapes()
    numbers = {shape: number for number, shape in enumerate(sorted(wanted))}
    seen: set[str] = set()
    far: Counter[str] = Counter()
    points = _Points()
    columns = ("shape_id", "shape_pt_lat", "shape_pt_lon", "shape_pt_sequence")
    for line, (shape, lat_text, lon_text, sequence) in read_table(feed, FILE, required=columns, tell=tell):
        lat, lon = parse_coordinate(lat_text, 90, FILE, line), parse_coordinate(lon_text, 180, FILE, line)
        if not (sequence.isdigit() and sequence.isascii() and len(sequence) <= SEQUENCE_DIGITS):
            raise refusal(FILE, line, f"the shape_pt_sequence {sequence[:40]!r} is not a whole number")
        if shape not in seen:
            seen.add(shape)
        number = numbers.get(shape)
        if number is None:
            continue
        if not contains(near, (lon, lat)):
            far[shape] += 1
            continue
        points.shapes.append(number)
        points.order.append(int(sequence))
        points.lons.append(lon)
        points.lats.append(lat)
        points.lines.append(line)
    for shape, line in asked_for.items():
        if shape not in seen:
            raise refusal(TRIPS_FILE, line, f"the shape_id {shape[:120]!r} is not in {FILE}")
    notes = [
        f"shape {shape}: {count} points far outside the city were left out."
        for shape, count in sorted(far.items())
    ]
    return Shapes(_lines(points, sorted(wanted)), notes)


def _lines(points: _Points, names: list[str]) -> dict[str, Line]:
    shapes, order = np.frombuffer(points.shapes, np.int32), np.frombuffer(points.order, np.int32)
    by_order = np.lexsort((order, shapes))
    shapes, order = shapes[by_order], order[by_order]
    twice = (shapes[1:] == shapes[:-1]) & (order[1:] == order[:-1])
    if twice.any():
        lines = np.frombuffer(points.lines, np.int32)[by_order[1:][twice]]
        raise refusal(FILE, int(lines.min()), "the shape_pt_sequence of this shape_id stands twice")
    lons, lats = np.frombuffer(points.lons)[by_order], np.frombuffer(points.lats)[by_order]
    begins = np.searchsorted(shapes, np.arange(len(names) + 1))
    found = {}
    for number, name in enumerate(names):
        span = slice(begins[number], begins[number + 1])
        line = without_repeats(zip(lons[span].tolist(), lats[span].tolist(), strict=True))
        if len(line) > 1:
            found[name] = line
    return found
