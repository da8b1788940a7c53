"""The table of signs as CSV."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from geoportal.web.tables import TableForm, csv_table
from stops.network.models import PlaceKind
from stops.signs.desk.filters import BUS, SignFilter
from stops.signs.desk.table import SMALL, SignRow, every_sign
from stops.signs.models import CodeBinding, CodeState

HEADINGS = {
    "code": _("Code"),
    "kind": pgettext_lazy("of sign", "Kind"),
    "name": _("Place or route"),
    "district": _("District"),
    "route": _("Route"),
    "board_number": _("Board number"),
    "state": pgettext_lazy("of a sign", "State"),
    "silent_days": _("Silent, days"),
    "reports": pgettext_lazy("of residents about a sign", "Reports"),
    "scans_30_days": _("Scans, 30 days"),
    "proposals_30_days": _("Proposals, 30 days"),
    "conversion_percent": _("Conversion, %"),
    "last_scan": _("Last scan"),
    "replaced_by": _("Replaced by"),
    "lon": _("Longitude"),
    "lat": _("Latitude"),
}
"""The columns: names on the wire, and what people call them."""


def csv_lines(kept: QuerySet[CodeBinding], chosen: SignFilter, form: TableForm) -> Iterator[str]:
    """Yield the signs of a filter, in its order; ``lon`` and ``lat`` are degrees, EPSG:4326, empty in a bus."""
    header = HEADINGS if form is TableForm.MACHINES else HEADINGS.values()
    fields = _fields if form is TableForm.MACHINES else _words
    rows = (list(fields(row).values()) for row in every_sign(kept, chosen))
    return csv_table(list(header), rows, form)


def few(count: int) -> int | str:
    """Return a count, or ``<3`` for one and two."""
    return f"<{SMALL}" if 0 < count < SMALL else count


def _fields(row: SignRow) -> dict[str, Any]:
    place, route, successor = row.binding.place, row.binding.route, row.code.replaced_by
    conversion = None if row.conversion_is_hidden else row.conversion
    return {
        "code": str(row.code),
        "kind": row.kind,
        "name": place.name if place else row.title,
        "district": place.district.name if place and place.district else "",
        "route": route.number if route else "",
        "board_number": row.binding.board_number,
        "state": row.code.state,
        "silent_days": row.quiet_days if row.is_silent else None,
        "reports": " ".join(row.reports),
        "scans_30_days": few(row.scans),
        "proposals_30_days": few(row.sent),
        "conversion_percent": None if conversion is None else round(conversion, 1),
        "last_scan": row.last_scan,
        "replaced_by": str(successor) if successor else "",
        "lon": None if row.lon is None else round(row.lon, 6),
        "lat": None if row.lat is None else round(row.lat, 6),
    }


def _words(row: SignRow) -> dict[str, Any]:
    """Return the same in the words of the page."""
    return {
        **_fields(row),
        "kind": pgettext("kind of sign", "Bus") if row.kind == BUS else PlaceKind(row.kind).label,
        "state": CodeState(row.code.state).label,
        "reports": ", ".join(str(report.label) for report in row.reports),
    }
