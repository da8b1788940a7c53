"""Read the trips of a feed and the order in which each stops, in a few bytes a row."""

from array import array
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from stops.network.importing.gtfs.names import clean
from stops.network.importing.gtfs.opening import FeedFiles
from stops.network.importing.gtfs.routes import Routes
from stops.network.importing.gtfs.stops import Stops, add_identifier
from stops.network.importing.gtfs.tables import Progress, read_table, refusal

TRIPS_FILE = "trips.txt"
TIMES_FILE = "stop_times.txt"
SEQUENCE_DIGITS = 9

Numbers = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Trip:
    """One run of a route; ``direction`` is None where the feed does not say it, ``shape`` may be empty."""

    source_id: str
    route: int
    direction: int | None
    shape: str
    headsign: str
    line: int


@dataclass(slots=True)
class Trips:
    """The trips of a feed, by number, and the line where each shape is asked for first."""

    indexes: dict[str, int] = field(default_factory=dict)
    all: list[Trip] = field(default_factory=list)
    shape_lines: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StopTimes:
    """The stops of all trips: trip and stop numbers, sorted by trip and then by order on it."""

    trips: Numbers
    stops: Numbers


def read_trips(feed: FeedFiles, routes: Routes, tell: Progress | None = None) -> Trips:
    """Read every trip.

    Raises:
        ImportRefused: the table is broken, an identifier stands twice, is missing or leads nowhere.
    """
    trips = Trips()
    optional = ("direction_id", "shape_id", "trip_headsign")
    rows = read_table(feed, TRIPS_FILE, required=("route_id", "trip_id"), optional=optional, tell=tell)
    for line, (route_id, trip_id, direction, shape, headsign) in rows:
        add_identifier(trips.indexes, trip_id, TRIPS_FILE, "trip_id", line)
        if route_id not in routes.indexes:
            raise refusal(TRIPS_FILE, line, f"the route_id {route_id[:120]!r} is not in routes.txt")
        if direction not in {"", "0", "1"}:
            raise refusal(TRIPS_FILE, line, f"the direction_id {direction[:40]!r} is neither 0 nor 1")
        if shape:
            trips.shape_lines.setdefault(shape, line)
        trips.all.append(
            Trip(
                source_id=trip_id,
                route=routes.indexes[route_id],
                direction=int(direction) if direction else None,
                shape=shape,
                headsign=clean(headsign),
                line=line,
            )
        )
    if not trips.all:
        raise refusal(TRIPS_FILE, 1, "there is no row below the header")
    return trips


def read_stop_times(feed: FeedFiles, trips: Trips, stops: Stops, tell: Progress | None = None) -> StopTimes:
    """Read where each trip stops, in whatever order the rows stand.

    A row that stands for an area instead of a stop (demand-responsive transport) is passed over.

    Raises:
        ImportRefused: the table is broken, leads nowhere, or has two rows for one place in a trip's order.
    """
    of_trip, at_stop, order, lines = array("i"), array("i"), array("i"), array("i")
    trip_indexes, stop_indexes = trips.indexes, stops.indexes
    rows = read_table(
        feed,
        TIMES_FILE,
        required=("trip_id", "stop_id", "stop_sequence"),
        optional=("location_group_id", "location_id"),
        tell=tell,
    )
    for line, (trip_id, stop_id, sequence, group, area) in rows:
        trip = trip_indexes.get(trip_id)
        if trip is None:
            raise refusal(TIMES_FILE, line, f"the trip_id {trip_id[:120]!r} is not in trips.txt")
        stop = stop_indexes.get(stop_id)
        if stop is None:
            if not stop_id and (group or area):
                continue
            raise refusal(TIMES_FILE, line, f"the stop_id {stop_id[:120]!r} is not in stops.txt")
        if not (sequence.isdigit() and sequence.isascii() and len(sequence) <= SEQUENCE_DIGITS):
            raise refusal(TIMES_FILE, line, f"the stop_sequence {sequence[:40]!r} is not a whole number")
        of_trip.append(trip)
        at_stop.append(stop)
        order.append(int(sequence))
        lines.append(line)
    if not of_trip:
        raise refusal(TIMES_FILE, 1, "there is no row below the header")
    return _sorted(of_trip, at_stop, order, lines, trips)


def _sorted(
    of_trip: "array[int]", at_stop: "array[int]", order: "array[int]", lines: "array[int]", trips: Trips
) -> StopTimes:
    trip_numbers, sequences = np.frombuffer(of_trip, np.int32), np.frombuffer(order, np.int32)
    by_order = np.lexsort((sequences, trip_numbers))
    sorted_trips, sorted_sequences = trip_numbers[by_order], sequences[by_order]
    twice = (sorted_trips[1:] == sorted_trips[:-1]) & (sorted_sequences[1:] == sorted_sequences[:-1])
    if twice.any():
        later = by_order[1:][twice]
        first = later[np.argmin(np.frombuffer(lines, np.int32)[later])]
        trip_id = trips.all[trip_numbers[first]].source_id
        raise refusal(
            TIMES_FILE, lines[first], f"the stop_sequence {order[first]} of trip {trip_id!r} stands twice"
        )
    return StopTimes(sorted_trips, np.frombuffer(at_stop, np.int32)[by_order])
