"""Put the ways of a route together into the line that the bus runs along."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from stops.network.importing.osm.elements import Tags, Way
from stops.network.importing.osm.tags import TRUE
from stops.network.importing.records import LonLat

Line = list[LonLat]
BOTH, ALONG, AGAINST = 0, 1, -1
"""Which way a street may be run along: both ways, as drawn, or against its drawing."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way of a route, in order.

    Attributes:
        line: its positions as drawn; at least two, neighbours different.
        sense: BOTH, ALONG or AGAINST.
        is_ring: whether it is a roundabout or another closed way, which is run along as drawn.
    """

    line: tuple[LonLat, ...]
    sense: int
    is_ring: bool


def step_of(way: Way, role: str = "") -> Step | None:
    """Return a way as a step of a route, or None where it has no length."""
    line = tuple(
        location for index, location in enumerate(way.line) if not index or location != way.line[index - 1]
    )
    if len(line) < 2:
        return None
    return Step(line, _sense(way.tags, role), line[0] == line[-1] and len(line) > 3)


def _sense(tags: Tags, role: str) -> int:
    """Return how a bus may run along: a one-way street says it, else the role that old relations give."""
    if all(tags.get(key) != "no" for key in ("oneway:bus", "oneway:psv")):
        oneway = tags.get("oneway", "")
        if oneway in TRUE or tags.get("junction") == "roundabout":
            return ALONG
        if oneway == "-1":
            return AGAINST
    return {"forward": ALONG, "backward": AGAINST}.get(role, BOTH)


def join(steps: Sequence[Step]) -> list[Line]:
    """Return the line of a route through its ways in order, in several pieces where it has gaps.

    A way is turned round where that makes it go on; of a roundabout the part between the streets that lead in
    and out is taken; a way that is met or left in its middle is cut there.
    """
    pieces: list[Line] = []
    current: Line = []
    for index, step in enumerate(steps):
        following = steps[index + 1] if index + 1 < len(steps) else None
        part = _part(current, step, following)
        if current and part and part[0] != current[-1]:
            pieces.append(current)
            current = []
        current = current + part[1:] if current and part else current or part
    pieces.append(current)
    return [piece for piece in pieces if len(piece) > 1]


def join_one_way(steps: Sequence[Step]) -> list[Line]:
    """Return the line of an old relation, which has the ways of both directions, for the direction of its order.

    Where the two directions run in streets of their own, those of the other direction are left out: between two
    streets of both directions only the one-way steps are taken that lead from the one to the other.
    """
    runs = [(is_run, list(run)) for is_run, run in groupby(steps, key=_is_one_way)]
    chosen: list[Step] = []
    for index, (is_run, run) in enumerate(runs):
        following = runs[index + 1][1][0] if index + 1 < len(runs) else None
        if not is_run:
            chosen += run
        elif chosen:
            chosen += _leading_on(chosen[-1], run, following)
        elif following is not None:
            chosen += _leading_to(following, run)
        else:
            chosen += [run[0], *_leading_on(run[0], run[1:], None)]
    return join(chosen)


def _is_one_way(step: Step) -> bool:
    return step.sense != BOTH and not step.is_ring


def _leading_on(before: Step, run: Sequence[Step], following: Step | None) -> list[Step]:
    """Return the one-way steps that go on from a step, until they reach the following one."""
    ends = _exits(before)
    chosen: list[Step] = []
    for step in run:
        begin, end = _ends(step)
        if begin in ends:
            chosen.append(step)
            ends = (end,)
            if following is not None and end in following.line:
                break
    return chosen


def _leading_to(following: Step, run: Sequence[Step]) -> list[Step]:
    """Return the one-way steps that lead to a step, found backwards from it."""
    begins: Sequence[LonLat] = following.line
    chosen: list[Step] = []
    for step in reversed(run):
        begin, end = _ends(step)
        if end in begins:
            chosen.insert(0, step)
            begins = (begin,)
    return chosen


def _exits(step: Step) -> Sequence[LonLat]:
    return _ends(step)[1:] if _is_one_way(step) else step.line


def _ends(step: Step) -> tuple[LonLat, LonLat]:
    """Return where a one-way step begins and ends."""
    return (step.line[0], step.line[-1]) if step.sense == ALONG else (step.line[-1], step.line[0])


def _part(current: Line, step: Step, following: Step | None) -> Line:
    """Return what is run along of one way, in the order of travel."""
    if step.is_ring:
        return _round(current, step, following)
    line = list(step.line)
    entry = current[-1] if current else None
    if entry is not None and entry in line:
        return _from_entry(line, entry, following)
    onward = following.line if following is not None else ()
    leaves_by_end = line[-1] in onward
    leaves_by_begin = line[0] in onward
    if leaves_by_end != leaves_by_begin:
        return line if leaves_by_end else line[::-1]
    return _cut_at(line[::-1] if step.sense == AGAINST else line, following)


def _from_entry(line: Line, entry: LonLat, following: Step | None) -> Line:
    """Return the part of a way from where it is entered to where it is left."""
    at = line.index(entry)
    forward, backward = line[at:], line[at::-1]
    if len(forward) == 1:
        longer = backward
    elif len(backward) == 1:
        longer = forward
    else:
        onward = following.line if following is not None else ()
        longer = backward if backward[-1] in onward and forward[-1] not in onward else forward
    return _cut_at(longer, following)


def _cut_at(line: Line, following: Step | None) -> Line:
    """Cut a way where the next one leaves it, if that is before its end."""
    if following is None or following.is_ring or line[-1] in following.line:
        return line
    ends = (following.line[0], following.line[-1])
    cuts = [index for index, location in enumerate(line) if index and location in ends]
    return line[: cuts[0] + 1] if cuts else line


def _round(current: Line, step: Step, following: Step | None) -> Line:
    """Return the part of a ring between the streets that lead into it and out of it."""
    ring = list(step.line[:-1])
    if step.sense == AGAINST:
        ring.reverse()
    exits = [location for location in ring if following is not None and location in following.line]
    entry = current[-1] if current and current[-1] in ring else None
    if entry is None:
        return [exits[0]] if exits else [*ring, ring[0]]
    at = ring.index(entry)
    rotated = [*ring[at:], *ring[:at], entry]
    if following is None or not exits:
        return rotated
    leave = next(index for index, location in enumerate(rotated) if index and location in exits)
    return rotated[: leave + 1]
