"""Read small files as an import does."""

from collections.abc import Callable
from pathlib import Path

import pytest

from stops.network.importing.osm.elements import Extract
from stops.network.importing.osm.reading import read_extract
from tests.stops.network.importing.osm.files import OsmFile

AREA = (69.4, 42.2, 69.8, 42.5)

Read = Callable[[OsmFile], Extract]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return a function that writes a file and reads what matters of it."""

    def write_and_read(osm: OsmFile) -> Extract:
        return read_extract(osm.write(tmp_path / "small.osm"), area=AREA, with_boundaries=True)

    return write_and_read
