"""The table of signs as CSV."""

from collections.abc import Iterator

from django.db.models import QuerySet

from districts.tables import csv_table
from stops.models import CodeBinding
from stops.signs.filters import SignFilter
from stops.signs.table import SMALL, SignRow, every_sign

HEADER = (
    "code", "kind", "name", "district", "route", "board_number", "state", "silent_days", "reports",
    "scans_30_days", "proposals_30_days", "conversion_percent", "last_scan", "replaced_by", "lon", "lat",
)  # fmt: skip


def csv_lines(kept: QuerySet[CodeBinding], chosen: SignFilter) -> Iterator[str]:
    """Yield the signs of a filter, in its order; ``lon`` and ``lat`` are degrees, EPSG:4326, empty in a bus."""
    return csv_table(HEADER, (_fields(row) for row in every_sign(kept, chosen)))


def few(count: int) -> int | str:
    """Return a count, or ``<3`` for one and two."""
    return f"<{SMALL}" if 0 < count < SMALL else count


def _fields(row: SignRow) -> list[object]:
    place, route, successor = row.binding.place, row.binding.route, row.code.replaced_by
    conversion = None if row.conversion_is_hidden else row.conversion
    return [
        str(row.code),
        row.kind,
        place.name if place else row.title,
        place.district.name if place and place.district else "",
        route.number if route else "",
        row.binding.board_number,
        row.code.state,
        row.quiet_days if row.is_silent else "",
        " ".join(row.reports),
        few(row.scans),
        few(row.sent),
        "" if conversion is None else round(conversion, 1),
        row.last_scan or "",
        str(successor) if successor else "",
        "" if row.lon is None else round(row.lon, 6),
        "" if row.lat is None else round(row.lat, 6),
    ]
