"""What every reader of feeds and files hands over to be saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from stops.network.models import PlaceKind, RouteMode

LonLat = tuple[float, float]


@dataclass(frozen=True, slots=True)
class PlaceData:
    """A place as the source has it.

    Attributes:
        source_id: its identifier in the source, at most 120 characters.
        kind: a stop, public space or institution.
        names: by language, kk and ru never empty (fall back on what the source has), en maybe; at most 200
            characters.
        location: (lon, lat), degrees, EPSG:4326.
    """

    source_id: str
    kind: PlaceKind
    names: Mapping[str, str]
    location: LonLat


@dataclass(frozen=True, slots=True)
class DirectionRecord:
    """One direction of a route as the source has it.

    Attributes:
        direction: 0 out, 1 back.
        headsigns: where it goes, by language, kk and ru never empty; at most 200 characters.
        lines: the main pattern's line first, then branches; each at least two different (lon, lat), degrees.
        stops: ``source_id`` of the main pattern's stops in order, all among the places handed over.
    """

    direction: int
    headsigns: Mapping[str, str]
    lines: Sequence[Sequence[LonLat]]
    stops: Sequence[str]


@dataclass(frozen=True, slots=True)
class RouteData:
    """A route as the source has it; ``names``, ``source_id`` as for places, ``number`` at most 20 characters."""

    source_id: str
    mode: RouteMode
    number: str
    names: Mapping[str, str]
    operator: str
    directions: Sequence[DirectionRecord]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that the source has and the import leaves out.

    Attributes:
        what: its kind and identifier, such as ``stop 750016``.
        reason: why, such as ``no coordinates``.
        line: its line in the file; 0 where that means nothing.
        file: the file that it stands in; empty where there is one file only.
    """

    what: str
    reason: str
    line: int = 0
    file: str = ""


@dataclass(slots=True)
class Network:
    """Everything that one source has."""

    places: list[PlaceData] = field(default_factory=list)
    routes: list[RouteData] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
