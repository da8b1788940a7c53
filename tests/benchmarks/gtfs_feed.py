"""Write a large made-up GTFS feed: as many routes, stops and rows of stop times as a big city has."""

import itertools
import math
import random
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Bbox = tuple[float, float, float, float]
Pattern = tuple[list[int], list[int]]
SHYMKENT: Bbox = (69.40, 42.25, 69.80, 42.42)
SHAPE_POINTS_A_STOP = 12
STOPS_ON_A_LINE = 34
EASTWARD = 0.7


@dataclass(frozen=True, slots=True)
class FeedSize:
    """How large a feed is; two directions and two patterns each are made of every route."""

    routes: int = 300
    stops: int = 3_000
    stop_times: int = 600_000


def write_feed(
    path: Path, size: FeedSize | None = None, *, bbox: Bbox = SHYMKENT, scattered: bool = False, seed: int = 1
) -> int:
    """Write a zip archive and return how many rows of stop times it has, at least as many as asked for.

    Args:
        path: of the archive.
        size: how much is in it.
        bbox: where the stops lie: (west, south, east, north), degrees.
        scattered: whether the rows of stop times stand in no order, instead of trip by trip.
        seed: the same seed makes the same feed.
    """
    size = size or FeedSize()
    chance = random.Random(seed)
    columns = math.isqrt(size.stops)
    rows = math.ceil(size.stops / columns)
    positions = _crossings(columns, rows, bbox)
    patterns = [_pattern(columns, rows, chance) for _ in range(size.routes)]
    trips = [
        (route, direction, branch)
        for copy in range(math.ceil(size.stop_times / (size.routes * 2 * STOPS_ON_A_LINE)))
        for route in range(size.routes)
        for direction in (0, 1)
        for branch in [int(copy % 5 == 4)]
    ]
    times = list(_stop_times(trips, patterns))
    if scattered:
        chance.shuffle(times)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(
            "agency.txt", "agency_name,agency_url,agency_timezone\nПарк,https://example.org,Asia/Almaty\n"
        )
        archive.writestr("stops.txt", "".join(_stop_rows(positions)))
        archive.writestr("routes.txt", "".join(_route_rows(size.routes)))
        archive.writestr("trips.txt", "".join(_trip_rows(trips)))
        archive.writestr("shapes.txt", "".join(_shape_rows(patterns, positions)))
        header = "trip_id,arrival_time,departure_time,stop_id,stop_sequence\n"
        archive.writestr("stop_times.txt", header + "".join(times))
    return len(times)


def _crossings(columns: int, rows: int, bbox: Bbox) -> list[tuple[float, float]]:
    """Return the places of the stops, (lon, lat): the crossings of a grid of streets, row by row."""
    west, south, east, north = bbox
    return [
        (west + (east - west) * column / columns, south + (north - south) * row / rows)
        for row in range(rows)
        for column in range(columns)
    ]


def _pattern(columns: int, rows: int, chance: random.Random) -> Pattern:
    """Return the stops of a walk along the streets, eastwards, and of one that goes another way from halfway on."""
    half = STOPS_ON_A_LINE // 2
    begin = _walk((chance.randrange(columns // 2), chance.randrange(rows)), half, columns, rows, chance)
    ends = [_walk(begin[-1], half, columns, rows, chance) for _ in range(2)]
    main, branch = ([row * columns + column for column, row in [*begin, *end]] for end in ends)
    return main, branch


def _walk(
    start: tuple[int, int], steps: int, columns: int, rows: int, chance: random.Random
) -> list[tuple[int, int]]:
    column, row = start
    walk = []
    for _ in range(steps):
        if chance.random() < EASTWARD and column + 1 < columns:
            column += 1
        else:
            row = row + 1 if row + 1 < rows else row - 1
        walk.append((column, row))
    return walk


def _stop_rows(positions: list[tuple[float, float]]) -> Iterator[str]:
    yield "stop_id,stop_name,stop_lat,stop_lon\n"
    for number, (lon, lat) in enumerate(positions):
        yield f"s{number},Аялдама {number},{lat:.6f},{lon:.6f}\n"


def _route_rows(count: int) -> Iterator[str]:
    yield "route_id,route_short_name,route_long_name,route_type\n"
    for number in range(count):
        yield f"r{number},{number},Бағыт {number},3\n"


def _trip_rows(trips: list[tuple[int, int, int]]) -> Iterator[str]:
    yield "route_id,service_id,trip_id,trip_headsign,direction_id,shape_id\n"
    for number, (route, direction, branch) in enumerate(trips):
        yield f"r{route},w,t{number},Соңғы {direction},{direction},p{route}-{direction}-{branch}\n"


def _shape_rows(patterns: list[Pattern], positions: list[tuple[float, float]]) -> Iterator[str]:
    yield "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence\n"
    for route, pattern in enumerate(patterns):
        for direction in (0, 1):
            for branch, stops in enumerate(pattern):
                ordered = stops[::-1] if direction else stops
                for number, (lon, lat) in enumerate(_line(ordered, positions)):
                    yield f"p{route}-{direction}-{branch},{lat:.6f},{lon:.6f},{number}\n"


def _line(stops: list[int], positions: list[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """Yield the points of a slightly winding line through the stops."""
    for here, there in itertools.pairwise(stops):
        (lon, lat), (next_lon, next_lat) = positions[here], positions[there]
        for step in range(SHAPE_POINTS_A_STOP):
            part = step / SHAPE_POINTS_A_STOP
            winding = 0.0002 * math.sin(math.tau * part)
            yield lon + part * (next_lon - lon), lat + part * (next_lat - lat) + winding
    yield positions[stops[-1]]


def _stop_times(trips: list[tuple[int, int, int]], patterns: list[Pattern]) -> Iterator[str]:
    for number, (route, direction, branch) in enumerate(trips):
        stops = patterns[route][branch]
        for sequence, stop in enumerate(stops[::-1] if direction else stops):
            minute = 360 + sequence * 2
            time = f"{minute // 60:02}:{minute % 60:02}:00"
            yield f"t{number},{time},{time},s{stop},{sequence * 10}\n"
