"""Ask for tiles and read them with GDAL's driver, as QGIS does."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlencode

import shapely
from django.contrib.gis.gdal import DataSource
from django.contrib.gis.geos import GEOSGeometry, Point
from django.test import Client

from districts.grid import tile_of

WORLD_M = 40_075_016.68557849
GDAL_OWN = {"mvt_id"}


@dataclass(frozen=True, slots=True)
class Feature:
    """A feature of a tile; its geometry in EPSG:3857."""

    geometry: shapely.Geometry
    properties: dict[str, Any]


def address(layer: str, z: int, x: int, y: int, **query: Any) -> str:
    """Return the address of a tile."""
    return f"/tiles/{layer}/{z}/{x}/{y}.mvt" + (f"?{urlencode(query, doseq=True)}" if query else "")


def mercator(geometry: GEOSGeometry) -> shapely.Geometry:
    """Return a geometry of the database (SRID 4326) as tiles should show it, in EPSG:3857."""
    return shapely.from_wkb(bytes(geometry.transform(3857, clone=True).wkb))


def unit_m(z: int) -> float:
    """Return the side of one unit of a tile's grid, metres of EPSG:3857."""
    return WORLD_M / (1 << z) / 4096


def read_tile(client: Client, layer: str, z: int, x: int, y: int, **query: Any) -> list[Feature]:
    """Return the features of a tile."""
    response = client.get(address(layer, z, x, y, **query))
    assert response.status_code == 200, response.content
    return decode(response.content, layer, z, x, y)


def read_at(client: Client, layer: str, z: int, at: tuple[float, float], **query: Any) -> list[Feature]:
    """Return the features of the tile that holds (lon, lat)."""
    return read_tile(client, layer, z, *tile_of(*at, z), **query)


def decode(content: bytes, layer: str, z: int, x: int, y: int) -> list[Feature]:
    """Return the features that GDAL finds in a tile's bytes; a tile has this layer only, or nothing."""
    if not content:
        return []
    with TemporaryDirectory() as folder:
        path = Path(folder) / str(z) / str(x) / f"{y}.mvt"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
        (found,) = DataSource(path)
        assert found.name == layer
        return [
            Feature(
                shapely.from_wkb(bytes(feature.geom.wkb)),
                {
                    name: feature.get(name)
                    for name in feature.fields
                    if name not in GDAL_OWN and feature.get(name) is not None
                },
            )
            for feature in found
        ]


def lies_at(feature: Feature, at: tuple[float, float], within_m: float) -> bool:
    """Return whether a feature is within a distance (EPSG:3857) of (lon, lat)."""
    return bool(feature.geometry.distance(mercator(Point(*at, srid=4326))) <= within_m)
