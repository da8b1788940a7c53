"""Bus routes: which relations are one route, and which of them run out and which back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import shapely

from stops.network.importing.osm.elements import Extract, Relation
from stops.network.importing.osm.geometry import Plane
from stops.network.importing.osm.names import FALLBACKS, Names, cleaned, folded, joined, names_of
from stops.network.importing.osm.patterns import (
    Members,
    Pattern,
    is_two_way,
    members_of,
    one_way_pattern,
    two_way_patterns,
)
from stops.network.importing.osm.stops import MemberKey, Stop
from stops.network.importing.osm.tags import route_mode
from stops.network.importing.osm.tracks import Line
from stops.network.importing.records import DirectionRecord, LonLat, RouteData, Skipped
from stops.network.models import RouteMode

NUMBER_MAX = 20
CIRCLE_M = 150.0
"""A line whose ends are nearer than this goes round."""


@dataclass(slots=True)
class FoundRoutes:
    """The routes of an extract, what was left out of it, and the stops that they serve."""

    routes: list[RouteData] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    served: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Group:
    """The relations of one route; ``head`` is the route master, or the first relation where there is none."""

    head: Relation
    relations: list[Relation]

    def tag(self, key: str) -> str:
        """Return the first value that the master or one of the relations has; empty without any."""
        return next(
            (value for each in (self.head, *self.relations) if (value := cleaned(each.tags.get(key, "")))), ""
        )


def find_routes(
    extract: Extract, stops: dict[MemberKey, Stop], stop_names: dict[str, Names], plane: Plane
) -> FoundRoutes:
    """Return the bus and trolleybus routes of an extract.

    Args:
        extract: as read.
        stops: by each object that is a part of them.
        stop_names: the names of the stops by ``source_id``.
        plane: to compare distances.
    """
    found = FoundRoutes()
    for group in _groups(extract):
        mode, number = route_mode(group.head.tags), group.tag("ref")
        label = f"route {number or group.tag('name') or '?'} ({group.head.source_id})"
        patterns: list[Pattern] = []
        reason = ""
        if mode is None or not number:
            reason = "it has no number (ref)"
        elif len(number) > NUMBER_MAX:
            reason = f"its number is longer than {NUMBER_MAX} characters"
        else:
            patterns = _patterns(group, extract, stops, plane, label, found.notes)
            reason = "" if patterns else "most of it lies far outside the city or is not in the file"
        if mode is None or reason:
            found.skipped.append(Skipped(label, reason))
            continue
        route = _route(group, mode, number, patterns, stop_names, plane)
        found.routes.append(route)
        found.served.update(stop for direction in route.directions for stop in direction.stops)
    return found


def _groups(extract: Extract) -> list[Group]:
    """Return the routes: by route master, else by mode, number, operator and network; each by rising identifiers."""
    every = sorted(extract.relations.values(), key=lambda each: (each.id < 0, abs(each.id)))
    routes = {each.id: each for each in every if each.tags.get("type") == "route" and route_mode(each.tags)}
    groups: list[Group] = []
    taken: set[int] = set()
    for master in every:
        if master.tags.get("type") != "route_master" or route_mode(master.tags) is None:
            continue
        own = [
            routes[number] for number in master.member_ids("r") if number in routes and number not in taken
        ]
        if own:
            taken.update(route.id for route in own)
            groups.append(Group(master, own))
    alike: dict[tuple[str, ...], Group] = {}
    for route in routes.values():
        if route.id in taken:
            continue
        tags = route.tags
        key = tuple(tags.get(name, "") for name in ("route", "ref", "operator", "network"))
        key = key if key[1] else (str(route.id),)
        if key in alike:
            alike[key].relations.append(route)
        else:
            alike[key] = Group(route, [route])
    return groups + list(alike.values())


def _patterns(
    group: Group, extract: Extract, stops: dict[MemberKey, Stop], plane: Plane, label: str, notes: list[str]
) -> list[Pattern]:
    patterns: list[Pattern] = []
    for relation in group.relations:
        members = members_of(relation, extract, stops)
        if _is_mostly_missing(members):
            continue
        if len(group.relations) == 1 and is_two_way(relation, members, plane):
            found = two_way_patterns(relation, members, plane)
        else:
            found = [one_way_pattern(relation, members, plane)]
        _note(found, members, f"{label[0].upper()}{label[1:]}", relation, notes)
        patterns += [pattern for pattern in found if any(len(line) > 1 for line in _own_lines(pattern))]
    return patterns


def _is_mostly_missing(members: Members) -> bool:
    missing_ways, missing_stops = members.missing_ways, members.missing_stops
    return missing_ways > len(members.steps) or (not members.steps and missing_stops > len(members.halts))


def _note(
    patterns: Iterable[Pattern], members: Members, label: str, relation: Relation, notes: list[str]
) -> None:
    missing = [
        f"{count} of its {what}"
        for count, what in ((members.missing_ways, "ways"), (members.missing_stops, "stops"))
        if count
    ]
    if missing:
        notes.append(f"{label}: {' and '.join(missing)} lie far outside or are not in the file.")
    for pattern in patterns:
        if len(pattern.lines) > 1:
            notes.append(
                f"{label}: the line of {relation.source_id} has {len(pattern.lines) - 1} gaps and is kept in pieces."
            )
        elif not pattern.lines:
            notes.append(
                f"{label}: {relation.source_id} has no ways, so its line runs straight from stop to stop."
            )


def _route(
    group: Group,
    mode: RouteMode,
    number: str,
    patterns: Sequence[Pattern],
    stop_names: dict[str, Names],
    plane: Plane,
) -> RouteData:
    sides: dict[int, list[Pattern]] = {0: [], 1: []}
    for pattern in patterns:
        sides[int(_runs_back(pattern, patterns[0], plane))].append(pattern)
    mains = {
        side: max(each, key=lambda pattern: _weight(pattern, plane)) for side, each in sides.items() if each
    }
    first = mains[min(mains)]
    origin = _end_names(first, stop_names, of_end=False)
    destination = _end_names(first, stop_names, of_end=True)
    own = next(filter(None, (names_of(each.tags) for each in (group.head, *group.relations))), None)
    plain = own or {"kk": number, "ru": number, "en": ""}
    names = joined(origin, destination) if origin and destination and origin != destination else plain
    directions = [
        DirectionRecord(
            side,
            _end_names(main, stop_names, of_end=True) or plain,
            _lines(main, sides[side], plane),
            [stop.source_id for stop in main.stops],
        )
        for side, main in mains.items()
    ]
    return RouteData(group.head.source_id, mode, number, names, group.tag("operator"), directions)


def _runs_back(pattern: Pattern, first: Pattern, plane: Plane) -> bool:
    """Return whether a pattern runs against the first one: ends swapped, or round the other way."""
    if pattern.is_back or pattern is first:
        return pattern.is_back
    tags, other = pattern.relation.tags, first.relation.tags
    ends, other_ends = pattern.ends, first.ends
    if tags.get("from") and tags.get("to") and tags["from"] != tags["to"]:
        if (tags["from"], tags["to"]) == (other.get("to"), other.get("from")):
            return True
        if (tags["from"], tags["to"]) == (other.get("from"), other.get("to")):
            return False
    if ends is None or other_ends is None:
        return False
    if plane.distance_m(*ends) < CIRCLE_M and plane.distance_m(*other_ends) < CIRCLE_M:
        return _turns_left(pattern, plane) != _turns_left(first, plane)
    same_m = plane.distance_m(ends[0], other_ends[0]) + plane.distance_m(ends[1], other_ends[1])
    swapped_m = plane.distance_m(ends[0], other_ends[1]) + plane.distance_m(ends[1], other_ends[0])
    return swapped_m < same_m


def _turns_left(pattern: Pattern, plane: Plane) -> bool:
    ring = [plane.xy(location) for line in _own_lines(pattern) for location in line]
    return len(ring) > 2 and bool(shapely.LinearRing(ring).is_ccw)


def _weight(pattern: Pattern, plane: Plane) -> tuple[int, float]:
    """Return what makes a pattern the main one of its direction: most stops, then the longest line."""
    return len(pattern.stops), sum(plane.line(line).length for line in _own_lines(pattern))


def _own_lines(pattern: Pattern) -> list[Line]:
    if pattern.lines:
        return pattern.lines
    straight = [stop.location for stop in pattern.stops]
    return [
        [location for index, location in enumerate(straight) if not index or location != straight[index - 1]]
    ]


def _lines(main: Pattern, every: Iterable[Pattern], plane: Plane) -> list[Line]:
    """Return the main pattern's line, its longest piece first, then what other patterns add to it."""
    lines = sorted(_own_lines(main), key=lambda line: -plane.line(line).length)
    known = {frozenset(pair) for line in lines for pair in pairwise(line)}
    for pattern in every:
        for line in _own_lines(pattern) if pattern is not main else ():
            lines += _unknown_parts(line, known)
    return lines


def _unknown_parts(line: Line, known: set[frozenset[LonLat]]) -> list[Line]:
    """Return the parts of a line that are not known yet, and know them from now on."""
    parts: list[Line] = []
    for begin, end in pairwise(line):
        pair = frozenset((begin, end))
        if pair in known:
            continue
        known.add(pair)
        if parts and parts[-1][-1] == begin:
            parts[-1].append(end)
        else:
            parts.append([begin, end])
    return parts


def _end_names(pattern: Pattern, stop_names: dict[str, Names], *, of_end: bool) -> Names | None:
    """Return the names of where a pattern ends or begins: of its tag, in the stop's languages where it is the stop."""
    stop = (pattern.stops[-1] if of_end else pattern.stops[0]) if pattern.stops else None
    at_stop = stop_names.get(stop.source_id) if stop else None
    key = pattern.destination if of_end else pattern.origin
    said = names_of(pattern.relation.tags, key)
    if said is None or at_stop is None:
        return said or at_stop
    has_languages = any(f"{key}:{language}" in pattern.relation.tags for language in FALLBACKS)
    is_the_stop = folded(said["ru"]) in {folded(name) for name in at_stop.values()}
    return at_stop if is_the_stop and not has_languages else said
