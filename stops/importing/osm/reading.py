"""Read from an OpenStreetMap file what matters in and around the city."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import osmium
from osmium.osm import NODE, RELATION, WAY

from districts.importing.errors import ImportRefused
from districts.importing.files import check_file
from stops.importing.osm.records import Extract, Member, Node, Relation, Tags, Way
from stops.importing.osm.tags import WAY_KEYS, is_wanted_node, is_wanted_relation, is_wanted_way
from stops.importing.records import LonLat

ENDINGS = (".osm", ".osm.pbf", ".pbf")
SNIFFED_BYTES = 512
DELETED = re.compile(rb"""\saction=['"]delete['"]""")

Bbox = tuple[float, float, float, float]


def read_extract(path: Path, *, area: Bbox, with_boundaries: bool = False) -> Extract:
    """Return the objects of a file that matter and lie at least partly in an area.

    The file is read once for relations, once for ways and twice for nodes, so the order of its objects and the
    sign of their identifiers (JOSM numbers new ones below zero) mean nothing. A way that leaves the area keeps
    all the nodes that the file has. Members that the file lacks, as extracts do, are left out.

    Args:
        path: an ``.osm`` (XML) or ``.osm.pbf`` file.
        area: (west, south, east, north), degrees.
        with_boundaries: read administrative boundaries too.

    Raises:
        ImportRefused: it is no such file, is broken or breaks off, or has nothing in the area.
    """
    _check_file(path)
    relations = dict(_relations(path, with_boundaries))
    members = {kind: _members(relations.values(), kind) for kind in "nw"}
    extract = Extract(area=area, relations=relations)
    inside = _read_nodes(path, extract, members["n"])
    if not inside:
        raise ImportRefused(f"{path.name} has nothing in the city's bounds (CITY_BBOX).")
    refs = dict(_way_refs(path, members["w"], inside))
    needed = {ref for _tags, way_refs in refs.values() for ref in way_refs}
    locations = dict(_locations(path, needed))
    for identifier, (tags, way_refs) in refs.items():
        line = tuple(locations[ref] for ref in way_refs if ref in locations)
        is_whole = len(line) == len(way_refs)
        is_closed = is_whole and len(way_refs) > 3 and way_refs[0] == way_refs[-1]
        extract.ways[identifier] = Way(identifier, tags, line, is_closed)
    return extract


def _check_file(path: Path) -> None:
    check_file(path)
    if not path.name.lower().endswith(ENDINGS):
        raise ImportRefused(f"{path.name}: the name must end in .osm or .osm.pbf.")
    with path.open("rb") as stream:
        head = stream.read(SNIFFED_BYTES)
    if not head:
        raise ImportRefused(f"{path.name} is empty.")
    if path.name.lower().endswith(".osm"):
        if b"<osmChange" in head:
            raise ImportRefused(f"{path.name} is a file of changes, not of a whole area.")
        _refuse_deleted(path)


def _refuse_deleted(path: Path) -> None:
    """Refuse what JOSM deleted and did not upload: osmium would read it as if it were there."""
    with path.open("rb") as stream:
        for line in stream:
            if DELETED.search(line):
                raise ImportRefused(
                    f"{path.name} has objects that JOSM deleted but has not uploaded: upload or purge them, "
                    "and save again."
                )


def _objects(path: Path, kind: osmium.osm.osm_entity_bits, wanted: Any = None) -> Iterator[Any]:
    """Yield osmium's nodes, ways or relations as they are read; each is valid until the next is asked for.

    Args:
        path: the file.
        kind: NODE, WAY or RELATION.
        wanted: osmium's own filter, which is much faster than a look at each here.

    Raises:
        ImportRefused: osmium cannot read on.
    """
    try:
        # An absolute name, for osmium takes "http:…" for an address.
        processor = osmium.FileProcessor(str(path.resolve()), kind)
        if processor.header.has_multiple_object_versions:
            raise ImportRefused(f"{path.name} has the history of its objects, not one state of them.")
        if wanted is not None:
            processor = processor.with_filter(wanted)
        entities: Iterator[Any] = iter(processor)
        for entity in entities:
            if entity.visible:
                yield entity
    except (RuntimeError, ValueError, osmium.InvalidLocationError, MemoryError) as error:
        raise ImportRefused(f"{path.name} is broken or no OpenStreetMap file: {_sentence(error)}") from error


def _tags(entity: Any, path: Path) -> Tags:
    try:
        return dict(entity.tags)
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path.name}: the tags of object {entity.id} are not UTF-8.") from error


def _sentence(error: Exception) -> str:
    text = str(error).strip() or type(error).__name__
    return text if text.endswith(".") else f"{text}."


def _relations(path: Path, with_boundaries: bool) -> Iterator[tuple[int, Relation]]:
    for relation in _objects(path, RELATION):
        tags = _tags(relation, path)
        if not is_wanted_relation(tags) or (not with_boundaries and tags.get("boundary") == "administrative"):
            continue
        try:
            members = tuple(Member(member.type, member.ref, member.role) for member in relation.members)
        except UnicodeDecodeError as error:
            raise ImportRefused(f"{path.name}: the roles of relation {relation.id} are not UTF-8.") from error
        yield relation.id, Relation(relation.id, tags, members)


def _members(relations: Iterable[Relation], kind: str) -> set[int]:
    return {identifier for relation in relations for identifier in relation.member_ids(kind)}


def _read_nodes(path: Path, extract: Extract, members: set[int]) -> set[int]:
    """Put the nodes that matter into the extract; return the identifiers of all that lie in its area."""
    inside = set()
    west, south, east, north = extract.area
    for node in _objects(path, NODE):
        position = node.location
        if not position.valid():
            continue
        location = (position.lon, position.lat)
        if not (west <= location[0] <= east and south <= location[1] <= north):
            continue
        identifier = node.id
        inside.add(identifier)
        if identifier not in members and not node.tags:
            continue
        tags = _tags(node, path)
        if identifier in members or is_wanted_node(tags):
            extract.nodes[identifier] = Node(identifier, tags, location)
    return inside


def _way_refs(
    path: Path, members: set[int], inside: set[int]
) -> Iterator[tuple[int, tuple[Tags, list[int]]]]:
    """Yield the tags and node identifiers of the ways that matter and have a node in the area."""
    of_routes = _objects(path, WAY, _by_id(members))
    for way in chain(_objects(path, WAY, osmium.filter.KeyFilter(*WAY_KEYS)), of_routes):
        tags = _tags(way, path)
        if way.id not in members and not is_wanted_way(tags):
            continue
        refs = [node.ref for node in way.nodes]
        if not inside.isdisjoint(refs) and len(refs) > 1:
            yield way.id, (tags, refs)


def _locations(path: Path, needed: set[int]) -> Iterator[tuple[int, LonLat]]:
    for node in _objects(path, NODE, _by_id(needed)):
        position = node.location
        if node.id in needed and position.valid():
            yield node.id, (position.lon, position.lat)


def _by_id(identifiers: set[int]) -> osmium.filter.IdFilter | None:
    """Return osmium's filter for identifiers, or None where it cannot take them: it knows none below zero."""
    return None if any(identifier < 0 for identifier in identifiers) else osmium.filter.IdFilter(identifiers)
