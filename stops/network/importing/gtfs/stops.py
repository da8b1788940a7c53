"""Read the stops of a feed: which of them are places where a sign may hang."""

import math
from collections import Counter
from dataclasses import dataclass, field

from stops.network.importing.area import Bbox
from stops.network.importing.gtfs.names import clean
from stops.network.importing.gtfs.opening import FeedFiles
from stops.network.importing.gtfs.tables import Progress, read_table, refusal
from stops.network.importing.records import LonLat, Skipped

FILE = "stops.txt"
ID_MAX = 120
STOP = 0
KINDS = {1: "stations", 2: "entrances", 3: "nodes", 4: "boarding areas"}
FAR = "more than 20 km outside the city"
UNPLACED = "no coordinates"


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop or platform that can be used: its location is (lon, lat), degrees, EPSG:4326."""

    source_id: str
    name: str
    location: LonLat
    line: int

    @property
    def label(self) -> str:
        """What a message calls it."""
        return stop_label(self.source_id, self.name)


@dataclass(slots=True)
class Stops:
    """The stops of a feed.

    Attributes:
        indexes: the number of each stop, by its identifier.
        usable: by that number, the stop, or None for what is no stop, has no coordinates or lies far away.
        skipped: what was left out, and why.
        notes: what the keeper should know.
    """

    indexes: dict[str, int] = field(default_factory=dict)
    usable: list[Stop | None] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def contains(bbox: Bbox, location: LonLat) -> bool:
    """Return whether (lon, lat) lies in (west, south, east, north), its border included."""
    return bbox[0] <= location[0] <= bbox[2] and bbox[1] <= location[1] <= bbox[3]


def parse_coordinate(text: str, limit: float, name: str, line: int) -> float:
    """Return degrees between minus and plus ``limit``.

    Raises:
        ImportRefused: it is no number, not finite, or beyond.
    """
    try:
        degrees = float(text)
    except ValueError:
        degrees = math.nan
    if not abs(degrees) <= limit or "_" in text:
        raise refusal(name, line, f"{text[:40]!r} is not a coordinate between -{limit:.0f} and {limit:.0f}")
    return degrees


def read_stops(feed: FeedFiles, near: Bbox, tell: Progress | None = None) -> Stops:
    """Read every stop and platform; the platforms of one station stay apart, since a sign hangs at each.

    Stations, entrances, nodes and boarding areas are no stops. A platform without a name has its station's.

    Args:
        feed: what has the table.
        near: (west, south, east, north), degrees: a stop beyond is skipped.
        tell: told how far a long table is read.

    Raises:
        ImportRefused: the table is broken, an identifier stands twice, is missing or leads nowhere.
    """
    stops = Stops()
    kinds: Counter[int] = Counter()
    names: dict[str, str] = {}
    parents: list[tuple[int, int, str]] = []
    columns = ("stop_id", "stop_name", "stop_lat", "stop_lon")
    rows = read_table(
        feed, FILE, required=columns, optional=("location_type", "parent_station", "stop_code"), tell=tell
    )
    for line, (stop_id, name, lat, lon, kind_text, parent, code) in rows:
        add_identifier(stops.indexes, stop_id, FILE, "stop_id", line)
        kind = _kind(kind_text, line)
        kinds[kind] += 1
        names[stop_id] = clean(name)
        location = _location(lat, lon, line)
        stop = None
        if kind == STOP and location and contains(near, location):
            stop = Stop(stop_id, names[stop_id], location, line)
            names[stop_id] = names[stop_id] or code or stop_id
        elif kind == STOP:
            stops.skipped.append(
                Skipped(stop_label(stop_id, name), FAR if location else UNPLACED, line, FILE)
            )
        if parent:
            parents.append((line, len(stops.usable), parent))
        stops.usable.append(stop)
    if not stops.usable:
        raise refusal(FILE, 1, "there is no row below the header")
    _take_names(stops, names, parents)
    _note_kinds(stops, kinds)
    return stops


def add_identifier(indexes: dict[str, int], identifier: str, name: str, column: str, line: int) -> None:
    """Number an identifier that a table must have once.

    Raises:
        ImportRefused: it is missing, too long, or stands twice.
    """
    if not identifier:
        raise refusal(name, line, f"{column} is empty")
    if len(identifier) > ID_MAX:
        raise refusal(name, line, f"the {column} {identifier[:40]!r}… is longer than {ID_MAX} characters")
    if identifier in indexes:
        raise refusal(name, line, f"the {column} {identifier!r} stands twice")
    indexes[identifier] = len(indexes)


def _kind(text: str, line: int) -> int:
    if text not in {"", "0", "1", "2", "3", "4"}:
        raise refusal(FILE, line, f"the location_type {text[:40]!r} is not one of 0 to 4")
    return int(text or STOP)


def _location(lat: str, lon: str, line: int) -> LonLat | None:
    """Return (lon, lat), or None where one of them is empty."""
    if not lat or not lon:
        return None
    return parse_coordinate(lon, 180, FILE, line), parse_coordinate(lat, 90, FILE, line)


def stop_label(stop_id: str, name: str) -> str:
    """Return what a message calls a stop."""
    return f"stop {stop_id} {clean(name, 60)}".rstrip()


def _take_names(stops: Stops, names: dict[str, str], parents: list[tuple[int, int, str]]) -> None:
    """Name the nameless after their station, else by their code or identifier."""
    station_of: dict[int, str] = {}
    for line, index, parent in parents:
        if parent not in stops.indexes:
            raise refusal(FILE, line, f"the parent_station {parent!r} is not in the table")
        station_of[index] = parent
    nameless = 0
    for index, stop in enumerate(stops.usable):
        if stop is None or stop.name:
            continue
        station_name = names.get(station_of.get(index, ""), "")
        nameless += not station_name
        stops.usable[index] = Stop(
            stop.source_id, station_name or names[stop.source_id], stop.location, stop.line
        )
    if nameless:
        stops.notes.append(f"{nameless} stops without a name are called by their code.")


def _note_kinds(stops: Stops, kinds: Counter[int]) -> None:
    others = [f"{kinds[kind]} {label}" for kind, label in KINDS.items() if kinds[kind]]
    if others:
        stops.notes.append(f"stops.txt also has {', '.join(others)}: no signs hang there.")
