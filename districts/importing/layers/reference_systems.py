"""Which texts of a reference system may be given to GDAL."""

import re

TEXT_MAX = 20_000
BEGINNINGS = re.compile(
    r"\s*(GEOGCS|PROJCS|COMPD_CS|GEOGCRS|GEODCRS|PROJCRS|COMPOUNDCRS)\s*\[", re.IGNORECASE | re.ASCII
)
REACHING = re.compile(
    r"EXTENSION|PROJ4_GRIDS|PARAMETERFILE|://|\+init|\+nadgrids|\+geoidgrids", re.IGNORECASE
)


def is_harmless_wkt(text: str) -> bool:
    """Return whether a text is the WKT of a reference system that names no file or address.

    GDAL takes a text that begins otherwise for an address, a file or a PROJ string, and opens what it names.
    """
    return len(text) <= TEXT_MAX and BEGINNINGS.match(text) is not None and REACHING.search(text) is None
