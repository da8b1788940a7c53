"""Copy a KML that stands for itself."""

import shutil
from pathlib import Path
from typing import Any
from xml.parsers import expat

from districts.importing.errors import ImportRefused

BYTES_MAX = 128 * 2**20
LINKS = frozenset({"NetworkLink", "NetworkLinkControl"})


class _Reaching(Exception):
    """The document is no KML, or wants something from elsewhere; the message says what."""


def copy_kml(path: Path, folder: Path) -> Path:
    """Copy a KML into a folder, and return the file.

    Raises:
        ImportRefused: it is too large, no KML, declares entities, or links to what lies elsewhere.
    """
    if path.stat().st_size > BYTES_MAX:
        raise ImportRefused(f"{path.name} is larger than {BYTES_MAX // 2**20} MB.")
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = _Elements()
    try:
        with path.open("rb") as stream:
            parser.ParseFile(stream)
    except _Reaching as error:
        raise ImportRefused(f"{path.name} {error}.") from error
    except (expat.ExpatError, ValueError) as error:
        raise ImportRefused(f"{path.name} cannot be read: it breaks off or is no XML.") from error
    return Path(shutil.copyfile(path, folder / "layer.kml"))


def _refuse_declarations(*_arguments: Any) -> None:
    raise _Reaching("declares a document type, which a KML has not")


class _Elements:
    """Looks at each element: the first must be that of a KML, and none may lead elsewhere."""

    def __init__(self) -> None:
        self._is_first = True

    def __call__(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if self._is_first and name != "kml":
            raise _Reaching("is none of the formats that can be read: it is an XML, but no KML")
        self._is_first = False
        if name in LINKS:
            raise _Reaching("links to another file or address: save what it shows as a KML of its own")
        if name == "SchemaData" and not attributes.get("schemaUrl", "#").startswith("#"):
            raise _Reaching("takes its fields from another file or address: save it as a KML of its own")
