"""The one reading of filters from an address: what, which status, when, and where.

Pages, API, tiles and exports share it, so that one address means the same everywhere.
"""

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from django.contrib.gis.geos import Polygon
from django.db import connection
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from districts.models import District
from geoportal.web.parameters import InvalidParameter
from proposals.areas import InvalidArea, corners_of, polygon_from_text
from proposals.models import COUNTED_STATUSES, Proposal, Status
from proposals.models.querysets import ProposalQuerySet
from proposals.stored_areas import is_key, stored_area
from stops.network.models import BusRoute, Place

Bbox = tuple[float, float, float, float]

CORE = frozenset({"topic", "status", "from", "to", "district"})
"""The parameters that every view of public counts understands."""

AREA = frozenset({"area", "route", "within_m", "place"})
"""What planners add: a drawn polygon, a strip along a route, one place."""

MONTH = re.compile(r"^(\d{4})-(0[1-9]|1[0-2])$")
WITHIN_M_DEFAULT = 200
WITHIN_M_MAX = 5000
OUTSIDE = "outside"


def parse_bbox(text: str) -> Bbox:
    """Return (west, south, east, north), degrees, EPSG:4326, from ``w,s,e,n``.

    ``west`` may exceed ``east``: the box then crosses the antimeridian.

    Raises:
        InvalidParameter: not four finite numbers inside the world, or south above north.
    """
    parts = text.split(",")
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        raise InvalidParameter("bbox", _("must be four numbers: west,south,east,north.")) from None
    if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
        raise InvalidParameter("bbox", _("must lie inside the world, in degrees."))
    return west, south, east, north


def parse_month(parameter: str, text: str) -> dt.date:
    """Return the first day of a month given as ``YYYY-MM``.

    Raises:
        InvalidParameter: it is not such a month, or lies outside the years 2000 to 2100.
    """
    match = MONTH.match(text)
    if match is None or not 2000 <= int(match[1]) <= 2100:
        raise InvalidParameter(parameter, _("must be a month such as 2026-11."))
    return dt.date(int(match[1]), int(match[2]), 1)


def start_of(month: dt.date) -> dt.datetime:
    """Return the first moment of a month in the city's time zone."""
    return dt.datetime(month.year, month.month, 1, tzinfo=timezone.get_current_timezone())


