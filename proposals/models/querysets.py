"""Reads of proposals, named as the domain says them."""

import datetime as dt
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Self

from django.contrib.gis.db import models
from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.db.models import Exists, F, OuterRef, Q

from geoportal.staff.access import Action, grants
from proposals.models.status import COUNTED_STATUSES
from stops.network.models import BusRoute, Place, RouteDirection, RouteShare
from stops.network.strips import strip_along

if TYPE_CHECKING:
    from proposals.models.proposal import Proposal
else:
    Proposal = "Proposal"


def _shape_of(bbox: tuple[float, float, float, float]) -> GEOSGeometry:
    """Return the polygon, line or point (SRID 4326) that a box (west, south, east, north) is; west <= east."""
    west, south, east, north = bbox
    if west < east and south < north:
        return Polygon(((west, south), (west, north), (east, north), (east, south), (west, south)), srid=4326)
    if (west, south) == (east, north):
        return Point(west, south, srid=4326)
    return LineString((west, south), (east, north), srid=4326)


class ProposalQuerySet(models.QuerySet[Proposal]):
    """A set of proposals."""

    def published(self) -> Self:
        """Return what the public sees and counts."""
        return self.filter(status__in=COUNTED_STATUSES)

    def for_staff(self, user: Any, action: Action) -> Self:
        """Return the proposals on which a member of staff may act: their districts and topics.

        Whole-route proposals are seen (``Action.VIEW``, ``Action.PLAN``, ``Action.AUDIT``) in every district
        that they cross and acted on in the one with the largest share; what lies outside belongs to the city.
        """
        allowed = Q(pk__in=[])
        for grant in grants(user, action).prefetch_related("topic_limits"):
            area: Any = Q()
            if grant.kato:
                area = Q(district__kato=grant.kato)
                if action in {Action.VIEW, Action.PLAN, Action.AUDIT}:
                    area |= Q(location__isnull=True) & Exists(
                        RouteShare.objects.filter(
                            version=OuterRef("route_version"), district__kato=grant.kato
                        )
                    )
            topics = [limit.topic_id for limit in grant.topic_limits.all()]
            if topics:
                area &= Q(topic__in=topics)
            if not grant.kato and not topics:
                return self.all()
            allowed |= area
        return self.filter(allowed)

    def in_districts_or_outside(self, district_ids: Collection[int], *, outside: bool) -> Self:
        """Return what lies in, or along a whole route crosses, any of some districts of today.

        Args:
            district_ids: primary keys of districts.
            outside: also what lies, or crosses, beyond all districts.
        """
        at_point = Q(district__in=district_ids)
        along_route = Q(district__in=district_ids)
        if outside:
            at_point |= Q(district__isnull=True)
            along_route |= Q(district__isnull=True)
        shares = RouteShare.objects.filter(along_route, version=OuterRef("route_version"))
        return self.filter(Q(location__isnull=False) & at_point | Q(location__isnull=True) & Exists(shares))

    def submitted_between(self, start: dt.datetime | None = None, end: dt.datetime | None = None) -> Self:
        """Return what was submitted at ``start`` or later and before ``end`` (aware moments)."""
        chosen = self
        if start is not None:
            chosen = chosen.filter(submitted_at__gte=start)
        if end is not None:
            chosen = chosen.filter(submitted_at__lt=end)
        return chosen

    def within_area(self, area: GEOSGeometry) -> Self:
        """Return what has a location inside an area (Polygon or MultiPolygon, SRID 4326), border included.

        Whole-route proposals whose line crosses the area are returned too.
        """
        crossing = RouteDirection.objects.filter(version=OuterRef("route_version"), line__intersects=area)
        return self.filter(Q(location__intersects=area) | Q(location__isnull=True) & Exists(crossing))

    def in_bbox(self, bbox: tuple[float, float, float, float]) -> Self:
        """Return what lies inside (west, south, east, north), degrees, borders included.

        ``west`` beyond ``east``: the box crosses the antimeridian. A box without width or height is a line, one
        without both a point: what lies on it is inside.
        """
        west, south, east, north = bbox
        if west <= east:
            return self.within_area(_shape_of(bbox))
        halves = (west, south, 180.0, north), (-180.0, south, east, north)
        return self.within_area(_shape_of(halves[0])) | self.within_area(_shape_of(halves[1]))

    def along(self, route: BusRoute, within_m: float) -> Self:
        """Return what lies within a distance of a route's present line, and whole routes that run there.

        The route's own whole-route proposals are among them, also of its earlier versions.

        Args:
            route: the route; its version now in force gives the line.
            within_m: half the width of the strip, in metres of the city's metric projection; 0: on the line.
        """
        strip = strip_along(route, within_m)
        if strip is None:
            return self.none()
        return self.within_area(strip) | self.filter(location__isnull=True, route_version__route=route)

    def about_place(self, place: Place) -> Self:
        """Return what is about a place."""
        return self.filter(place=place)

    def newest_first(self) -> Self:
        """Sort by publication, the latest first."""
        return self.order_by(F("published_at").desc(nulls_last=True), "-pk")

    def most_supported_first(self) -> Self:
        """Sort by the number of supporters, the latest submitted first among equals."""
        return self.order_by("-support_count", "-submitted_at", "-pk")

    def with_names(self) -> Self:
        """Fetch what a card shows in the same query."""
        return self.select_related("topic", "district", "place", "route_version__route", "department")
