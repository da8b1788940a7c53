"""The base layer: main streets, railways, water, green and built-up land."""

from collections.abc import Iterator

import shapely
from shapely.geometry.base import BaseGeometry

from stops.network.importing.base_features import BaseFeatureData
from stops.network.importing.osm.elements import Extract, Relation, Tags, Way
from stops.network.importing.osm.geometry import Plane, only, relation_polygon, way_line, way_polygon
from stops.network.importing.osm.names import names_of
from stops.network.importing.osm.tags import RAIL_RANKS, STREET_RANKS, TRUE, WATER_LINE_RANKS, area_kind
from stops.network.models import BaseKind

LARGE_M2, MIDDLE_M2, SMALL_M2 = 100_000.0, 10_000.0, 500.0
"""Areas from these sizes on have rank 1, 2 and 3; smaller ones are left out."""

SIDINGS = frozenset({"siding", "yard", "spur", "crossover"})
NO_NAMES = {"kk": "", "ru": "", "en": ""}


def find_ground(extract: Extract, plane: Plane) -> list[BaseFeatureData]:
    """Return the features of the base layer, cut at the border of the extract's area.

    Tunnels of water and railways under the ground are left out.
    """
    window = shapely.box(*extract.area)
    features = []
    for source_id, tags, kind, rank, shape in _shapes(extract, plane):
        cut = _cut(shape, window)
        if cut is not None:
            features.append(BaseFeatureData(source_id, kind, rank, names_of(tags) or NO_NAMES, cut))
    return features


def _cut(shape: BaseGeometry, window: BaseGeometry) -> BaseGeometry | None:
    if shapely.covers(window, shape):
        return shape
    kind = "LineString" if shape.geom_type.endswith("LineString") else "Polygon"
    return only(shapely.intersection(shape, window), kind)


_Shape = tuple[str, Tags, BaseKind, int, BaseGeometry]


def _shapes(extract: Extract, plane: Plane) -> Iterator[_Shape]:
    for way in extract.ways.values():
        yield from _of_way(way, plane)
    for relation in extract.relations.values():
        yield from _of_relation(relation, extract, plane)


def _of_way(way: Way, plane: Plane) -> Iterator[_Shape]:
    tags = way.tags
    ranked = _ranked_line(tags)
    if ranked is not None:
        line = way_line(way)
        if line is not None:
            yield way.source_id, tags, *ranked, line
        return
    kind = area_kind(tags)
    shape = way_polygon(way) if kind else None
    if kind is not None and shape is not None and (rank := _area_rank(shape, plane)):
        yield way.source_id, tags, kind, rank, shape


def _of_relation(relation: Relation, extract: Extract, plane: Plane) -> Iterator[_Shape]:
    kind = area_kind(relation.tags) if relation.tags.get("type") == "multipolygon" else None
    if kind is None:
        return
    shape, _is_whole = relation_polygon(relation, extract)
    if shape is not None and (rank := _area_rank(shape, plane)):
        yield relation.source_id, relation.tags, kind, rank, shape


def _ranked_line(tags: Tags) -> tuple[BaseKind, int] | None:
    """Return what a way is as a line of the base layer, and its rank."""
    if tags.get("area") in TRUE:
        return None
    is_hidden = tags.get("tunnel", "no") != "no"
    if (rank := STREET_RANKS.get(tags.get("highway", ""))) is not None:
        return BaseKind.STREET, rank
    if (rank := RAIL_RANKS.get(tags.get("railway", ""))) is not None and not is_hidden:
        return BaseKind.RAIL, 3 if tags.get("service") in SIDINGS else rank
    if (rank := WATER_LINE_RANKS.get(tags.get("waterway", ""))) is not None and not is_hidden:
        return BaseKind.WATER, rank
    return None


def _area_rank(shape: BaseGeometry, plane: Plane) -> int:
    """Return the rank of an area by its size, 0 for one too small to be seen."""
    area_m2 = plane.area_m2(shape)
    return next(
        (rank for rank, least in enumerate((LARGE_M2, MIDDLE_M2, SMALL_M2), 1) if area_m2 >= least), 0
    )
