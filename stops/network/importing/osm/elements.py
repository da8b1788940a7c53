"""OpenStreetMap's objects as the readers here use them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stops.network.importing.records import LonLat

Tags = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Node:
    """A point that has tags or that a relation names."""

    id: int
    tags: Tags
    location: LonLat

    @property
    def source_id(self) -> str:
        """Its identifier in records made from it."""
        return f"node/{self.id}"


@dataclass(frozen=True, slots=True)
class Way:
    """A line or ring through nodes.

    Attributes:
        line: the (lon, lat) of those of its nodes that the file has, in order.
        is_closed: whether it ends at the node where it begins; such a ring is whole only with all its nodes.
    """

    id: int
    tags: Tags
    line: tuple[LonLat, ...]
    is_closed: bool

    @property
    def source_id(self) -> str:
        """Its identifier in records made from it."""
        return f"way/{self.id}"


@dataclass(frozen=True, slots=True)
class Member:
    """What a relation names: ``type`` is n, w or r."""

    type: str
    id: int
    role: str


@dataclass(frozen=True, slots=True)
class Relation:
    """An ordered list of members with roles."""

    id: int
    tags: Tags
    members: tuple[Member, ...]

    @property
    def source_id(self) -> str:
        """Its identifier in records made from it."""
        return f"relation/{self.id}"

    def member_ids(self, kind: str) -> Iterator[int]:
        """Yield the identifiers of its members of one type: n, w or r."""
        return (member.id for member in self.members if member.type == kind)


@dataclass(slots=True)
class Extract:
    """Everything of a file that matters here, by identifier; ``area`` is where it matters, as a bbox."""

    area: tuple[float, float, float, float]
    nodes: dict[int, Node] = field(default_factory=dict)
    ways: dict[int, Way] = field(default_factory=dict)
    relations: dict[int, Relation] = field(default_factory=dict)

    def holds(self, location: LonLat) -> bool:
        """Return whether a position lies in the area, its border included."""
        west, south, east, north = self.area
        return west <= location[0] <= east and south <= location[1] <= north
