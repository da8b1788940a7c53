"""Group trips into patterns: those of one route and direction with the same stops."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from stops.network.importing.gtfs.routes import Routes
from stops.network.importing.gtfs.stops import Stops
from stops.network.importing.gtfs.trips import TRIPS_FILE, StopTimes, Trip, Trips
from stops.network.importing.records import Skipped

STOPS_MAX = 1_000


@dataclass(slots=True)
class Pattern:
    """What trips have in common.

    Attributes:
        direction: 0, 1, or None where the feed does not say it.
        stops: the numbers of its usable stops in order.
        trips: how many run so.
        shapes: how many trips have each line, by its identifier.
        headsigns: how many trips have each, and the first of their identifiers.
    """

    direction: int | None
    stops: tuple[int, ...]
    trips: int = 0
    shapes: Counter[str] = field(default_factory=Counter)
    headsigns: dict[str, tuple[int, str]] = field(default_factory=dict)


@dataclass(slots=True)
class Patterns:
    """The patterns of each route by its number, the trips skipped, and where trips of other types stop."""

    by_route: dict[int, list[Pattern]] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    served: set[int] = field(default_factory=set)
    served_by_others: set[int] = field(default_factory=set)


def find_patterns(stops: Stops, routes: Routes, trips: Trips, times: StopTimes) -> Patterns:
    """Group the trips of the wanted routes; one with fewer than two usable stops is skipped.

    Stops that cannot be used are passed over, as is a stop that follows itself. The patterns of a route are in
    order: the most used first, among equals the one with more stops, then by the identifiers of the stops.
    """
    wanted = np.array([routes.wanted[trip.route] is not None for trip in trips.all], dtype=bool)
    usable = np.array([stop is not None for stop in stops.usable], dtype=bool)
    is_wanted = wanted[times.trips]
    patterns = Patterns(
        served=set(np.unique(times.stops[is_wanted]).tolist()),
        served_by_others=set(np.unique(times.stops[~is_wanted]).tolist()),
    )
    has_times = np.zeros(len(trips.all), dtype=bool)
    has_times[times.trips] = True
    kept = is_wanted & usable[times.stops]
    found: dict[tuple[int, int | None, bytes], Pattern] = {}
    for trip, at_stops in _runs(trips.all, times.trips[kept], times.stops[kept]):
        if routes.wanted[trip.route] is None:
            continue
        if not 2 <= len(at_stops) <= STOPS_MAX:
            reason = _reason(len(at_stops), bool(has_times[trips.indexes[trip.source_id]]))
            patterns.skipped.append(Skipped(f"trip {trip.source_id}", reason, trip.line, TRIPS_FILE))
            continue
        key = (trip.route, trip.direction, at_stops.tobytes())
        if key not in found:
            found[key] = Pattern(trip.direction, tuple(at_stops.tolist()))
            patterns.by_route.setdefault(trip.route, []).append(found[key])
        _count(found[key], trip)
    identifiers = list(stops.indexes)
    for each in patterns.by_route.values():
        each.sort(key=lambda pattern: _order(pattern, identifiers))
    return patterns


def _runs(
    trips: Sequence[Trip], of_trip: npt.NDArray[np.int32], at_stop: npt.NDArray[np.int32]
) -> Iterator[tuple[Trip, npt.NDArray[np.int32]]]:
    """Yield each trip with its stops in order, none right after itself."""
    repeats = (of_trip[1:] == of_trip[:-1]) & (at_stop[1:] == at_stop[:-1])
    kept = np.concatenate(([True], ~repeats))[: len(of_trip)]
    of_trip, at_stop = of_trip[kept], at_stop[kept]
    begins = np.searchsorted(of_trip, np.arange(len(trips) + 1))
    for number, trip in enumerate(trips):
        yield trip, at_stop[begins[number] : begins[number + 1]]


def _reason(stop_count: int, has_times: bool) -> str:
    if stop_count > STOPS_MAX:
        return f"more than {STOPS_MAX:,} stops"
    return "fewer than two stops that can be used" if has_times else "no stop times"


def _count(pattern: Pattern, trip: Trip) -> None:
    pattern.trips += 1
    if trip.shape:
        pattern.shapes[trip.shape] += 1
    if trip.headsign:
        count, first = pattern.headsigns.get(trip.headsign, (0, trip.source_id))
        pattern.headsigns[trip.headsign] = (count + 1, min(first, trip.source_id))


def _order(pattern: Pattern, identifiers: Sequence[str]) -> tuple[int, int, list[str], int]:
    stops = [identifiers[stop] for stop in pattern.stops]
    direction = 2 if pattern.direction is None else pattern.direction
    return -pattern.trips, -len(stops), stops, direction
