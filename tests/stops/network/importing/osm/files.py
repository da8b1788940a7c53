"""Write small OpenStreetMap files, of XML or of PBF, for tests."""

from pathlib import Path
from xml.sax.saxutils import quoteattr

import osmium
from osmium.osm.mutable import Node, Relation, Way

LonLat = tuple[float, float]
Member = tuple[str, int, str]
TYPES = {"n": "node", "w": "way", "r": "relation"}


class OsmFile:
    """Objects in the order in which they were added; identifiers count up, or down from -1 as JOSM's do."""

    def __init__(self, *, step: int = 1) -> None:
        self.step = step
        self.last = {"n": 0, "w": 0, "r": 0}
        self.nodes: dict[int, tuple[LonLat, dict[str, str]]] = {}
        self.ways: dict[int, tuple[list[int], dict[str, str]]] = {}
        self.relations: dict[int, tuple[list[Member], dict[str, str]]] = {}

    def node(self, lon: float, lat: float, **tags: str) -> int:
        """Add a node; ``__`` in a tag's name stands for ``:``."""
        identifier = self._next("n")
        self.nodes[identifier] = ((lon, lat), _tags(tags))
        return identifier

    def way(self, *nodes: int, **tags: str) -> int:
        """Add a way through nodes."""
        identifier = self._next("w")
        self.ways[identifier] = (list(nodes), _tags(tags))
        return identifier

    def line(self, *positions: LonLat, **tags: str) -> int:
        """Add a way through new nodes."""
        return self.way(*(self.node(*position) for position in positions), **tags)

    def ring(self, west: float, south: float, east: float, north: float, **tags: str) -> int:
        """Add a closed rectangular way."""
        corners = [(west, south), (east, south), (east, north), (west, north)]
        nodes = [self.node(*corner) for corner in corners]
        return self.way(*nodes, nodes[0], **tags)

    def relation(self, *members: Member, **tags: str) -> int:
        """Add a relation of (type, identifier, role)."""
        identifier = self._next("r")
        self.relations[identifier] = (list(members), _tags(tags))
        return identifier

    def write(self, path: Path, *, options: str = "pbf") -> Path:
        """Write the file: XML for ``.osm``, else PBF, of which osmium knows options."""
        if path.name.endswith(".pbf"):
            self._write_pbf(path, options)
        else:
            path.write_text(self.xml(), encoding="utf-8")
        return path

    def xml(self) -> str:
        """Return the file as XML."""
        lines = ["<?xml version='1.0' encoding='UTF-8'?>", "<osm version='0.6' generator='tests'>"]
        for node, ((lon, lat), tags) in self.nodes.items():
            lines += [f"<node id='{node}' lat='{lat}' lon='{lon}'>", *_xml_tags(tags), "</node>"]
        for way, (refs, tags) in self.ways.items():
            lines += [
                f"<way id='{way}'>",
                *(f"<nd ref='{ref}'/>" for ref in refs),
                *_xml_tags(tags),
                "</way>",
            ]
        for relation, (members, tags) in self.relations.items():
            named = [
                f"<member type='{TYPES[kind]}' ref='{ref}' role={quoteattr(role)}/>"
                for kind, ref, role in members
            ]
            lines += [f"<relation id='{relation}'>", *named, *_xml_tags(tags), "</relation>"]
        return "\n".join([*lines, "</osm>"])

    def _write_pbf(self, path: Path, options: str) -> None:
        with osmium.SimpleWriter(osmium.io.File(str(path), options), overwrite=True) as writer:
            for node, (location, tags) in self.nodes.items():
                writer.add_node(Node(id=node, location=location, tags=tags))
            for way, (refs, tags) in self.ways.items():
                writer.add_way(Way(id=way, nodes=refs, tags=tags))
            for relation, (members, tags) in self.relations.items():
                writer.add_relation(Relation(id=relation, members=members, tags=tags))

    def _next(self, kind: str) -> int:
        self.last[kind] += self.step
        return self.last[kind]


def _tags(tags: dict[str, str]) -> dict[str, str]:
    return {key.replace("__", ":"): value for key, value in tags.items()}


def _xml_tags(tags: dict[str, str]) -> list[str]:
    return [f"<tag k={quoteattr(key)} v={quoteattr(value)}/>" for key, value in tags.items()]
