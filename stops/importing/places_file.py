"""Read places from a city's own file: CSV, GeoJSON or GeoPackage."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from districts.importing.errors import ImportRefused
from districts.importing.files import check_file
from stops.importing.area import Bbox, grown
from stops.importing.places_fields import Row
from stops.importing.places_layer import layer_rows
from stops.importing.places_table import table_rows
from stops.importing.records import LonLat, Network, PlaceData, Skipped
from stops.models import PlaceKind

AROUND_M = 10_000.0
ID_MAX, NAME_MAX = 120, 200
TABLES = (".csv", ".tsv", ".txt")
LAYERS = (".geojson", ".json", ".gpkg")


@dataclass(frozen=True, slots=True)
class PlacesOptions:
    """How to read a file of places.

    Attributes:
        mapping: the file's column by field (see ``FIELDS``), where the names differ.
        kind: of the places whose row does not say it.
        kind_values: our kind by the file's own word.
        srid: the reference system, where the file does not say it.
        layer: which one, where the file has several.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    kind: PlaceKind | None = None
    kind_values: Mapping[str, PlaceKind] = field(default_factory=dict)
    srid: int | None = None
    layer: str = ""


def read_places(path: Path, *, city_bbox: Bbox, options: PlacesOptions) -> Network:
    """Return the places of a file.

    A row without coordinates or name, or more than 10 km outside the city's bounds, is left out and told. A
    coordinate or kind that cannot be understood refuses the whole file: its author should know.

    Args:
        path: CSV, GeoJSON or GeoPackage, told by the ending of its name.
        city_bbox: (west, south, east, north), degrees.
        options: how to read it.

    Raises:
        ImportRefused: the file is broken or not of this city; the message names the line.
    """
    area = grown(city_bbox, AROUND_M)
    network = Network()
    seen: dict[str, Row] = {}
    outside = 0
    first_left_out = ""
    for row in _rows(path, options):
        source_id = _source_id(row, seen)
        names = _names(row)
        lacking = ["no name"] * (not names["kk"]) + ["no coordinates"] * (row.location is None)
        reason = f"it has {' and '.join(lacking)}" if lacking else ""
        if row.location is not None and not (
            area[0] <= row.location[0] <= area[2] and area[1] <= row.location[1] <= area[3]
        ):
            reason = f"{row.location[0]:.4f}, {row.location[1]:.4f} is more than 10 km outside the city"
            outside += 1
        kind = _kind(row, options)
        if reason or row.location is None:
            first_left_out = first_left_out or f"{row.where}: {reason}"
            network.skipped.append(Skipped(f"place {source_id}", reason, row.number, path.name))
        else:
            network.places.append(PlaceData(source_id, kind, names, row.location))
    if not seen:
        raise ImportRefused(f"{path.name} has no places.")
    if outside == len(seen):
        raise ImportRefused(
            f"All {outside} places of {path.name} lie more than 10 km outside the city (CITY_BBOX): are latitude and "
            "longitude swapped, or is the reference system another (--srid)?"
        )
    if not network.places:
        raise ImportRefused(f"{first_left_out}; no place of the file can be imported.")
    return network


def _is_inside(location: LonLat, area: Bbox) -> bool:
    west, south, east, north = area
    return west <= location[0] <= east and south <= location[1] <= north


def _rows(path: Path, options: PlacesOptions) -> Iterator[Row]:
    ending = path.suffix.lower()
    if ending in TABLES:
        return table_rows(path, options.mapping, options.srid)
    if ending in LAYERS:
        return layer_rows(path, options.mapping, options.srid, options.layer)
    check_file(path)
    raise ImportRefused(f"{path.name}: the name must end in {', '.join((*TABLES, *LAYERS))}.")


def _source_id(row: Row, seen: dict[str, Row]) -> str:
    source_id = row.values["id"]
    if not source_id:
        raise ImportRefused(f"{row.where}: it has no id.")
    if len(source_id) > ID_MAX:
        raise ImportRefused(f"{row.where}: the id has {len(source_id)} characters, {ID_MAX} is the most.")
    if source_id in seen:
        raise ImportRefused(f"{row.where}: the id {source_id!r} stands already in {seen[source_id].where}.")
    seen[source_id] = row
    return source_id


def _names(row: Row) -> dict[str, str]:
    kk, ru, en = (" ".join(row.values.get(f"name_{language}", "").split()) for language in ("kk", "ru", "en"))
    names = {"kk": kk or ru, "ru": ru or kk, "en": en}
    longest = max(map(len, names.values()))
    if longest > NAME_MAX:
        raise ImportRefused(f"{row.where}: a name has {longest} characters, {NAME_MAX} is the most.")
    return names


def _kind(row: Row, options: PlacesOptions) -> PlaceKind:
    word = row.values.get("kind", "")
    if word in options.kind_values:
        return options.kind_values[word]
    if word in PlaceKind.values:
        return PlaceKind(word)
    if not word and options.kind is not None:
        return options.kind
    if not word:
        raise ImportRefused(f"{row.where}: it has no kind: give the kind of such places with --kind.")
    raise ImportRefused(
        f"{row.where}: the kind {word!r} is none of {', '.join(PlaceKind.values)}: say what it is with "
        f"--kind-value {word}=KIND."
    )
