"""Read places from a layer that GDAL opens: GeoJSON or GeoPackage."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import shapely
from django.contrib.gis.gdal import DataSource, GDALException, SpatialReference
from django.contrib.gis.gdal.feature import Feature
from django.contrib.gis.gdal.layer import Layer

from districts.importing.errors import ImportRefused
from districts.importing.layers.opening import Format, open_layers
from geoportal.web.text import clean_line
from stops.network.importing.places_fields import Row, choose_columns
from stops.network.importing.records import LonLat

WGS84 = 4326


def layer_rows(path: Path, mapping: Mapping[str, str], srid: int | None, layer_name: str) -> Iterator[Row]:
    """Yield the features of a layer; of a line or area a position on or in it.

    Args:
        path: a ``.geojson``, ``.json`` or ``.gpkg`` file.
        mapping: field of the layer by field of a place, where the names differ.
        srid: the reference system, over the one that the file says.
        layer_name: which layer, where the file has several; may be empty.

    Raises:
        ImportRefused: the file cannot be read, or a feature of it; the message names it.
    """
    content = Format.GEOPACKAGE if path.name.lower().endswith(".gpkg") else Format.GEOJSON
    with open_layers(path, (content,)) as source:
        yield from _rows(_layer(source, layer_name, path), path, mapping, srid)


def _rows(layer: Layer, path: Path, mapping: Mapping[str, str], srid: int | None) -> Iterator[Row]:
    try:
        columns = choose_columns(list(layer.fields), mapping)
        reference = SpatialReference(srid) if srid is not None else layer.srs
    except (GDALException, UnicodeDecodeError) as error:
        raise ImportRefused(f"{path.name} cannot be read: {error}.") from error
    if reference is None:
        raise ImportRefused("The file does not say its reference system: give it with --srid.")
    number = 0
    try:
        for number, feature in enumerate(layer, start=1):
            where = f"{path.name}, feature {number}"
            values = {field: _text(feature, column) for field, column in columns.items()}
            yield Row(where, number, values, _location(feature, reference, where))
    except (GDALException, UnicodeDecodeError) as error:
        raise ImportRefused(f"{path.name} breaks off at feature {number + 1}: {error}.") from error


def _layer(source: DataSource, name: str, path: Path) -> Layer:
    names = [source[index].name for index in range(len(source))]
    if name and name not in names:
        raise ImportRefused(f"{path.name} has no layer {name!r}; it has {', '.join(names)}.")
    if not name and len(names) != 1:
        listed = ", ".join(names) or "none"
        raise ImportRefused(
            f"{path.name} has several layers or none: choose one with --layer (it has {listed})."
        )
    return source[names.index(name) if name else 0]


def _text(feature: Feature, column: str) -> str:
    value = feature.get(column)
    return "" if value is None else clean_line(str(value))


def _location(feature: Feature, reference: SpatialReference, where: str) -> LonLat | None:
    try:
        geometry = feature.geom.clone()
    except GDALException:
        return None
    try:
        geometry.srs = reference
        geometry.transform(WGS84)
        shape = shapely.from_wkb(bytes(geometry.wkb))
    except (GDALException, shapely.errors.ShapelyError) as error:
        raise ImportRefused(f"{where}: its geometry cannot be brought to EPSG:4326.") from error
    if shape.is_empty:
        return None
    point = shapely.point_on_surface(shape)
    if not (-180 <= point.x <= 180 and -90 <= point.y <= 90):
        raise ImportRefused(
            f"{where}: its coordinates are no degrees: give the reference system with --srid."
        )
    return float(point.x), float(point.y)