def month_after(month: dt.date, months: int = 1) -> dt.date:
    """Return the first day of the month that many months later (earlier, if negative)."""
    index = month.year * 12 + month.month - 1 + months
    return dt.date(index // 12, index % 12 + 1, 1)


CHOSEN_DISTRICTS = """
districts_district WHERE slug = ANY(%(districts)s)
AND valid_from <= %(today)s AND (valid_to IS NULL OR valid_to > %(today)s)
"""
"""Table and condition of the districts of today that have one of some slugs, for statements written by hand."""

KNOWN_SQL = f"""
SELECT
    ARRAY(SELECT slug FROM proposals_topic WHERE slug = ANY(%(topics)s)),
    ARRAY(SELECT slug FROM {CHOSEN_DISTRICTS})
"""  # noqa: S608


@dataclass(frozen=True, slots=True)
class ProposalFilter:
    """What a view is asked to show.

    Attributes:
        topics: slugs; empty: all.
        statuses: counted statuses; empty: all of them.
        month_from, month_to: first days of the first and last month, both inclusive, city's time zone.
        districts: slugs of today's districts, or ``outside``; empty: the whole city and beyond.
        area: drawn polygon, SRID 4326, (lon, lat).
        area_key: under which it is stored, where an address cannot hold its corners.
        route: a route; with ``within_m`` a strip along its present line, else its own proposals only.
        within_m: half the width of the strip, metres; 0: what lies on the line.
        place: one place.
        bbox: (west, south, east, north), degrees.
    """

    topics: tuple[str, ...] = ()
    statuses: tuple[Status, ...] = ()
    month_from: dt.date | None = None
    month_to: dt.date | None = None
    districts: tuple[str, ...] = ()
    area: Polygon | None = None
    area_key: str = ""
    route: BusRoute | None = None
    within_m: int | None = None
    place: Place | None = None
    bbox: Bbox | None = field(default=None)

    def counted_statuses(self) -> tuple[Status, ...]:
        """Return the statuses to count: the chosen ones, or all that are public."""
        return self.statuses or COUNTED_STATUSES

    def without_area(self) -> Self:
        """Return the same filter for the whole city."""
        return replace(self.without_drawing(), districts=(), route=None, within_m=None, place=None, bbox=None)

    def without_drawing(self) -> Self:
        """Return the same filter without its drawn area."""
        return replace(self, area=None, area_key="")

    def district_ids(self) -> list[int]:
        """Return the primary keys of the chosen districts of today."""
        return list(District.objects.current().filter(slug__in=self.districts).values_list("pk", flat=True))

    def apply(self, proposals: ProposalQuerySet | None = None) -> ProposalQuerySet:
        """Return the public records that match; whole-route ones match an area that their line crosses."""
        return self.narrow((Proposal.objects.all() if proposals is None else proposals).published())

    def narrow(self, chosen: ProposalQuerySet) -> ProposalQuerySet:
        """Return those of some records, public or not, that match."""
        if self.statuses:
            chosen = chosen.filter(status__in=self.statuses)
        if self.topics:
            chosen = chosen.filter(topic__slug__in=self.topics)
        chosen = chosen.submitted_between(
            start_of(self.month_from) if self.month_from else None,
            start_of(month_after(self.month_to)) if self.month_to else None,
        )
        if self.districts:
            chosen = chosen.in_districts_or_outside(self.district_ids(), outside=OUTSIDE in self.districts)
        if self.area is not None:
            chosen = chosen.within_area(self.area)
        if self.route is not None and self.within_m is not None:
            chosen = chosen.along(self.route, self.within_m)
        elif self.route is not None:
            chosen = chosen.filter(route_version__route=self.route)
        if self.place is not None:
            chosen = chosen.about_place(self.place)
        if self.bbox is not None:
            chosen = chosen.in_bbox(self.bbox)
        return chosen

    def query(self) -> QueryDict:
        """Return the address's parameters that mean this filter, in a fixed order."""
        query = QueryDict(mutable=True)
        query.setlist("topic", list(self.topics))
        query.setlist("status", [status.value for status in self.statuses])
        if self.month_from:
            query["from"] = f"{self.month_from:%Y-%m}"
        if self.month_to:
            query["to"] = f"{self.month_to:%Y-%m}"
        query.setlist("district", list(self.districts))
        if self.area is not None:
            query["area"] = self.area_key or corners_of(self.area)
        if self.route is not None:
            query["route"] = str(self.route.pk)
        if self.within_m is not None:
            query["within_m"] = str(self.within_m)
        if self.place is not None:
            query["place"] = str(self.place.pk)
        return query


def parse_filter(
    query: QueryDict, *, also: Collection[str] = (), known: Collection[str] = CORE
) -> ProposalFilter:
    """Read a filter from an address.

    Args:
        query: the address's parameters; ``topic``, ``status`` and ``district`` may repeat.
        also: further parameters that the caller reads itself.
        known: the filter's parameters that the caller supports (``CORE``, or with ``AREA`` and ``bbox``).

    Raises:
        InvalidParameter: an unknown parameter or value, by name.
    """
    for name in query:
        if name not in known and name not in also:
            raise InvalidParameter(name, _("is not a parameter here."))
    topics, districts = _slugs(query.getlist("topic"), query.getlist("district"))
    return ProposalFilter(
        topics=topics,
        districts=districts,
        statuses=_statuses(query.getlist("status")),
        **_months(query),
        **(_area(query.get("area", "")) if "area" in known else {}),
        route=_route(query.get("route", "")) if "route" in known else None,
        within_m=_within_m(query) if "within_m" in known else None,
        place=_place(query.get("place", "")) if "place" in known else None,
        bbox=parse_bbox(query.get("bbox", "")) if "bbox" in known and "bbox" in query else None,
    )


def parse_leniently(
    query: QueryDict, *, known: Collection[str] = CORE
) -> tuple[ProposalFilter, list[InvalidParameter]]:
    """Read a filter from a page's address: what cannot be understood is left out and reported."""
    asked = sorted(name for name in known if name in query)
    kept = QueryDict(mutable=True)
    for name in asked:
        kept.setlist(name, query.getlist(name))
    try:
        return parse_filter(kept, known=known), []
    except InvalidParameter:
        kept.clear()
    errors: list[InvalidParameter] = []
    for name in asked:
        kept.setlist(name, query.getlist(name))
        try:
            parse_filter(kept, known=known)
        except InvalidParameter as error:
            errors.append(error)
            kept.pop(error.parameter, None)
            kept.pop(name, None)
    return parse_filter(kept, known=known), errors


def _unique(values: Collection[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def _slugs(topics: list[str], districts: list[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read topics and districts, of which one quick statement says whether they are known.

    Raises:
        InvalidParameter: one is not.
    """
    chosen_topics, chosen_districts = _unique(topics), _unique(districts)
    if not (chosen_topics or chosen_districts):
        return (), ()
    asked: dict[str, Any] = {
        "topics": [slug for slug in chosen_topics if slug.isprintable()],
        "districts": [slug for slug in chosen_districts if slug.isprintable()],
        "today": timezone.localdate(),
    }
    with connection.cursor() as cursor:
        cursor.execute(KNOWN_SQL, asked)
        known_topics, known_districts = cursor.fetchone()
    for slug in chosen_topics:
        if slug not in known_topics:
            raise InvalidParameter("topic", _("“%(value)s” is not a topic.") % {"value": slug[:40]})
    for slug in chosen_districts:
        if slug not in known_districts and slug != OUTSIDE:
            raise InvalidParameter(
                "district", _("“%(value)s” is not a district of today.") % {"value": slug[:40]}
            )
    return chosen_topics, chosen_districts


def _statuses(values: list[str]) -> tuple[Status, ...]:
    for value in _unique(values):
        if value not in COUNTED_STATUSES:
            raise InvalidParameter("status", _("“%(value)s” is not a public status.") % {"value": value[:40]})
    return tuple(Status(value) for value in _unique(values))


def _months(query: Mapping[str, str]) -> dict[str, Any]:
    first = parse_month("from", query["from"]) if query.get("from") else None
    last = parse_month("to", query["to"]) if query.get("to") else None
    if first and last and first > last:
        raise InvalidParameter("to", _("must not lie before “from”."))
    return {"month_from": first, "month_to": last}


def _area(text: str) -> dict[str, Any]:
    if not text:
        return {}
    if is_key(text):
        area = stored_area(text)
        if area is None:
            raise InvalidParameter("area", _("is not stored here, or no longer: draw the area again."))
        return {"area": area, "area_key": text}
    try:
        return {"area": polygon_from_text(text)}
    except InvalidArea as error:
        raise InvalidParameter("area", str(error)) from None


def _route(text: str) -> BusRoute | None:
    if not text:
        return None
    route = BusRoute.objects.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 12 else None
    if route is None:
        raise InvalidParameter("route", _("there is no such route."))
    return route


def _place(text: str) -> Place | None:
    if not text:
        return None
    place = Place.objects.filter(pk=int(text)).first() if text.isdecimal() and len(text) < 12 else None
    if place is None:
        raise InvalidParameter("place", _("there is no such place."))
    return place


def _within_m(query: Mapping[str, str]) -> int | None:
    text = query.get("within_m", "")
    if not text:
        return None
    if not (text.isdecimal() and len(text) < 6 and int(text) <= WITHIN_M_MAX):
        raise InvalidParameter(
            "within_m", _("must be a whole number of metres, at most %(most)s.") % {"most": WITHIN_M_MAX}
        )
    return int(text)
