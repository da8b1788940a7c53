"""Write the filtered records as CSV and GeoJSON, streaming."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from proposals.filters import ProposalFilter
from proposals.geojson import RouteLines, public_properties
from proposals.planning.records import public_records

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def formula_safe(value: Any) -> Any:
    """Return a text that a spreadsheet takes for text: what would begin a formula gets an apostrophe.

    Source: OWASP, CSV injection (ASVS 5.0.0, 1.2.10).
    """
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def csv_lines(chosen: ProposalFilter) -> Iterator[str]:
    """Yield a CSV table of a filter's records: UTF-8 with a byte order mark (for Excel), commas, CRLF.

    ``lon`` and ``lat`` are degrees, EPSG:4326, empty for whole-route proposals.
    """
    writer: Any = csv.writer(_Echo())
    header: list[str] | None = None
    for proposal in public_records(chosen):
        fields = {"id": proposal.public_id, **public_properties(proposal)}
        point = proposal.location
        fields |= {"lon": round(point.x, 6) if point else "", "lat": round(point.y, 6) if point else ""}
        if header is None:
            header = list(fields)
            yield BYTE_ORDER_MARK + writer.writerow(header)
        yield writer.writerow([formula_safe(fields[name]) for name in header])
    if header is None:
        yield BYTE_ORDER_MARK


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
