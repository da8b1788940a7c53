"""One route relation: the line that the bus runs along and the stops in order, of one direction or of both."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import shapely

from stops.network.importing.osm.elements import Extract, Relation
from stops.network.importing.osm.geometry import Plane
from stops.network.importing.osm.stops import NEAR_M, MemberKey, Stop, stop_role
from stops.network.importing.osm.tracks import Line, Step, join, join_one_way, step_of
from stops.network.importing.records import LonLat

ON_LINE_M = 2.0
BESIDE_M = 60.0
"""An old relation's stop farther than this from the line of a direction is not its stop."""


@dataclass(slots=True)
class Pattern:
    """What a bus runs along in one direction.

    Attributes:
        relation: the relation that says it.
        lines: in several pieces where it has gaps, in order of travel; none where the relation has no ways.
        stops: in order.
        origin, destination: the keys of the relation's tags that say where it comes from and goes.
        is_back: whether the relation itself has it as the second of its two directions.
    """

    relation: Relation
    lines: list[Line]
    stops: list[Stop]
    origin: str = "from"
    destination: str = "to"
    is_back: bool = False

    @property
    def ends(self) -> tuple[LonLat, LonLat] | None:
        """Where it begins and ends, (lon, lat); None without line and stops."""
        if self.lines:
            return self.lines[0][0], self.lines[-1][-1]
        return (self.stops[0].location, self.stops[-1].location) if self.stops else None


@dataclass(slots=True)
class Members:
    """The members of a route relation, sorted.

    Attributes:
        steps: its ways with their roles.
        halts: its stops with role (stop or platform), prefix (forward, backward or empty) and position.
        missing_ways, missing_stops: how many the file lacks.
    """

    steps: list[tuple[str, Step]] = field(default_factory=list)
    halts: list["Halt"] = field(default_factory=list)
    missing_ways: int = 0
    missing_stops: int = 0


@dataclass(frozen=True, slots=True)
class Halt:
    """A stop as a relation names it."""

    role: str
    sense: str
    stop: Stop
    location: LonLat


def members_of(relation: Relation, extract: Extract, stops: dict[MemberKey, Stop]) -> Members:
    """Return the members of a route relation, sorted into ways and stops."""
    members = Members()
    for member in relation.members:
        key: MemberKey = (member.type, member.id)
        role = stop_role(member.role)
        if key in stops and (role or member.type == "n" or not member.role):
            stop = stops[key]
            spot = next(spot for spot in stop.spots if spot.key == key)
            sense = next((word for word in ("forward", "backward") if word in member.role), "")
            members.halts.append(Halt(role or "stop", sense, stop, spot.location))
        elif role or member.type == "n":
            members.missing_stops += bool(role)
        elif member.type == "w":
            way = extract.ways.get(member.id)
            step = step_of(way, member.role) if way else None
            if step is None:
                members.missing_ways += 1
            else:
                members.steps.append((member.role, step))
    return members


def one_way_pattern(relation: Relation, members: Members, plane: Plane) -> Pattern:
    """Return the only direction of a relation: ways and stops in the order in which it has them."""
    steps = [step for _role, step in members.steps]
    return Pattern(relation, join(steps), ordered_stops(members.halts, plane))


def is_two_way(relation: Relation, members: Members, plane: Plane) -> bool:
    """Return whether a relation that stands alone has both directions, as the old scheme had it.

    So it is where roles say forward or backward, or where stops lie on the left of the line as well; buses here
    keep to the right. ``public_transport:version=2`` says that it is not so.
    """
    if relation.tags.get("public_transport:version") == "2" or not members.steps:
        return False
    senses = {role for role, _step in members.steps} | {halt.sense for halt in members.halts}
    if senses & {"forward", "backward"}:
        return True
    lines = join([step for _role, step in members.steps])
    track = Track(lines, plane)
    return bool(lines) and any(
        track.side(halt.stop.location) < 0 for halt in members.halts if halt.role == "platform"
    )


def two_way_patterns(relation: Relation, members: Members, plane: Plane) -> list[Pattern]:
    """Return both directions of a relation of the old scheme."""
    out, back = _tracks(members.steps, plane)
    return [
        Pattern(relation, out, _beside(members.halts, out, "forward", plane)),
        Pattern(relation, back, _beside(members.halts, back, "backward", plane), "to", "from", is_back=True),
    ]


