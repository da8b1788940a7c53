"""Whose signs are whose: the keepers of a binding, and what a keeper may bind signs to."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, QuerySet

from geoportal.staff.access import Action, grants, roles_that_may
from geoportal.staff.models import StaffRole
from stops.network.models import BusRoute, Place, RouteShare, RouteVersion
from stops.network.models.places import PlaceQuerySet
from stops.network.models.routes import BusRouteQuerySet
from stops.signs.models import CodeBinding

WHOLE_CITY = ""


def keepers_of(binding: CodeBinding) -> QuerySet[User]:
    """Return the active accounts that keep signs where a binding lies, those of the whole city among them.

    Args:
        binding: at a place, in its district; of a bus, in every district that its route crosses now.
    """
    katos = {WHOLE_CITY, *_katos_of(binding)}
    roles = StaffRole.objects.filter(role__in=roles_that_may(Action.KEEP_SIGNS), kato__in=katos)
    return User.objects.filter(is_active=True, pk__in=roles.values("user")).order_by("pk")


def places_kept_by(user: Any) -> PlaceQuerySet:
    """Return the places in use to which a keeper may bind a sign."""
    katos = katos_kept_by(user)
    places = Place.objects.in_use()
    return places if WHOLE_CITY in katos else places.filter(district__kato__in=katos)


def routes_kept_by(user: Any) -> BusRouteQuerySet:
    """Return the routes in use to whose buses a keeper may bind a sign: those that cross the keeper's districts."""
    katos = katos_kept_by(user)
    routes = BusRoute.objects.in_use().by_number()
    if WHOLE_CITY in katos:
        return routes
    crossing = RouteShare.objects.filter(
        version__in=RouteVersion.objects.current(), district__kato__in=katos, version__route=OuterRef("pk")
    )
    return routes.filter(Exists(crossing))


def katos_kept_by(user: Any) -> set[str]:
    """Return the districts (KATO) whose signs a user keeps; an empty code among them stands for the whole city."""
    return set(grants(user, Action.KEEP_SIGNS).values_list("kato", flat=True))


def _katos_of(binding: CodeBinding) -> set[str]:
    if binding.place is not None:
        return {binding.place.district.kato} if binding.place.district else set()
    shares = RouteShare.objects.filter(
        version__route=binding.route_id, version__valid_to=None, district__isnull=False
    )
    return set(shares.values_list("district__kato", flat=True).distinct())
