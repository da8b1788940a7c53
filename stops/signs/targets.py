"""Which places, buses and codes a command is about, as its options name them."""

import argparse
from dataclasses import dataclass

from django.core.management.base import CommandError, CommandParser
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from districts.models import District
from stops.network.models import BusRoute, Place, PlaceKind, RouteShare, RouteVersion
from stops.network.models.places import PlaceQuerySet
from stops.network.models.routes import BusRouteQuerySet
from stops.signs.models import CodeBinding
from stops.signs.models.codes import CodeBindingQuerySet

BUS = "bus"
KINDS = (*PlaceKind.values, BUS)


@dataclass(frozen=True, slots=True)
class Targets:
    """What the options name; nothing said means everything.

    Attributes:
        kinds: kinds of places, and ``bus``.
        district: places that lie in it, buses of routes that cross it.
        routes: buses of these routes; of places, the stops of their current versions.
    """

    kinds: frozenset[str]
    district: District | None = None
    routes: tuple[BusRoute, ...] = ()

    def places(self) -> PlaceQuerySet | None:
        """Return the places in use that are meant; nothing where no kind of place is."""
        kinds = self.kinds - {BUS}
        if not kinds:
            return None
        places = Place.objects.in_use().filter(kind__in=kinds)
        if self.district is not None:
            places = places.filter(district__kato=self.district.kato)
        if self.routes:
            versions = RouteVersion.objects.current().filter(route__in=self.routes)
            places = places.filter(
                pk__in=versions.filter(directions__stops__place__isnull=False).values(
                    "directions__stops__place"
                )
            )
        return places

    def bus_routes(self) -> BusRouteQuerySet | None:
        """Return the routes in use whose buses are meant; nothing where buses are not."""
        if BUS not in self.kinds:
            return None
        routes = BusRoute.objects.in_use()
        if self.routes:
            routes = routes.filter(pk__in=[route.pk for route in self.routes])
        if self.district is not None:
            shares = RouteShare.objects.filter(
                version__in=RouteVersion.objects.current(), district__kato=self.district.kato
            )
            routes = routes.filter(Exists(shares.filter(version__route=OuterRef("pk"))))
        return routes

    def bindings(self) -> CodeBindingQuerySet:
        """Return the bindings in force of codes in use at these places and in these buses."""
        wanted = Q()
        places, routes = self.places(), self.bus_routes()
        if places is not None:
            wanted |= Q(place__in=places)
        if routes is not None:
            wanted |= Q(route__in=routes)
        return CodeBinding.objects.in_force().filter(wanted)


def add_target_arguments(parser: CommandParser) -> None:
    """Declare ``--kind``, ``--district`` and ``--route``."""
    parser.add_argument(
        "--kind", action="append", choices=KINDS, default=[], help="only these kinds; may be repeated"
    )
    parser.add_argument("--district", metavar="SLUG|KATO", help="only there; buses of routes that cross it")
    parser.add_argument(
        "--route", action="append", default=[], metavar="NUMBER",
        help="only buses of this route (with --kind stop: its stops); may be repeated",
    )  # fmt: skip


def read_targets(*, kind: list[str], district: str | None, route: list[str]) -> Targets:
    """Return what the options name; where they name no kind, ``--route`` alone means its buses.

    Raises:
        CommandError: no such district or route.
    """
    kinds = frozenset(kind) or frozenset({BUS} if route else KINDS)
    routes = tuple(found for number in route for found in _routes_of_number(number))
    return Targets(kinds, _district(district) if district else None, routes)


def words(text: str) -> list[str]:
    """Return the words of an option that takes several, parted by commas or spaces."""
    found = text.replace(",", " ").split()
    if not found:
        raise argparse.ArgumentTypeError("names nothing")
    return found


def _district(name: str) -> District:
    today = District.objects.valid_on(timezone.localdate())
    district = today.filter(Q(slug=name) | Q(kato=name)).first()
    if district is None:
        slugs = ", ".join(today.order_by("slug").values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no district {name!r} today; there are: {slugs}.")
    return district


def _routes_of_number(number: str) -> list[BusRoute]:
    routes = list(BusRoute.objects.in_use().filter(number__iexact=number))
    if not routes:
        raise CommandError(f"There is no route {number!r} in use.")
    return routes
