"""Open a file with GDAL: a clean copy of it, by the one driver of its content.

GDAL decides by the content how to open a file, and some of its formats name others: a VRT under the name of a
GeoJSON reads any file of the machine and fetches any address. So the content is recognised here, what is known of
its format is copied into a folder of its own under a fixed name, and only that format's driver is let at the copy.
"""

import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from ctypes import c_char_p
from enum import Enum
from pathlib import Path

from django.contrib.gis.gdal import DataSource, GDALException
from django.contrib.gis.gdal.driver import Driver
from django.contrib.gis.gdal.libgdal import lgdal
from django.contrib.gis.gdal.prototypes import ds as capi

from districts.importing.errors import ImportRefused
from districts.importing.files import check_file, foreign_encoding
from districts.importing.layers.geojson import copy_geojson
from districts.importing.layers.geopackage import copy_geopackage
from districts.importing.layers.kml import copy_kml
from districts.importing.layers.shapefile import copy_shapefile, copy_zipped_shapefile

SNIFFED_BYTES = 1024


class Format(Enum):
    """A format that may be imported: its name for people."""

    GEOJSON = "GeoJSON"
    GEOPACKAGE = "GeoPackage"
    SHAPEFILE = "Shapefile"
    KML = "KML"


DRIVERS = {
    Format.GEOJSON: (b"GeoJSON",),
    Format.GEOPACKAGE: (b"GPKG",),
    Format.SHAPEFILE: (b"ESRI Shapefile",),
    Format.KML: (b"LIBKML", b"KML"),
}
MARKS = (
    (b"SQLite format 3\0", Format.GEOPACKAGE, copy_geopackage),
    (b"\x00\x00\x27\x0a", Format.SHAPEFILE, copy_shapefile),
    (b"PK\x03\x04", Format.SHAPEFILE, copy_zipped_shapefile),
    (b"{", Format.GEOJSON, copy_geojson),
    (b"<", Format.KML, copy_kml),
)
"""How the content begins, and what copies it; those of text may follow a byte order mark and spaces."""


@contextmanager
def open_layers(path: Path, allowed: Collection[Format]) -> Iterator[DataSource]:
    """Open a file, whatever its name, as long as it holds one of the formats allowed.

    Raises:
        ImportRefused: there is no such file, it is empty or too large, holds another format, is broken, or reaches
            for something outside itself.
    """
    names = [each.value for each in Format if each in allowed]
    listed = " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
    check_file(path)
    with path.open("rb") as stream:
        head = stream.read(SNIFFED_BYTES)
    if not head:
        raise ImportRefused(f"{path.name} is empty.")
    if encoding := foreign_encoding(head):
        raise ImportRefused(f"{path.name} is in {encoding}: save it in UTF-8.")
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, found, copy in MARKS:
        if found in allowed and (head.startswith(mark) or text.startswith(mark)):
            with tempfile.TemporaryDirectory(prefix="import-") as folder, _quiet():
                yield _opened(copy(path, Path(folder)), found, path.name)
            return
    raise ImportRefused(f"{path.name} is no {listed}.")


@contextmanager
def _quiet() -> Iterator[None]:
    """Let GDAL print nothing: what is wrong is said in one sentence, by what reads the layer."""
    lgdal.CPLPushErrorHandler(lgdal.CPLQuietErrorHandler)
    try:
        yield
    finally:
        lgdal.CPLPopErrorHandler()


def _opened(copy: Path, found: Format, name: str) -> DataSource:
    Driver.ensure_registered()
    drivers = DRIVERS[found]
    try:
        pointer = capi.open_ds(
            str(copy).encode(),
            capi.GDAL_OF_READONLY | capi.GDAL_OF_VECTOR,
            (c_char_p * (len(drivers) + 1))(*drivers, None),
            None,
            None,
        )
        return DataSource(pointer, capi.get_dataset_driver(pointer))
    except GDALException as error:
        raise ImportRefused(f"{name} cannot be read as {found.value}.") from error
