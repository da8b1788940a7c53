"""Bus stops: which of OpenStreetMap's objects are one stop, and what it is called.

People wait at a *platform* (``highway=bus_stop``, ``public_transport=platform``), the bus halts at a *stop
position* on the street. Objects are one stop in these cases, tried in this order and by rising identifiers:

1. Two platforms within 60 m with the same name, or within 40 m where one has no name or both stand in one
   ``stop_area``; but never across a driven street, so the two sides of a street stay two stops, nor with
   different ``local_ref`` (bays of a bus station).
2. A stop position, or a platform mapped on the street itself, belongs to the nearest platform within 40 m: of
   its own ``stop_area`` where it has one, else of the same name or with a name missing on either.
3. Stop positions that are left are stops of their own; two of one name within 40 m are one.

The identifier comes from the first of: ``highway=bus_stop``, other platforms that are nodes, platforms that are
ways, stop positions; the lowest number among equals. The position is of the same object, where the sign hangs.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial

from stops.network.importing.osm.elements import Extract, Tags
from stops.network.importing.osm.geometry import Plane, inner_point, way_line, way_polygon
from stops.network.importing.osm.names import FALLBACKS, Names, cleaned, folded, names_of
from stops.network.importing.osm.streets import Streets
from stops.network.importing.osm.tags import is_platform, is_stop_area, is_stop_position, route_mode
from stops.network.importing.records import LonLat

SAME_NAME_M = 60.0
NEAR_M = 40.0
POLE, PLATFORM_NODE, PLATFORM_WAY, ON_STREET, STOP_POSITION = range(5)
"""How an object is mapped, the best to identify a stop first."""

MemberKey = tuple[str, int]
"""The type, n or w, and identifier of an object."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One object that is a stop or a part of one.

    Attributes:
        rank: how it is mapped, POLE to STOP_POSITION.
        areas: identifiers of the stop areas that it is in.
    """

    key: MemberKey
    rank: int
    tags: Tags
    location: LonLat
    areas: frozenset[int]

    @property
    def order(self) -> tuple[int, int, int]:
        """Where it stands in the order of the rules; objects not yet uploaded (below zero) come last."""
        identifier = self.key[1]
        return self.rank, int(identifier < 0), abs(identifier)

    @property
    def name(self) -> str:
        """Its name for comparing; empty where it has none."""
        names = names_of(self.tags)
        return folded(self.tags.get("name", "") or names["ru"]) if names else ""


@dataclass(slots=True)
class Stop:
    """The objects that are one stop, the one that gives identifier and position first."""

    spots: list[Spot] = field(default_factory=list)

    @property
    def source_id(self) -> str:
        """Its identifier in the portal."""
        kind, identifier = self.spots[0].key
        return f"{'node' if kind == 'n' else 'way'}/{identifier}"

    @property
    def location(self) -> LonLat:
        """(lon, lat), degrees."""
        return self.spots[0].location

    @property
    def names(self) -> Names | None:
        """The names by language, each from the first object that says it; None without any."""
        every = [names for names in (names_of(spot.tags) for spot in self.spots) if names]
        if not every:
            return None
        said = {language: self._first_tag(f"name:{language}") for language in FALLBACKS}
        return {language: said[language] or every[0][language] for language in FALLBACKS}

    @property
    def ref(self) -> str:
        """The number on its pole; empty where it has none."""
        return self._first_tag("local_ref") or self._first_tag("ref")

    def _first_tag(self, key: str) -> str:
        return next((value for spot in self.spots if (value := cleaned(spot.tags.get(key, "")))), "")


class _Nearby:
    """Stops in squares of ``SAME_NAME_M``, so that each object is compared with its neighbours only."""

    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        self.squares: dict[tuple[int, int], list[Stop]] = {}

    def put(self, spot: Spot, fits: Callable[[Stop], bool]) -> bool:
        """Add an object to the nearest of the stops about it that it fits, and return whether there is one."""
        fitting = [stop for stop in self._around(spot.location) if fits(stop)]
        if not fitting:
            return False
        nearest = min(
            fitting,
            key=lambda stop: (self.plane.distance_m(stop.location, spot.location), stop.spots[0].order),
        )
        nearest.spots.append(spot)
        self._register(nearest, spot.location)
        return True

    def begin(self, spot: Spot) -> None:
        """Make an object a stop of its own."""
        self._register(Stop([spot]), spot.location)

    def all(self) -> list[Stop]:
        """Return every stop once."""
        return list({id(stop): stop for stops in self.squares.values() for stop in stops}.values())

    def _register(self, stop: Stop, location: LonLat) -> None:
        self.squares.setdefault(self._square(location), []).append(stop)

    def _square(self, location: LonLat) -> tuple[int, int]:
        east_m, north_m = self.plane.xy(location)
        return int(east_m // SAME_NAME_M), int(north_m // SAME_NAME_M)

    def _around(self, location: LonLat) -> list[Stop]:
        column, row = self._square(location)
        squares = [(column + east, row + north) for east in (-1, 0, 1) for north in (-1, 0, 1)]
        return list({id(stop): stop for square in squares for stop in self.squares.get(square, ())}.values())


def find_stops(extract: Extract, streets: Streets) -> dict[MemberKey, Stop]:
    """Return the stops by each object that is a part of them; stops with several objects stand several times."""
    plane = streets.plane
    spots = sorted(_spots(extract, streets), key=lambda spot: spot.order)
    platforms, positions = _Nearby(plane), _Nearby(plane)
    for spot in spots:
        if spot.rank < ON_STREET:
            if not platforms.put(spot, partial(_is_one_of, spot, streets=streets)):
                platforms.begin(spot)
        else:
            belongs = partial(_belongs, spot, plane=plane)
            if not (platforms.put(spot, belongs) or positions.put(spot, belongs)):
                positions.begin(spot)
    stops = platforms.all() + positions.all()
    return {spot.key: stop for stop in stops for spot in stop.spots}


def _is_one_of(spot: Spot, stop: Stop, streets: Streets) -> bool:
    """Return whether a platform is one stop with every object of a stop."""
    return all(_are_one(spot, other, streets) for other in stop.spots)


def _are_one(one: Spot, other: Spot, streets: Streets) -> bool:
    distance_m = streets.plane.distance_m(one.location, other.location)
    if distance_m > SAME_NAME_M or _differ(one.tags, other.tags, "local_ref"):
        return False
    is_near = distance_m <= NEAR_M and (
        not one.name or not other.name or not one.areas.isdisjoint(other.areas)
    )
    has_same_name = bool(one.name) and one.name == other.name
    return (is_near or has_same_name) and not streets.run_between(one.location, other.location)


def _belongs(position: Spot, stop: Stop, plane: Plane) -> bool:
    """Return whether a point of the street belongs to a stop beside it."""
    if plane.distance_m(position.location, stop.location) > NEAR_M:
        return False
    areas = frozenset[int]().union(*(spot.areas for spot in stop.spots))
    if position.areas and areas:
        return not position.areas.isdisjoint(areas)
    names = {spot.name for spot in stop.spots if spot.name}
    return not position.name or not names or position.name in names


def _differ(one: Tags, other: Tags, key: str) -> bool:
    return key in one and key in other and one[key] != other[key]


def _spots(extract: Extract, streets: Streets) -> Iterator[Spot]:
    areas = _stop_areas(extract)
    served = _served(extract)

    def spot(key: MemberKey, tags: Tags, location: LonLat, rank: int) -> Spot:
        if rank < ON_STREET and streets.hold(location):
            rank = ON_STREET
        return Spot(key, rank, tags, location, frozenset(areas.get(key, ())))

    for node in extract.nodes.values():
        key = ("n", node.id)
        role = served.get(key, "")
        if is_platform(node.tags) or role == "platform":
            is_pole = node.tags.get("highway") == "bus_stop"
            yield spot(key, node.tags, node.location, POLE if is_pole else PLATFORM_NODE)
        elif is_stop_position(node.tags) or role == "stop":
            yield spot(key, node.tags, node.location, STOP_POSITION)
    for way in extract.ways.values():
        key = ("w", way.id)
        if not is_platform(way.tags) and served.get(key) != "platform":
            continue
        shape = way_polygon(way) or way_line(way)
        if shape is not None and extract.holds(location := inner_point(shape)):
            yield spot(key, way.tags, location, PLATFORM_WAY)


def _stop_areas(extract: Extract) -> dict[MemberKey, set[int]]:
    areas: dict[MemberKey, set[int]] = {}
    for relation in extract.relations.values():
        if is_stop_area(relation.tags):
            for member in relation.members:
                areas.setdefault((member.type, member.id), set()).add(relation.id)
    return areas


def _served(extract: Extract) -> dict[MemberKey, str]:
    """Return what bus routes call the objects that they stop at: ``stop`` or ``platform``."""
    served = {}
    for relation in extract.relations.values():
        if relation.tags.get("type") == "route" and route_mode(relation.tags):
            for member in relation.members:
                if role := stop_role(member.role):
                    served[member.type, member.id] = role
    return served


def stop_role(role: str) -> str:
    """Return ``stop`` or ``platform`` for a role such as ``stop_exit_only`` or ``forward:stop``, else empty."""
    return next((part for part in ("platform", "stop") if part in role), "")
