"""Copy the tables of a GeoPackage that hold features: no view, virtual table or trigger comes along.

Source: OGC 12-128r18 (GeoPackage 1.3), clauses 1.1.2 to 2.1.
"""

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote

from districts.importing.errors import ImportRefused
from districts.importing.layers.reference_systems import is_harmless_wkt

BYTES_MAX = 512 * 2**20
CHUNK = 1000
OWN_TABLES = ("gpkg_spatial_ref_sys", "gpkg_contents", "gpkg_geometry_columns")
SYSTEMS = "SELECT srs_id, organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys"
LAYERS = """
SELECT CAST(shape.table_name AS TEXT), CAST(column_name AS TEXT), CAST(geometry_type_name AS TEXT),
    CAST(shape.srs_id AS INTEGER), CAST(z AS INTEGER), CAST(m AS INTEGER)
FROM gpkg_geometry_columns AS shape JOIN gpkg_contents USING (table_name) WHERE data_type = 'features'
"""
COLUMN_TYPE = re.compile(r"[A-Za-z]+( ?\(\d{1,5}\))?")
SCHEMA = """
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
PRAGMA synchronous = OFF;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT, description TEXT,
    last_change DATETIME NOT NULL, min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER);
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
    geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
    PRIMARY KEY (table_name, column_name));
"""


def copy_geopackage(path: Path, folder: Path) -> Path:
    """Write the feature tables of a GeoPackage into a new one in a folder, and return the file.

    Raises:
        ImportRefused: it is too large, still open in another program, damaged, or has features in a view.
    """
    if path.stat().st_size > BYTES_MAX:
        raise ImportRefused(f"{path.name} is larger than {BYTES_MAX // 2**20} MB.")
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists() and beside.stat().st_size:
            raise ImportRefused(
                f"{path.name} is open in another program ({beside.name}): close it there first."
            )
    target = folder / "layer.gpkg"
    address = f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1"
    try:
        with (
            closing(sqlite3.connect(address, uri=True)) as source,
            closing(sqlite3.connect(target, isolation_level=None)) as copy,
        ):
            source.execute("PRAGMA trusted_schema = OFF")
            copy.executescript(SCHEMA)
            copy.execute("BEGIN")
            kinds = {row[1].casefold(): row[2] for row in source.execute("PRAGMA main.table_list")}
            if any(kinds.get(table) != "table" for table in OWN_TABLES):
                raise ImportRefused(f"{path.name} is no GeoPackage.")
            _copy_systems(source, copy)
            for layer in _layers(source, kinds, path.name):
                _copy_layer(source, copy, *layer)
            copy.execute("COMMIT")
    except (sqlite3.Error, sqlite3.Warning, UnicodeDecodeError, ValueError, OverflowError) as error:
        raise ImportRefused(f"{path.name} is damaged or no GeoPackage.") from error
    return target


def _copy_systems(source: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    """Copy the reference systems that have an EPSG number, or a text that names nothing elsewhere."""
    for number, organization, code, definition in source.execute(SYSTEMS):
        is_numbered = str(organization).upper() == "EPSG" and isinstance(code, int)
        if is_numbered:
            row = (f"EPSG {code}", number, "EPSG", code, "", "")
        elif is_harmless_wkt(str(definition)):
            row = (f"own {number}", number, "NONE", number, str(definition), "")
        else:
            continue
        _insert(copy, "gpkg_spatial_ref_sys", [row])


def _layers(
    source: sqlite3.Connection, kinds: Mapping[str, str], name: str
) -> Iterator[tuple[str, str, str, int, int, int]]:
    """Yield table, geometry column, its type, reference system, z and m of each table of features."""
    for layer in source.execute(LAYERS).fetchall():
        kind = kinds.get(layer[0].casefold(), "missing")
        if kind != "table":
            raise ImportRefused(f"{name}: its layer {layer[0]!r} is no table but {kind}: save it as a table.")
        yield layer


def _copy_layer(
    source: sqlite3.Connection, copy: sqlite3.Connection,
    table: str, column: str, kind: str, system: int, z: int, m: int,
) -> None:  # fmt: skip
    fields = [(row[1], row[2], row[5]) for row in source.execute(f"PRAGMA table_info({_quoted(table)})")]
    keys = [name for name, _kind, is_key in fields if is_key]
    declared = ", ".join(_declared(name, kind_of, is_key=keys == [name]) for name, kind_of, _key in fields)
    copy.execute(f"CREATE TABLE {_quoted(table)} ({declared})")
    contents: list[Any] = [table, "features", table, "", "2000-01-01T00:00:00Z", *(None,) * 4, system]
    _insert(copy, "gpkg_contents", [contents])
    _insert(copy, "gpkg_geometry_columns", [(table, column, kind, system, z, m)])
    names = ", ".join(_quoted(name) for name, _kind, _key in fields)
    rows = source.execute(f"SELECT {names} FROM {_quoted(table)}")  # noqa: S608
    while several := rows.fetchmany(CHUNK):
        _insert(copy, table, several)


def _insert(copy: sqlite3.Connection, table: str, rows: Sequence[Sequence[Any]]) -> None:
    marks = ", ".join("?" * len(rows[0]))
    copy.executemany(f"INSERT OR REPLACE INTO {_quoted(table)} VALUES ({marks})", rows)  # noqa: S608


def _declared(name: str, kind: str, *, is_key: bool) -> str:
    known = kind if COLUMN_TYPE.fullmatch(kind) else "TEXT"
    return f"{_quoted(name)} {known}{' PRIMARY KEY' if is_key and known.upper() == 'INTEGER' else ''}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
