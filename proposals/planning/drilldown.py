"""From the city to a district, to a place or route, to single proposals."""

from dataclasses import dataclass, replace

from django.db.models import Count
from django.utils.translation import gettext as _

from districts.models import District
from proposals.filters import OUTSIDE, ProposalFilter
from proposals.heatmap.counts import count_districts, count_total
from stops.network.models import BusRoute, Place

ROWS_MAX = 100


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the drill-down table: what to open next, and how much is in it.

    Attributes:
        name: what a reader calls it.
        kind: ``district``, ``outside``, ``place`` or ``route``.
        count: of a district, by shares; of a place or route, the records about it.
        narrower: the filter that opens it.
        per_1000, per_km2, per_1000_scans: of districts where known.
        route_number: of routes.
    """

    name: str
    kind: str
    count: float
    narrower: ProposalFilter
    per_1000: float | None = None
    per_km2: float | None = None
    per_1000_scans: float | None = None
    route_number: str = ""

    @property
    def query(self) -> str:
        """The address's parameters that open it."""
        return self.narrower.query().urlencode()


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way down, with the count there."""

    label: str
    count: float
    query: str


def is_single(chosen: ProposalFilter) -> bool:
    """Return whether the filter has come down to one place or one route's own proposals."""
    return chosen.place is not None or (chosen.route is not None and chosen.within_m is None)


def rows_below(chosen: ProposalFilter) -> list[Row]:
    """Return what can be opened from here, the fullest first: districts, or places and routes."""
    if is_single(chosen):
        return []
    if chosen.districts or chosen.area is not None or chosen.route is not None:
        return _places_and_routes(chosen)
    return _districts(chosen)


def way_down(chosen: ProposalFilter, city_name: str) -> list[Crumb]:
    """Return the steps from the whole city to here, each with the filters of what, which and when kept."""
    city = chosen.without_area()
    crumbs = [_crumb(city_name, city)]
    if chosen.districts:
        within = replace(city, districts=chosen.districts)
        crumbs.append(_crumb(_district_names(chosen.districts), within))
    if chosen.area is not None:
        drawn = replace(city, districts=chosen.districts, area=chosen.area, area_key=chosen.area_key)
        crumbs.append(_crumb(_("Drawn area"), drawn))
    if chosen.route is not None:
        label = _("Route %(number)s") % {"number": chosen.route.number}
        if chosen.within_m is not None:
            label = _("%(metres)s m along route %(number)s") % {
                "metres": chosen.within_m,
                "number": chosen.route.number,
            }
        crumbs.append(_crumb(label, replace(chosen, place=None)))
    if chosen.place is not None:
        crumbs.append(_crumb(chosen.place.name, chosen))
    return crumbs


def _crumb(label: str, step: ProposalFilter) -> Crumb:
    return Crumb(label, count_total(step), step.query().urlencode())


def _district_names(slugs: tuple[str, ...]) -> str:
    names = {district.slug: district.name for district in District.objects.current().filter(slug__in=slugs)}
    names[OUTSIDE] = _("Outside the districts")
    return ", ".join(names[slug] for slug in slugs if slug in names)


def _districts(chosen: ProposalFilter) -> list[Row]:
    counts = count_districts(chosen)
    rows = [
        Row(
            name=row.district.name,
            kind="district",
            count=row.count,
            narrower=replace(chosen, districts=(row.district.slug,)),
            per_1000=row.per_1000,
            per_km2=row.per_km2,
            per_1000_scans=row.per_1000_scans,
        )
        for row in counts.rows
    ]
    rows.sort(key=lambda row: -row.count)
    outside = replace(chosen, districts=(OUTSIDE,))
    return [*rows, Row(_("Outside the districts"), "outside", counts.outside, outside)]


def _places_and_routes(chosen: ProposalFilter) -> list[Row]:
    """Group the chosen records by place and by route, in one query each."""
    records = chosen.apply().order_by()
    by_place = dict(records.filter(place__isnull=False).values_list("place").annotate(Count("pk")))
    by_route = dict(
        records.filter(route_version__isnull=False).values_list("route_version__route").annotate(Count("pk"))
    )
    rows = [
        Row(place.name, "place", by_place[place.pk], replace(chosen, place=place))
        for place in Place.objects.filter(pk__in=by_place)
    ]
    rows += [
        Row(
            route.name,
            "route",
            by_route[route.pk],
            replace(chosen, route=route, within_m=None),
            route_number=route.number,
        )
        for route in BusRoute.objects.filter(pk__in=by_route)
    ]
    rows.sort(key=lambda row: (-row.count, row.name))
    return rows[:ROWS_MAX]
