"""Copy a Shapefile with the files beside it, or out of a zip archive."""

import zipfile
import zlib
from collections.abc import Callable
from lzma import LZMAError
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from districts.importing.errors import ImportRefused
from districts.importing.layers.reference_systems import is_harmless_wkt

BYTES_MAX = 512 * 2**20
"""Of each file; boundaries of a whole country are smaller."""
SUFFIXES = (".shp", ".shx", ".dbf", ".prj", ".cpg")
MEMBERS_MAX = 1000
CHUNK = 2**20
DAMAGED = (
    zipfile.BadZipFile, zlib.error, LZMAError, EOFError, OSError, RuntimeError, NotImplementedError, ValueError,
)  # fmt: skip

Opener = Callable[[], BinaryIO]


def copy_shapefile(path: Path, folder: Path) -> Path:
    """Copy a Shapefile and what stands beside it under its name, and return the file.

    Raises:
        ImportRefused: a file is too large, or one beside it is a link to elsewhere.
    """
    openers: dict[str, Opener] = {".shp": lambda: path.open("rb")}
    for suffix in SUFFIXES[1:]:
        for beside in (path.with_suffix(suffix), path.with_suffix(suffix.upper())):
            if beside.is_symlink():
                raise ImportRefused(f"{beside.name} beside {path.name} is a link, no file.")
            if beside.is_file():
                openers[suffix] = lambda beside=beside: beside.open("rb")  # type: ignore[misc]
    return _copied(openers, folder, path.name)


def copy_zipped_shapefile(path: Path, folder: Path) -> Path:
    """Copy the one Shapefile of a zip archive, and return the file.

    Raises:
        ImportRefused: it has none or several, is damaged, encrypted or unpacks beyond measure.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.startswith("__MACOSX/")]
            shapes = [name for name in names if PurePosixPath(name).suffix.lower() == ".shp"]
            if len(shapes) != 1 or len(names) > MEMBERS_MAX:
                raise ImportRefused(
                    f"{path.name} is a zip archive with {len(shapes)} Shapefiles: it must have one, or be unpacked."
                )
            if any(member.file_size > BYTES_MAX for member in archive.infolist()):
                raise ImportRefused(f"{path.name} unpacks to files larger than {BYTES_MAX // 2**20} MB.")
            stem = PurePosixPath(shapes[0]).with_suffix("")
            openers: dict[str, Opener] = {
                PurePosixPath(name).suffix.lower(): lambda name=name: archive.open(name)  # type: ignore[misc]
                for name in names
                if PurePosixPath(name).with_suffix("") == stem
            }
            return _copied(openers, folder, path.name)
    except DAMAGED as error:
        raise ImportRefused(f"{path.name} is a damaged or encrypted zip archive.") from error


def _copied(openers: dict[str, Opener], folder: Path, name: str) -> Path:
    """Write the files of a Shapefile into a folder; a reference system that reaches elsewhere stays behind."""
    for suffix in SUFFIXES:
        if suffix not in openers:
            continue
        target = folder / f"layer{suffix}"
        size = 0
        with openers[suffix]() as source, target.open("wb") as stream:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                if size > BYTES_MAX:
                    raise ImportRefused(f"{name}: its {suffix} is larger than {BYTES_MAX // 2**20} MB.")
                stream.write(chunk)
    system = folder / "layer.prj"
    if system.exists() and not is_harmless_wkt(system.read_text(encoding="utf-8", errors="replace")):
        system.unlink()
    return folder / "layer.shp"
