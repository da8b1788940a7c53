"""Lines of patterns: merged where they share streets, and whether one runs against another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry, Point

from stops.network.importing.records import LonLat
from stops.network.projecting import WGS84_SRID, between

Line = tuple[LonLat, ...]

SAME_STREET_M = 25.0
BRANCH_MIN_M = 200.0
PIECE_MIN_M = 50.0
NEAR_LINE_M = 300.0
STEP_M = 10.0


def without_repeats(points: Iterable[LonLat]) -> Line:
    """Return the points without those equal to the one before."""
    kept: list[LonLat] = []
    for point in points:
        if not kept or point != kept[-1]:
            kept.append(point)
    return tuple(kept)


def metric(line: Sequence[LonLat] | np.ndarray, srid: int) -> shapely.LineString:
    """Return a line of (lon, lat), SRID 4326, in a metric projection."""
    degrees = GEOSGeometry(memoryview(shapely.to_wkb(shapely.LineString(line))), srid=WGS84_SRID)
    found = shapely.from_wkb(bytes(degrees.transform(between(WGS84_SRID, srid), clone=True).wkb))
    if not isinstance(found, shapely.LineString):
        raise TypeError(f"Expected a line, not {found.geom_type}.")
    return found


def merge_lines(main: Line, others: Iterable[Line], *, srid: int) -> list[Line]:
    """Return the main line and what the others add to it, in their order.

    A stretch within 25 m of the lines already taken is the same street. Of each other line the stretches beyond,
    each of 50 m or more, are taken if they make 200 m together; they begin and end on the lines taken before.

    Args:
        main: of (lon, lat), SRID 4326, at least two different ones.
        others: the same.
        srid: the metric projection in which lengths count.
    """
    merged = [main]
    taken = [metric(main, srid)]
    for line in others:
        pieces = _beyond(line, shapely.MultiLineString(taken), srid)
        merged += pieces
        taken += [metric(piece, srid) for piece in pieces]
    return merged


def _beyond(line: Line, taken: shapely.Geometry, srid: int) -> list[Line]:
    """Return the stretches of a line that are not on streets already taken."""
    walk = _walk(line, srid)
    moves_m = np.diff(walk.metres, axis=0)
    lengths_m = np.hypot(moves_m[:, 0], moves_m[:, 1])
    shapely.prepare(taken)
    middles = shapely.points(walk.metres[:-1] + moves_m / 2)
    is_new = ~shapely.dwithin(taken, middles, SAME_STREET_M)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], is_new, [False])).astype(np.int8)))
    spans = [
        (begin, end)
        for begin, end in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
        if lengths_m[begin:end].sum() >= PIECE_MIN_M
    ]
    if sum(lengths_m[begin:end].sum() for begin, end in spans) < BRANCH_MIN_M:
        return []
    return [_piece(walk, begin, end, taken, srid) for begin, end in spans]


@dataclass(frozen=True, slots=True)
class _Walk:
    """A line in steps of at most 10 m: (lon, lat), (x, y) in metres, and which of them are its own points."""

    degrees: np.ndarray
    metres: np.ndarray
    is_own: np.ndarray


def _walk(line: Line, srid: int) -> _Walk:
    degrees = np.array(line)
    metres = shapely.get_coordinates(metric(line, srid))
    moves_m = np.diff(metres, axis=0)
    counts = np.maximum(np.ceil(np.hypot(moves_m[:, 0], moves_m[:, 1]) / STEP_M), 1).astype(int)
    segments = np.repeat(np.arange(len(counts)), counts)
    parts = (np.arange(len(segments)) - np.repeat(np.cumsum(counts) - counts, counts)) / counts[segments]
    at = np.append(segments + parts, float(len(counts)))
    own = np.arange(len(line))
    along = [
        np.column_stack([np.interp(at, own, points[:, axis]) for axis in (0, 1)])
        for points in (degrees, metres)
    ]
    return _Walk(along[0], along[1], np.isin(at, own))


def _piece(walk: _Walk, begin: int, end: int, taken: shapely.Geometry, srid: int) -> Line:
    """Return the stretch between two steps, led to the lines taken where it leaves or meets them."""
    kept = walk.is_own[begin : end + 1].copy()
    kept[[0, -1]] = True
    points: list[LonLat] = [(lon, lat) for lon, lat in walk.degrees[begin : end + 1][kept].tolist()]
    if begin > 0:
        points.insert(0, _nearest(walk.metres[begin], taken, srid))
    if end < len(walk.metres) - 1:
        points.append(_nearest(walk.metres[end], taken, srid))
    return without_repeats(points)


def _nearest(position: np.ndarray, taken: shapely.Geometry, srid: int) -> LonLat:
    """Return the point (lon, lat) of the lines taken that is nearest to a metric position."""
    x, y = shapely.get_coordinates(shapely.shortest_line(taken, shapely.Point(position)))[0]
    point = Point(x, y, srid=srid).transform(between(srid, WGS84_SRID), clone=True)
    lon, lat = shapely.get_coordinates(shapely.from_wkb(bytes(point.wkb)))[0].tolist()
    return lon, lat


def runs_against(line: Line, stops: Sequence[LonLat], main: Line, *, srid: int) -> bool:
    """Return whether a pattern runs mostly backwards against a main line.

    The stops within 300 m of the main line are brought onto it: more metres back than forth mean backwards. A
    pattern with fewer than two such stops is judged by the way from its beginning to its end.
    """
    main_m = metric(main, srid)
    positions = np.array(shapely.points(shapely.get_coordinates(metric(stops, srid))))
    near = positions[shapely.dwithin(main_m, positions, NEAR_LINE_M)]
    if len(near) > 1:
        return bool(_balance(shapely.line_locate_point(main_m, near), main_m) < 0)
    way, main_way = (np.subtract(each[-1], each[0]) for each in (line, main))
    return bool(np.dot(way, main_way) < 0)


def _balance(measures_m: np.ndarray, main_m: shapely.LineString) -> float:
    """Return the metres forth less those back; around a loop the shorter way between two stops counts."""
    moves_m = np.diff(measures_m)
    begin, end = (shapely.Point(main_m.coords[index]) for index in (0, -1))
    if begin.distance(end) < NEAR_LINE_M:
        moves_m = (moves_m + main_m.length / 2) % main_m.length - main_m.length / 2
    return float(moves_m.sum())
