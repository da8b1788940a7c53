"""Copy of a GeoJSON what RFC 7946 knows, and its reference system where it is a number."""

import json
import re
from pathlib import Path
from typing import Any

from django.contrib.gis.gdal import GDALException, SpatialReference

from districts.importing.errors import ImportRefused
from geoportal.web.features import feature, feature_collection

BYTES_MAX = 128 * 2**20
GEOMETRIES = frozenset(
    {"Point", "MultiPoint", "LineString", "MultiLineString", "Polygon", "MultiPolygon", "GeometryCollection"}
)
REFERENCE_SYSTEM = re.compile(
    r"urn:ogc:def:crs:(OGC:[\d.]*:CRS84|EPSG:[\d.]*:(?P<urn>\d{4,6}))|EPSG:(?P<short>\d{4,6})", re.ASCII
)
"""GDAL would fetch an address that stands for a reference system."""


def copy_geojson(path: Path, folder: Path) -> Path:
    """Write the features of a GeoJSON into a folder, and return the file.

    Raises:
        ImportRefused: it is too large, no GeoJSON in UTF-8, or says its reference system by anything but a number.
    """
    if path.stat().st_size > BYTES_MAX:
        raise ImportRefused(f"{path.name} is larger than {BYTES_MAX // 2**20} MB.")
    document = _parsed(path)
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
    elif kind == "Feature":
        features = [document]
    else:
        features = [feature(document, {})] if kind in GEOMETRIES else None
    if not isinstance(features, list):
        raise ImportRefused(f"{path.name} is no GeoJSON.")
    name = document.get("name")
    clean = feature_collection(
        (_feature(each, number, path.name) for number, each in enumerate(features, start=1)),
        name=name if isinstance(name, str) and name else path.stem,
    )
    if document.get("crs") is not None:
        clean["crs"] = _reference_system(document["crs"], path.name)
    target = folder / "layer.geojson"
    with target.open("w", encoding="ascii") as stream:
        json.dump(clean, stream)
    return target


def _parsed(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_bytes().decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError as error:
        raise ImportRefused(f"{path.name} is not in UTF-8.") from error
    except (ValueError, RecursionError) as error:
        raise ImportRefused(f"{path.name} cannot be read: it breaks off or is no JSON.") from error
    return document if isinstance(document, dict) else {}


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _feature(given: Any, number: int, name: str) -> dict[str, Any]:
    if not isinstance(given, dict) or given.get("type") != "Feature":
        raise ImportRefused(f"{name} is no GeoJSON: its feature {number} is none.")
    properties = given.get("properties") or {}
    geometry = given.get("geometry")
    if not isinstance(properties, dict) or not isinstance(geometry, dict | None):
        raise ImportRefused(f"{name} is no GeoJSON: its feature {number} is none.")
    known_by = given.get("id")
    return feature(
        None if geometry is None else _geometry(geometry, number, name),
        {_text(key): _value(value) for key, value in properties.items()},
        feature_id=_value(known_by) if isinstance(known_by, str | int) else None,
    )


def _geometry(geometry: Any, number: int, name: str) -> dict[str, Any]:
    if not isinstance(geometry, dict) or geometry.get("type") not in GEOMETRIES:
        raise ImportRefused(f"{name}: the geometry of its feature {number} is none that GeoJSON knows.")
    if geometry["type"] == "GeometryCollection":
        parts = geometry.get("geometries")
        parts = parts if isinstance(parts, list) else []
        return {
            "type": geometry["type"],
            "geometries": [_geometry(each, number, name) for each in parts],
        }
    return {"type": geometry["type"], "coordinates": geometry.get("coordinates")}


def _value(value: Any) -> Any:
    """Return a value as a field can hold it; GDAL would end a text at a NUL."""
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False)
    return _text(value) if isinstance(value, str) else value


def _text(text: str) -> str:
    return text.replace("\0", " ")


def _reference_system(said: Any, name: str) -> dict[str, Any]:
    properties = said.get("properties") if isinstance(said, dict) and said.get("type") == "name" else None
    system = properties.get("name") if isinstance(properties, dict) else None
    match = REFERENCE_SYSTEM.fullmatch(system) if isinstance(system, str) else None
    if match is None or not _is_known(match["urn"] or match["short"]):
        raise ImportRefused(
            f"{name} says its reference system otherwise than by a known EPSG number: take its “crs” out, and give "
            "the number with --srid."
        )
    return {"type": "name", "properties": {"name": system}}


def _is_known(number: str | None) -> bool:
    """Return whether there is such a system; GDAL takes degrees for one that it does not know."""
    if number is None:
        return True
    try:
        SpatialReference(int(number))
    except GDALException:
        return False
    return True
