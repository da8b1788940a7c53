"""Read places from a table: CSV with a column each for latitude and longitude."""

import csv
import math
from collections.abc import Iterator, Mapping
from pathlib import Path

from django.contrib.gis.gdal import GDALException, SpatialReference
from django.contrib.gis.geos import Point

from districts.importing.errors import ImportRefused
from districts.importing.files import read_text
from districts.text import clean_line
from stops.importing.places_fields import Row, choose_columns
from stops.importing.records import LonLat
from stops.importing.table_text import explain, rows_of_text

WGS84 = 4326
COORDINATES = (("lat", "latitude"), ("lon", "longitude"))
BYTES_MAX = 256 * 2**20
"""A million places are 100 MB."""


def table_rows(path: Path, mapping: Mapping[str, str], srid: int | None) -> Iterator[Row]:
    """Yield the rows of a CSV file, see ``rows_of_text``.

    Args:
        path: the file.
        mapping: column by field, where the names differ.
        srid: the reference system of the coordinates; EPSG:4326 when not given.

    Raises:
        ImportRefused: it is no such table, or has a coordinate that is none; the message names the line.
    """
    reader = rows_of_text(read_text(path, BYTES_MAX), strict=True)
    try:
        header: list[str] = next((cells for cells in reader if any(cells)), [])
        columns = choose_columns(header, mapping)
        for name in ("lat", "lon"):
            if name not in columns:
                raise ImportRefused(
                    f"The file has no column {name!r}: name it with --field {name}=COLUMN (it has {', '.join(header)})."
                )
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            where = f"{path.name}, line {reader.line_num}"
            if len(cells) > len(header):
                raise ImportRefused(f"{where}: it has {len(cells)} cells, the first line has {len(header)}.")
            by_column = dict(zip(header, cells, strict=False))
            values = {field: clean_line(by_column.get(column, "")) for field, column in columns.items()}
            yield Row(where, reader.line_num, values, _location(values, where, srid or WGS84))
    except csv.Error as error:
        raise ImportRefused(f"{path.name}, line {reader.line_num}: {explain(error)}.") from error


def _location(values: Mapping[str, str], where: str, srid: int) -> LonLat | None:
    empty = [word for name, word in COORDINATES if not values[name]]
    if len(empty) == len(COORDINATES):
        return None
    if empty:
        raise ImportRefused(f"{where}: it has no {empty[0]}.")
    return to_degrees((_number(values, "lon", where), _number(values, "lat", where)), where, srid)


def _number(values: Mapping[str, str], name: str, where: str) -> float:
    try:
        return float(values[name].replace(",", "."))
    except ValueError:
        raise ImportRefused(f"{where}: {name} must be a number, not {values[name]!r}.") from None


def to_degrees(position: tuple[float, float], where: str, srid: int) -> LonLat:
    """Return a position (x, y) of a reference system as (lon, lat), EPSG:4326.

    Raises:
        ImportRefused: it is not on the earth, or the reference system is not known.
    """
    if not all(math.isfinite(value) for value in position):
        raise ImportRefused(f"{where}: the coordinates are not numbers.")
    lon, lat = position
    if srid != WGS84:
        try:
            point = Point(*position, srid=SpatialReference(srid).srid)
            point.transform(WGS84)
        except GDALException as error:
            raise ImportRefused(f"{where}: the coordinates are none of EPSG:{srid}.") from error
        lon, lat = point.x, point.y
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        raise ImportRefused(
            f"{where}: {lon:g}, {lat:g} are no degrees: give the reference system of the file with --srid."
        )
    return lon, lat
