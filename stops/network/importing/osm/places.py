"""Parks, squares, schools, hospitals and the like as places with a point inside."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

import shapely
from shapely.geometry.base import BaseGeometry

from stops.network.importing.osm.elements import Extract, Tags
from stops.network.importing.osm.geometry import Plane, inner_point, relation_polygon, way_polygon
from stops.network.importing.osm.names import Names, folded, names_of
from stops.network.importing.osm.tags import TRUE, place_kind, place_tag
from stops.network.importing.records import LonLat, PlaceData, Skipped

SAME_PLACE_M = 150.0
Object = TypeVar("Object")


@dataclass(frozen=True, slots=True)
class _Found:
    source_id: str
    tags: Tags
    tag: tuple[str, str]
    location: LonLat
    shape: BaseGeometry | None


def find_places(extract: Extract, plane: Plane) -> tuple[list[PlaceData], list[Skipped]]:
    """Return the named places of an extract, and those left out for want of a name.

    One place mapped as an area and as a building or point in it is one: of the same tag and name within 150 m
    or inside the area; the relation counts before the way, the way before the node.
    """
    places: list[PlaceData] = []
    skipped: list[Skipped] = []
    alike: dict[tuple[tuple[str, str], str], list[_Found]] = {}
    for found in _candidates(extract):
        names = names_of(found.tags)
        if names is None:
            skipped.append(Skipped(f"{'='.join(found.tag)} {found.source_id}", "it has no name"))
            continue
        others = alike.setdefault((found.tag, folded(names["ru"])), [])
        if any(_is_same(found, other, plane) for other in others):
            continue
        others.append(found)
        places.append(_place(found, names))
    return places, skipped


def _place(found: _Found, names: Names) -> PlaceData:
    return PlaceData(found.source_id, place_kind(found.tag), names, found.location)


def _is_same(found: _Found, other: _Found, plane: Plane) -> bool:
    if plane.distance_m(found.location, other.location) <= SAME_PLACE_M:
        return True
    return other.shape is not None and bool(shapely.intersects_xy(other.shape, *found.location))


def _candidates(extract: Extract) -> Iterator[_Found]:
    """Yield relations, ways and nodes that are places in the area, each by rising identifiers."""
    for relation in _by_id(extract.relations):
        tag = place_tag(relation.tags) if relation.tags.get("type") == "multipolygon" else None
        if tag:
            shape, _is_whole = relation_polygon(relation, extract)
            if shape is not None and extract.holds(location := inner_point(shape)):
                yield _Found(relation.source_id, relation.tags, tag, location, shape)
    for way in _by_id(extract.ways):
        tag = place_tag(way.tags)
        if tag and (tag[0] != "highway" or way.tags.get("area") in TRUE):
            shape = way_polygon(way)
            if shape is not None and extract.holds(location := inner_point(shape)):
                yield _Found(way.source_id, way.tags, tag, location, shape)
    for node in _by_id(extract.nodes):
        tag = place_tag(node.tags)
        if tag and tag[0] != "highway":
            yield _Found(node.source_id, node.tags, tag, node.location, None)


def _by_id(objects: Mapping[int, Object]) -> list[Object]:
    return [
        objects[identifier] for identifier in sorted(objects, key=lambda number: (number < 0, abs(number)))
    ]
