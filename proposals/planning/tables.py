"""Write the filtered records as CSV and GeoJSON, streaming."""

import json
from collections.abc import Iterator
from itertools import chain
from typing import Any

from districts.tables import BYTE_ORDER_MARK, csv_table
from proposals.filters import ProposalFilter
from proposals.geojson import RouteLines, public_properties
from proposals.models import Proposal
from proposals.planning.records import public_records


def csv_lines(chosen: ProposalFilter) -> Iterator[str]:
    """Yield a CSV table of a filter's records, see ``csv_table``; only the byte order mark where there are none.

    ``lon`` and ``lat`` are degrees, EPSG:4326, empty for whole-route proposals.
    """
    records = map(_fields, public_records(chosen))
    first = next(records, None)
    if first is None:
        yield BYTE_ORDER_MARK
        return
    yield from csv_table(list(first), (list(fields.values()) for fields in chain([first], records)))


def _fields(proposal: Proposal) -> dict[str, Any]:
    point = proposal.location
    position = {"lon": round(point.x, 6), "lat": round(point.y, 6)} if point else {"lon": "", "lat": ""}
    return {"id": proposal.public_id, **public_properties(proposal), **position}


def geojson_parts(chosen: ProposalFilter) -> Iterator[str]:
    """Yield a GeoJSON FeatureCollection (RFC 7946, (lon, lat)) of a filter's records."""
    lines = RouteLines()
    yield '{"type": "FeatureCollection", "features": ['
    separator = "\n"
    for proposal in public_records(chosen):
        feature = {
            "type": "Feature",
            "id": proposal.public_id,
            "geometry": lines.geometry(proposal),
            "properties": public_properties(proposal),
        }
        yield separator + json.dumps(feature, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
