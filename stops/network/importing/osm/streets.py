"""The driven streets, to tell the two sides of a street apart."""

import shapely

from stops.network.importing.osm.elements import Extract
from stops.network.importing.osm.geometry import Plane
from stops.network.importing.osm.names import Names, names_of
from stops.network.importing.osm.tags import DRIVEN
from stops.network.importing.records import LonLat

ON_STREET_M = 0.5


class Streets:
    """The driven streets of an extract, to ask what lies between two positions."""

    def __init__(self, extract: Extract, plane: Plane) -> None:
        self.plane = plane
        driven = [
            way for way in extract.ways.values() if way.tags.get("highway") in DRIVEN and len(way.line) > 1
        ]
        self.ways = driven
        self.tree = shapely.STRtree([plane.line(way.line) for way in driven])

    def run_between(self, one: LonLat, other: LonLat) -> bool:
        """Return whether a driven street crosses the straight line between two positions."""
        if one == other:
            return False
        return bool(self.tree.query(self.plane.line([one, other]), predicate="intersects").size)

    def hold(self, location: LonLat) -> bool:
        """Return whether a position lies on a driven street."""
        point = shapely.Point(self.plane.xy(location))
        return bool(self.tree.query(point, predicate="dwithin", distance=ON_STREET_M).size)

    def nearest_names(self, location: LonLat, within_m: float) -> Names | None:
        """Return the names of the nearest street that has one, or None within that distance."""
        point = shapely.Point(self.plane.xy(location))
        near = self.tree.query(point, predicate="dwithin", distance=within_m)
        found = [
            (self.tree.geometries[index].distance(point), self.ways[index].id, names)
            for index in near
            if (names := names_of(self.ways[index].tags))
        ]
        return min(found)[2] if found else None
