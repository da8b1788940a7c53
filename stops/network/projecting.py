"""Bring geometries from one reference system to another; what does it is made once, for making it is costly."""

from functools import cache
from typing import Any

import shapely
from django.conf import settings
from django.contrib.gis.gdal import CoordTransform, SpatialReference
from django.contrib.gis.geos import GEOSGeometry

WGS84_SRID = 4326


@cache
def between(srid: int, other_srid: int) -> CoordTransform:
    """Return what brings coordinates from one reference system to another, both by their SRID."""
    return CoordTransform(SpatialReference(srid), SpatialReference(other_srid))


def in_metric(geometry: GEOSGeometry) -> Any:
    """Return a geometry (SRID 4326, (lon, lat)) as shapely's, in the city's metric projection."""
    to_metric = between(WGS84_SRID, settings.CITY_SRID)
    return shapely.from_wkb(bytes(geometry.transform(to_metric, clone=True).wkb))
