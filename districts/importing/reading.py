"""Read districts from a GeoJSON, GeoPackage, Shapefile or KML, in any reference system."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
import shapely.wkb
from django.contrib.gis.gdal import GDALException, SpatialReference
from django.contrib.gis.gdal.feature import Feature
from django.contrib.gis.gdal.layer import Layer
from django.utils.text import slugify
from shapely.geometry.base import BaseGeometry

from districts.importing.errors import ImportRefused
from districts.importing.layers.opening import Format, open_layers
from geoportal.web.text import clean_line

WGS84 = 4326
KATO = re.compile(r"^\d{9}$")
NAME_MAX = 200

FIELDS = (
    "kato",
    "name_kk",
    "name_ru",
    "name_en",
    "slug",
    "valid_from",
    "population",
    "population_date",
    "population_source",
    "population_approximate",
    "source",
)
"""What may be read of a district; the field of the same name, unless mapped to another."""

REQUIRED_FIELDS = ("kato", "name_kk", "name_ru")


@dataclass(frozen=True, slots=True)
class DistrictData:
    """One district as the file has it.

    Attributes:
        line: its number in the file, from 1.
        boundary: polygonal shapely geometry, degrees, EPSG:4326, (lon, lat); not yet checked.
    """

    line: int
    kato: str
    name_kk: str
    name_ru: str
    name_en: str
    slug: str
    valid_from: dt.date
    population: int | None
    population_date: dt.date | None
    population_source: str
    population_is_approximate: bool
    source: str
    boundary: BaseGeometry

    @property
    def label(self) -> str:
        """What a message calls it."""
        return f"feature {self.line} ({self.kato} {self.name_ru})"


def read_districts(
    path: Path,
    *,
    mapping: Mapping[str, str] | None = None,
    srid: int | None = None,
    valid_from: dt.date | None = None,
) -> list[DistrictData]:
    """Read all districts of a file.

    Args:
        path: GeoJSON, GeoPackage, Shapefile (also in a zip archive) or KML; its first layer counts.
        mapping: the file's field for a name of ``FIELDS``, where it differs.
        srid: the file's reference system, where it does not say so itself.
        valid_from: the first day of the boundaries, for features without such a field.

    Raises:
        ImportRefused: the file cannot be opened or has no usable districts.
    """
    with open_layers(path, tuple(Format)) as source:
        if len(source) == 0:
            raise ImportRefused(f"{path.name} has no layer.")
        layer = source[0]
        features = _features(layer)
        if not features:
            raise ImportRefused(f"{path.name} has no features.")
        source_srs = _reference_system(layer, srid)
        chosen = _fields(layer, mapping or {})
        return [
            _district(line, feature, chosen, source_srs, valid_from)
            for line, feature in enumerate(features, start=1)
        ]


def _features(layer: Layer) -> list[Feature]:
    try:
        return list(layer)
    except (GDALException, UnicodeDecodeError) as error:
        raise ImportRefused(f"Layer {layer.name!r} breaks off: {error}.") from error


def _reference_system(layer: Layer, srid: int | None) -> SpatialReference:
    """Return the layer's reference system; one given by number wins."""
    if srid is not None:
        try:
            return SpatialReference(srid)
        except GDALException as error:
            raise ImportRefused(f"EPSG:{srid} is not a known reference system.") from error
    own = layer.srs
    if own is None:
        raise ImportRefused("The file does not say its reference system: give it with --srid.")
    return own


def _fields(layer: Layer, mapping: Mapping[str, str]) -> dict[str, str]:
    """Return the layer's field for each name that it has."""
    present = list(layer.fields)
    chosen = {}
    for name, field in mapping.items():
        if name not in FIELDS:
            raise ImportRefused(f"{name!r} is not one of {', '.join(FIELDS)}.")
        if field not in present:
            raise ImportRefused(f"The file has no field {field!r}; it has {', '.join(present) or 'none'}.")
        chosen[name] = field
    for name in FIELDS:
        if name not in chosen and name in present:
            chosen[name] = name
    for name in REQUIRED_FIELDS:
        if name not in chosen:
            raise ImportRefused(
                f"The file has no field {name!r}: name the right one with --field {name}=FIELD "
                f"(it has {', '.join(present) or 'none'})."
            )
    return chosen


def _district(
    line: int,
    feature: Feature,
    fields: Mapping[str, str],
    source_srs: SpatialReference,
    valid_from: dt.date | None,
) -> DistrictData:
    def text(name: str) -> str:
        value = _value(line, feature, fields.get(name))
        return "" if value is None else clean_line(str(value))

    kato = text("kato")
    if not KATO.match(kato):
        raise ImportRefused(f"Feature {line}: the KATO code must have 9 digits, not {kato!r}.")
    names = {name: text(name) for name in ("name_kk", "name_ru", "name_en")}
    for name, value in names.items():
        if not value and name in REQUIRED_FIELDS:
            raise ImportRefused(f"Feature {line} ({kato}): {name} is empty.")
        if len(value) > NAME_MAX:
            raise ImportRefused(f"Feature {line} ({kato}): {name} is longer than {NAME_MAX} characters.")
    begins = _date(line, "valid_from", _value(line, feature, fields.get("valid_from"))) or valid_from
    if begins is None:
        raise ImportRefused("Say from which day the boundaries are in force with --valid-from YYYY-MM-DD.")
    return DistrictData(
        line=line,
        kato=kato,
        **names,
        slug=text("slug") or slugify(names["name_en"]) or kato,
        valid_from=begins,
        population=_whole_number(line, _value(line, feature, fields.get("population"))),
        population_date=_date(line, "population_date", _value(line, feature, fields.get("population_date"))),
        population_source=text("population_source")[:300],
        population_is_approximate=text("population_approximate").lower() in {"1", "true", "yes"},
        source=text("source")[:300],
        boundary=_boundary(line, feature, source_srs),
    )


def _value(line: int, feature: Feature, field: str | None) -> Any:
    if field is None:
        return None
    try:
        return feature.get(field)
    except (GDALException, UnicodeDecodeError, IndexError) as error:
        raise ImportRefused(f"Feature {line}: the field {field!r} cannot be read (is it UTF-8?).") from error


def _date(line: int, name: str, value: Any) -> dt.date | None:
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    try:
        return dt.date.fromisoformat(str(value)[:10].replace("/", "-"))
    except ValueError:
        raise ImportRefused(f"Feature {line}: {name} must be YYYY-MM-DD, not {value!r}.") from None


def _whole_number(line: int, value: Any) -> int | None:
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise ImportRefused(
            f"Feature {line}: the population must be a whole number, not {value!r}."
        ) from None
    if not 0 < number < 100_000_000:
        raise ImportRefused(f"Feature {line}: a population of {number} cannot be right.")
    return number


def _boundary(line: int, feature: Feature, source_srs: SpatialReference) -> BaseGeometry:
    try:
        geometry = feature.geom.clone()
        geometry.srs = source_srs
        geometry.transform(WGS84)
        boundary = shapely.wkb.loads(bytes(geometry.wkb))
    except (GDALException, shapely.errors.ShapelyError) as error:
        raise ImportRefused(f"Feature {line}: its geometry cannot be brought to EPSG:4326.") from error
    if boundary.geom_type not in {"Polygon", "MultiPolygon"} or boundary.is_empty:
        raise ImportRefused(f"Feature {line}: a boundary must be a polygon, not {boundary.geom_type}.")
    return boundary
