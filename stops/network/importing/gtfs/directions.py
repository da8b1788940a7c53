"""Make the directions of a route from its patterns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from stops.network.importing.gtfs.lines import Line, merge_lines, runs_against, without_repeats
from stops.network.importing.gtfs.names import Names
from stops.network.importing.gtfs.patterns import Pattern
from stops.network.importing.gtfs.stops import Stop
from stops.network.importing.records import DirectionRecord

NameOfStop = Callable[[Stop], dict[str, str]]


@dataclass(frozen=True, slots=True)
class Material:
    """What directions are made from.

    Attributes:
        stops: by number; None where a stop cannot be used.
        shapes: the lines of the feed by identifier, (lon, lat).
        names: of headsigns.
        name_of_stop: by language.
        srid: the metric projection in which lengths count.
    """

    stops: Sequence[Stop | None]
    shapes: Mapping[str, Line]
    names: Names
    name_of_stop: NameOfStop
    srid: int

    def stops_of(self, pattern: Pattern) -> list[Stop]:
        """Return the stops of a pattern in order."""
        return [stop for stop in (self.stops[number] for number in pattern.stops) if stop]

    def lines_of(self, pattern: Pattern) -> list[Line]:
        """Return the shapes of a pattern, the most used first, else the line through its stops.

        Empty where there is no shape and all stops are at one point.
        """
        by_use = sorted(pattern.shapes.items(), key=lambda item: (-item[1], item[0]))
        lines = [self.shapes[shape] for shape, _ in by_use if shape in self.shapes]
        if lines:
            return lines
        through_stops = without_repeats(stop.location for stop in self.stops_of(pattern))
        return [through_stops] if len(through_stops) > 1 else []


def make_directions(patterns: Sequence[Pattern], material: Material) -> list[DirectionRecord]:
    """Return the directions of a route: the most used pattern's line and stops, then what others add.

    Args:
        patterns: of one route, the most used first.
        material: stops, shapes and names.
    """
    sides = _sides([pattern for pattern in patterns if material.lines_of(pattern)], material)
    return [_direction(number, sides[number], material) for number in (0, 1) if sides[number]]


def _sides(patterns: Sequence[Pattern], material: Material) -> dict[int, list[Pattern]]:
    """Return the patterns of each direction.

    A pattern without ``direction_id`` has that of the route's most used pattern with one, or 0 where none has;
    the other if its stops run mostly backwards against that pattern.
    """
    sides: dict[int, list[Pattern]] = {0: [], 1: []}
    main = next((pattern for pattern in patterns if pattern.direction is not None), None)
    main = main or next(iter(patterns), None)
    if main is None:
        return sides
    forth = main.direction or 0
    main_line = material.lines_of(main)[0]
    for pattern in patterns:
        direction = pattern.direction
        if direction is None:
            locations = [stop.location for stop in material.stops_of(pattern)]
            back = pattern is not main and runs_against(
                material.lines_of(pattern)[0], locations, main_line, srid=material.srid
            )
            direction = 1 - forth if back else forth
        sides[direction].append(pattern)
    return sides


def _direction(number: int, patterns: Sequence[Pattern], material: Material) -> DirectionRecord:
    main, lines = patterns[0], _lines(patterns, material)
    return DirectionRecord(
        direction=number,
        headsigns=_headsign(patterns, material),
        lines=merge_lines(lines[0], lines[1:], srid=material.srid),
        stops=[stop.source_id for stop in material.stops_of(main)],
    )


def _lines(patterns: Sequence[Pattern], material: Material) -> list[Line]:
    """Return the different lines of patterns in order.

    One without a shape, whose stops those before all have, leaves some out and runs along the same streets.
    """
    lines: dict[Line, None] = {}
    served: set[int] = set()
    for pattern in patterns:
        has_shape = any(shape in material.shapes for shape in pattern.shapes)
        if not lines or has_shape or not served.issuperset(pattern.stops):
            lines |= dict.fromkeys(material.lines_of(pattern))
        served.update(pattern.stops)
    return list(lines)


def _headsign(patterns: Sequence[Pattern], material: Material) -> dict[str, str]:
    """Return where most trips of the main pattern say they go, else the name of its last stop."""
    headsigns = patterns[0].headsigns
    if not headsigns:
        return material.name_of_stop(material.stops_of(patterns[0])[-1])
    text, (_, trip_id) = min(headsigns.items(), key=lambda item: (-item[1][0], item[0]))
    return material.names.of("trips", "trip_headsign", text, trip_id)
