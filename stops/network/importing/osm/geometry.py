"""Shapes of OpenStreetMap's ways and relations, and short distances between them."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import shapely
from shapely.geometry.base import BaseGeometry

from districts.grid import METRES_A_DEGREE
from stops.network.importing.osm.elements import Extract, Relation, Way
from stops.network.importing.records import LonLat

DEGREE_DIGITS = 7
"""As many as OpenStreetMap keeps; about a centimetre."""


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat city: metres east and north, good to 1 % within some tens of kilometres of a latitude.

    It serves comparisons such as "within 60 m"; what is stored is measured in the city's metric projection.
    """

    latitude: float

    def xy(self, location: LonLat) -> tuple[float, float]:
        """Return metres (east, north) of a position."""
        return location[0] * self._metres_a_degree_east(), location[1] * METRES_A_DEGREE

    def distance_m(self, one: LonLat, other: LonLat) -> float:
        """Return the distance between two positions."""
        return math.dist(self.xy(one), self.xy(other))

    def line(self, line: Sequence[LonLat]) -> shapely.LineString:
        """Return a line in metres."""
        return shapely.LineString([self.xy(location) for location in line])

    def area_m2(self, polygon: BaseGeometry) -> float:
        """Return the area of a polygonal geometry given in degrees."""
        return float(polygon.area) * self._metres_a_degree_east() * METRES_A_DEGREE

    def _metres_a_degree_east(self) -> float:
        return METRES_A_DEGREE * math.cos(math.radians(self.latitude))


def plane_of(extract: Extract) -> Plane:
    """Return the plane in the middle of an extract's area."""
    return Plane((extract.area[1] + extract.area[3]) / 2)


def way_line(way: Way) -> shapely.LineString | None:
    """Return a way as a line in degrees, or None where fewer than two of its nodes differ."""
    line = [
        location for index, location in enumerate(way.line) if not index or location != way.line[index - 1]
    ]
    return shapely.LineString(line) if len(line) > 1 else None


def way_polygon(way: Way) -> BaseGeometry | None:
    """Return a closed way as a valid polygonal geometry in degrees, or None."""
    if not way.is_closed or len(set(way.line)) < 3:
        return None
    return _polygonal(shapely.Polygon(way.line))


def relation_polygon(relation: Relation, extract: Extract) -> tuple[BaseGeometry | None, bool]:
    """Return a multipolygon or boundary as a valid polygonal geometry in degrees, and whether it is whole.

    Rings are put together from the ways of role outer (or none) and inner. A ring that does not close, as where
    an extract cuts it, is left out, and then the shape is not whole.
    """
    outer, outer_is_whole = _rings(relation, extract, {"outer", ""})
    inner, inner_is_whole = _rings(relation, extract, {"inner"})
    if outer is None:
        return None, False
    shape = outer if inner is None else shapely.difference(outer, inner)
    return _polygonal(shape), outer_is_whole and inner_is_whole


def _rings(relation: Relation, extract: Extract, roles: set[str]) -> tuple[BaseGeometry | None, bool]:
    named = [member.id for member in relation.members if member.type == "w" and member.role in roles]
    ways = [extract.ways[identifier] for identifier in dict.fromkeys(named) if identifier in extract.ways]
    lines = [line for line in map(way_line, ways) if line is not None]
    if not lines:
        return None, not named
    polygons, _cuts, dangles, _invalid = shapely.polygonize_full(
        list(shapely.get_parts(shapely.node(shapely.MultiLineString(lines))))
    )
    shape = shapely.union_all(list(polygons.geoms)) if polygons.geoms else None
    is_whole = len(lines) == len(set(named)) and not dangles.geoms and shape is not None
    return shape, is_whole


def _polygonal(shape: BaseGeometry) -> BaseGeometry | None:
    if not shapely.is_valid(shape):
        shape = shapely.make_valid(shape, method="structure", keep_collapsed=False)
    return only(shape, "Polygon")


def only(shape: BaseGeometry, kind: str) -> BaseGeometry | None:
    """Return the parts of one kind (Polygon or LineString) of a geometry, one geometry again, or None."""
    parts = [
        part for part in shapely.get_parts(_parts(shape)) if part.geom_type == kind and not part.is_empty
    ]
    if not parts:
        return None
    if len(parts) == 1:
        return cast(BaseGeometry, parts[0])
    return shapely.MultiPolygon(parts) if kind == "Polygon" else shapely.MultiLineString(parts)


def _parts(shape: BaseGeometry) -> list[BaseGeometry]:
    """Return the parts of a geometry, of the collections within it too."""
    parts: list[BaseGeometry] = []
    for part in shapely.get_parts(shape):
        parts += _parts(part) if part.geom_type == "GeometryCollection" else [part]
    return parts


def inner_point(shape: BaseGeometry) -> LonLat:
    """Return a position inside a polygonal geometry, or on the middle of a line."""
    if isinstance(shape, shapely.LineString):
        point = shapely.line_interpolate_point(shape, 0.5, normalized=True)
    else:
        point = shapely.point_on_surface(shape)
    return round(float(point.x), DEGREE_DIGITS), round(float(point.y), DEGREE_DIGITS)
