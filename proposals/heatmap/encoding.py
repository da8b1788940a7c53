"""How cells and districts are written in the answers of the API and of the staff's map."""

from typing import Any

import numpy as np
import orjson

from proposals.heatmap.counts import DistrictCount
from proposals.heatmap.cube.reading import Cells

DIGITS = 9
TOTAL_DIGITS = 6
RATE_DIGITS = 4


def encode_cells(cells: Cells) -> bytes:
    """Return level, total, and the middles of the cells (lon, lat) with their weights, as JSON."""
    lon, lat = cells.lon_lat()
    weight = np.round(cells.weight, DIGITS)
    rows = np.column_stack((np.round(lon, 6), np.round(lat, 6), weight))
    answer = {"level": cells.level, "total": round(float(weight.sum()), TOTAL_DIGITS), "cells": rows}
    return orjson.dumps(answer, option=orjson.OPT_SERIALIZE_NUMPY)


def district_row(row: DistrictCount) -> dict[str, Any]:
    """Return a district's count and rates."""
    return {
        "kato": row.district.kato,
        "slug": row.district.slug,
        "name": row.district.name,
        "count": round(row.count, DIGITS),
        "per_1000": _rate(row.per_1000),
        "per_km2": _rate(row.per_km2),
        "scans": _rate(row.scans),
        "per_1000_scans": _rate(row.per_1000_scans),
    }


def _rate(value: float | None) -> float | None:
    return None if value is None else round(value, RATE_DIGITS)
