"""Weights counted straight from the tables, for what the cube does not hold: drawn areas, strips, single places.

Each figure takes two grouped queries: one for points, one for the shares of whole routes.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import numpy as np
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Count, Q, Sum
from django.db.models.expressions import Combinable

from districts.grid import FINEST_LEVEL, tile_centres, tiles_of_keys
from proposals.filters import OUTSIDE, ProposalFilter
from proposals.models.querysets import ProposalQuerySet
from stops.network.models import RouteShare
from stops.network.strips import strip_along

SHARE = "route_version__shares__share"
SHARE_CELL = "route_version__shares__cell"
SHARE_DISTRICT = "route_version__shares__district"


def weights_by(chosen: ProposalFilter, *, point: Combinable, share: Combinable) -> dict[Any, float]:
    """Return weights by a key: one expression finds it for points, one for shares."""
    weights: dict[Any, float] = defaultdict(float)
    for key, count in _points(chosen).values_list(point).annotate(weight=Count("pk")):
        weights[key] += count
    for records in _shared(chosen):
        for key, weight in records.values_list(share).annotate(weight=Sum(SHARE)):
            weights[key] += weight
    return weights


def _points(chosen: ProposalFilter) -> ProposalQuerySet:
    """Return the records that count 1 at their point."""
    return chosen.apply().filter(location__isnull=False).order_by()


def _shared(chosen: ProposalFilter) -> Iterable[ProposalQuerySet]:
    """Return whole-route records joined to those of their shares that count under the filter."""
    everywhere = chosen.without_area().apply().filter(location__isnull=True).order_by()
    if chosen.place is not None:
        return []
    if chosen.route is not None and chosen.within_m is None:
        everywhere = everywhere.filter(route_version__route=chosen.route)
    where = _share_condition(chosen)
    if chosen.route is None or chosen.within_m is None:
        return [everywhere.filter(where)]
    own = everywhere.filter(where, route_version__route=chosen.route)
    strip = strip_along(chosen.route, chosen.within_m)
    if strip is None:
        return [own]
    beside = where & Q(**{f"{SHARE_CELL}__in": _cells_inside(strip)})
    return [own, everywhere.exclude(route_version__route=chosen.route).filter(beside)]


def _share_condition(chosen: ProposalFilter) -> Q:
    """Return which shares count: all, or those in the chosen districts and in the drawn area."""
    where = Q(**{f"{SHARE}__gt": 0})
    if chosen.districts:
        districts = Q(**{f"{SHARE_DISTRICT}__in": chosen.district_ids()})
        if OUTSIDE in chosen.districts:
            districts |= Q(**{f"{SHARE_DISTRICT}__isnull": True})
        where &= districts
    if chosen.area is not None:
        where &= Q(**{f"{SHARE_CELL}__in": _cells_inside(chosen.area)})
    return where


def _cells_inside(area: GEOSGeometry) -> list[int]:
    """Return the finest cells of any route whose centre lies in an area (SRID 4326)."""
    keys = np.array(RouteShare.objects.values_list("cell", flat=True).distinct(), dtype=np.int64)
    lon, lat = tile_centres(*tiles_of_keys(keys), FINEST_LEVEL)
    inside = shapely.contains_xy(shapely.from_wkb(bytes(area.wkb)), lon, lat)
    return [int(key) for key in keys[inside]]