def _tracks(steps: Sequence[tuple[str, Step]], plane: Plane) -> tuple[list[Line], list[Line]]:
    """Return the lines out and back.

    Where every way has a role, the roles are taken for the route's directions; else for those of the street.
    """
    roles = {role for role, _step in steps}
    if roles == {"forward", "backward"}:
        out = join([step for role, step in steps if role == "forward"])
        listed = [step for role, step in steps if role == "backward"]
        candidates = [back for back in (join(listed), join(listed[::-1])) if back]
        if not out or not candidates:
            return out, []
        return out, min(candidates, key=lambda back: plane.distance_m(back[0][0], out[-1][-1]))
    every = [step for _role, step in steps]
    return join_one_way(every), join_one_way(every[::-1])


def ordered_stops(halts: Sequence[Halt], plane: Plane) -> list[Stop]:
    """Return the stops in order, once where a stop position stands beside its platform.

    Where all stop positions stand before all platforms, or after them, the platforms are taken, unless there are
    fewer of them.
    """
    kinds = [halt.role for halt in halts]
    if kinds == sorted(kinds) or kinds == sorted(kinds, reverse=True):
        platforms = _collapsed([halt for halt in halts if halt.role == "platform"], plane)
        positions = _collapsed([halt for halt in halts if halt.role == "stop"], plane)
        return platforms if len(platforms) >= len(positions) else positions
    return _collapsed(halts, plane)


def _collapsed(halts: Sequence[Halt], plane: Plane) -> list[Stop]:
    kept: list[Halt] = []
    for halt in halts:
        last = kept[-1] if kept else None
        if last is None or not _is_same_halt(last, halt, plane):
            kept.append(halt)
        elif halt.role == "platform":
            kept[-1] = halt
    return [halt.stop for halt in kept]


def _is_same_halt(last: Halt, halt: Halt, plane: Plane) -> bool:
    if last.stop is halt.stop:
        return True
    return last.role != halt.role and plane.distance_m(last.location, halt.location) <= NEAR_M


def _beside(halts: Iterable[Halt], lines: list[Line], sense: str, plane: Plane) -> list[Stop]:
    """Return the stops on the right of a line, or said to be of its direction, in the order along it."""
    if not lines:
        return []
    track = Track(lines, plane)
    found: dict[str, tuple[tuple[int, float], Stop]] = {}
    for halt in halts:
        location = halt.stop.location
        is_here = halt.sense == sense if halt.sense else track.side(location) >= 0
        if is_here and track.distance_m(location) <= BESIDE_M:
            found.setdefault(halt.stop.source_id, (track.measure(location), halt.stop))
    return [stop for _measure, stop in sorted(found.values(), key=lambda item: (item[0], item[1].source_id))]


class Track:
    """The pieces of a line on the plane, to ask where along it and on which side of it a position lies."""

    def __init__(self, lines: Sequence[Line], plane: Plane) -> None:
        self.plane = plane
        self.pieces = [plane.line(line) for line in lines]

    def distance_m(self, location: LonLat) -> float:
        """Return how far a position is from the line."""
        return min(float(piece.distance(self._point(location))) for piece in self.pieces)

    def measure(self, location: LonLat) -> tuple[int, float]:
        """Return the piece nearest to a position and how far along it, in metres."""
        point = self._point(location)
        index = min(range(len(self.pieces)), key=lambda number: self.pieces[number].distance(point))
        return index, float(self.pieces[index].project(point))

    def side(self, location: LonLat) -> int:
        """Return 1 for a position right of the line, -1 for the left, 0 on it or far from it."""
        if not ON_LINE_M <= self.distance_m(location) <= BESIDE_M:
            return 0
        index, along_m = self.measure(location)
        piece, point = self.pieces[index], self._point(location)
        before, after = piece.interpolate(max(along_m - 1, 0)), piece.interpolate(along_m + 1)
        cross = (after.x - before.x) * (point.y - before.y) - (after.y - before.y) * (point.x - before.x)
        return -1 if cross > 0 else 1

    def _point(self, location: LonLat) -> shapely.Point:
        return shapely.Point(self.plane.xy(location))
