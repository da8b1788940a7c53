"""Decide what a proposal is about: the one place where the location rules of the intake stand."""

from dataclasses import dataclass
from enum import StrEnum

from django.contrib.gis.geos import Point
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from districts.locating import distance_to_city_m, district_at
from proposals.location_limits import (
    DEVICE_ACCURACY_MAX_M,
    DEVICE_FROM_ROUTE_MAX_M,
    PIN_ACCURACY_M,
    PIN_FROM_CITY_MAX_M,
    PLACE_ACCURACY_M,
    VEHICLE_FROM_ROUTE_MAX_M,
)
from proposals.models import LocationSource
from proposals.residents.intake.whereabouts import Whereabouts
from stops.network.models import Place, RouteStop, RouteVersion
from stops.network.shares import leading_district
from stops.network.snapping import Snapped, snap_to_route


class ChoiceKind(StrEnum):
    """What the resident chose."""

    NOTHING = ""
    HERE = "here"
    STOP = "stop"
    DEVICE = "device"
    VEHICLE = "vehicle"
    ROUTE = "route"
    PLACE = "place"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class Choice:
    """What the resident chose.

    Attributes:
        kind: what was chosen.
        record_id: of the stop on the route (``STOP``) or the named place (``PLACE``).
        lon, lat: the phone's position (``DEVICE``) or the pin (``PIN``), degrees, EPSG:4326.
        accuracy_m: of the phone's position.
        heading: where the phone moves, degrees clockwise from north, where it knows.
    """

    kind: ChoiceKind = ChoiceKind.NOTHING
    record_id: int | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float | None = None
    heading: float | None = None


class Refusal(StrEnum):
    """Why a choice cannot be used."""

    NOT_OFFERED = "not_offered"
    NO_PLACE_CHOSEN = "no_place_chosen"
    NOT_A_STOP = "not_a_stop"
    NO_POSITION = "no_position"
    INACCURATE = "inaccurate"
    OFF_ROUTE = "off_route"
    OUTSIDE_CITY = "outside_city"
    PLACE_GONE = "place_gone"


WORDS: dict[Refusal, Promise] = {
    Refusal.NOT_OFFERED: _("Choose one of the places that are offered here."),
    Refusal.NO_PLACE_CHOSEN: _(
        "Say which place it is about: put the pin on the map or find the place by name."
    ),
    Refusal.NOT_A_STOP: _("That stop is not on this route. Choose a stop from the list, or the whole route."),
    Refusal.NO_POSITION: _("The phone gave no position. Choose a stop from the list, or the whole route."),
    Refusal.INACCURATE: _(
        "The phone's position is too rough to be used. Choose a stop from the list, or the whole route."
    ),
    Refusal.OFF_ROUTE: _(
        "The phone's position is not on this route. Choose a stop from the list, or the whole route."
    ),
    Refusal.OUTSIDE_CITY: _("That place lies outside the city. Choose a place in the city."),
    Refusal.PLACE_GONE: _(
        "That place is not in the list any more. Find it again, or put the pin on the map."
    ),
}


class LocationRefused(ValueError):
    """The chosen location cannot be used; ``reason`` says why, in the resident's words."""

    def __init__(self, reason: Refusal) -> None:
        self.reason = reason
        super().__init__(str(WORDS[reason]))


@dataclass(frozen=True, slots=True)
class Located:
    """What a proposal is about; the fields of ``Proposal`` of the same names say the same."""

    source: LocationSource
    location: Point | None = None
    accuracy_m: float | None = None
    place: Place | None = None
    version: RouteVersion | None = None
    direction: int | None = None
    branch: int | None = None
    measure_m: float | None = None

    def district_id(self) -> int | None:
        """Return today's district of the location; of a whole route, the one with the largest share."""
        if self.source == LocationSource.CODE_POINT and self.place is not None:
            return self.place.district_id
        if self.location is not None:
            district = district_at(self.location)
        else:
            district = leading_district(self.version) if self.version else None
        return None if district is None else district.pk


SOURCES: dict[ChoiceKind, LocationSource] = {
    ChoiceKind.HERE: LocationSource.CODE_POINT,
    ChoiceKind.STOP: LocationSource.CHOSEN_STOP,
    ChoiceKind.DEVICE: LocationSource.DEVICE_ON_ROUTE,
    ChoiceKind.VEHICLE: LocationSource.VEHICLE,
    ChoiceKind.ROUTE: LocationSource.WHOLE_ROUTE,
    ChoiceKind.PLACE: LocationSource.PIN,
    ChoiceKind.PIN: LocationSource.PIN,
}
ON_ROUTE = frozenset(
    {
        LocationSource.CHOSEN_STOP,
        LocationSource.DEVICE_ON_ROUTE,
        LocationSource.VEHICLE,
        LocationSource.WHOLE_ROUTE,
    }
)


def decide_source(kind: ChoiceKind, *, at_place: bool, on_route: bool) -> LocationSource:
    """Return how the location will be known: by the resident's choice, else by what the code stands for.

    In a bus that is its position at the scan; where that is not known, ``locate`` takes the whole route.

    Args:
        kind: the choice.
        at_place: the form was opened by a code at a place.
        on_route: it was opened by a code in a bus.

    Raises:
        LocationRefused: the choice is not offered there, or nothing was chosen where there is no code.
    """
    if kind == ChoiceKind.NOTHING:
        if at_place:
            return LocationSource.CODE_POINT
        if on_route:
            return LocationSource.VEHICLE
        raise LocationRefused(Refusal.NO_PLACE_CHOSEN)
    source = SOURCES[kind]
    if (source in ON_ROUTE and not on_route) or (source == LocationSource.CODE_POINT and not at_place):
        raise LocationRefused(Refusal.NOT_OFFERED)
    return source


def locate(choice: Choice, whereabouts: Whereabouts) -> Located:
    """Return what a proposal is about.

    Raises:
        LocationRefused: the choice is incomplete, tampered with, off the route or outside the city.
    """
    source = decide_source(
        choice.kind, at_place=whereabouts.place is not None, on_route=whereabouts.version is not None
    )
    match source:
        case LocationSource.CODE_POINT if whereabouts.place:
            return Located(source, whereabouts.place.location, PLACE_ACCURACY_M, whereabouts.place)
        case LocationSource.VEHICLE:
            return locate_bus(whereabouts) or Located(LocationSource.WHOLE_ROUTE, version=whereabouts.version)
        case LocationSource.WHOLE_ROUTE:
            return Located(source, version=whereabouts.version)
        case LocationSource.CHOSEN_STOP if whereabouts.version:
            return _at_stop(choice, whereabouts.version)
        case LocationSource.DEVICE_ON_ROUTE if whereabouts.version:
            return _on_route(choice, whereabouts.version)
    return _at_named_place(choice) if choice.kind == ChoiceKind.PLACE else _at_pin(choice)


def _at_stop(choice: Choice, version: RouteVersion) -> Located:
    """A stop of any version of the route will do: a form may have been kept while the route changed."""
    stop = (
        RouteStop.objects.filter(pk=choice.record_id or 0, direction__version__route=version.route_id)
        .select_related("place", "direction__version")
        .first()
    )
    if stop is None:
        raise LocationRefused(Refusal.NOT_A_STOP)
    return Located(
        LocationSource.CHOSEN_STOP,
        stop.place.location,
        PLACE_ACCURACY_M,
        stop.place,
        stop.direction.version,
        stop.direction.direction,
        branch=0,
        measure_m=stop.measure_m,
    )


def _on_route(choice: Choice, version: RouteVersion) -> Located:
    if choice.lon is None or choice.lat is None or choice.accuracy_m is None:
        raise LocationRefused(Refusal.NO_POSITION)
    if choice.accuracy_m > DEVICE_ACCURACY_MAX_M:
        raise LocationRefused(Refusal.INACCURATE)
    position = Point(choice.lon, choice.lat, srid=4326)
    snapped = snap_to_route(version, position, within_m=DEVICE_FROM_ROUTE_MAX_M, bearing=choice.heading)
    if snapped is None:
        raise LocationRefused(Refusal.OFF_ROUTE)
    return Located(
        LocationSource.DEVICE_ON_ROUTE,
        snapped.point,
        choice.accuracy_m,
        version=version,
        direction=snapped.direction.direction,
        branch=snapped.branch,
        measure_m=snapped.measure_m,
    )


def locate_bus(whereabouts: Whereabouts) -> Located | None:
    """Return where on its route the bus was at the scan, or None where that is not known or of no use.

    Nobody asked for it, so what does not fit is no error: a form that was kept too long, a bus that was not
    on the route on which the resident says it runs. Its direction is believed on its own route only.
    """
    seen, version = whereabouts.seen, whereabouts.version
    if seen is None or version is None or not seen.may_be_used(timezone.now()):
        return None
    position = Point(seen.lon, seen.lat, srid=4326)
    direction = seen.direction if seen.route_id == version.route_id else None

    def snap(direction: int | None) -> Snapped | None:
        return snap_to_route(
            version, position, within_m=VEHICLE_FROM_ROUTE_MAX_M, direction=direction, bearing=seen.bearing
        )

    snapped = snap(direction) or (snap(None) if direction is not None else None)
    if snapped is None:
        return None
    return Located(
        LocationSource.VEHICLE,
        snapped.point,
        seen.accuracy_m,
        version=version,
        direction=snapped.direction.direction,
        branch=snapped.branch,
        measure_m=snapped.measure_m,
    )


def _at_named_place(choice: Choice) -> Located:
    place = Place.objects.in_use().filter(pk=choice.record_id or 0).first()
    if place is None:
        raise LocationRefused(Refusal.PLACE_GONE)
    return Located(LocationSource.PIN, _in_city(place.location), PLACE_ACCURACY_M, place)


def _at_pin(choice: Choice) -> Located:
    if choice.lon is None or choice.lat is None:
        raise LocationRefused(Refusal.NO_PLACE_CHOSEN)
    return Located(LocationSource.PIN, _in_city(Point(choice.lon, choice.lat, srid=4326)), PIN_ACCURACY_M)


def _in_city(point: Point) -> Point:
    """Return the point, or refuse it where it lies too far from today's districts."""
    distance_m = distance_to_city_m(point)
    if distance_m is None or distance_m > PIN_FROM_CITY_MAX_M:
        raise LocationRefused(Refusal.OUTSIDE_CITY)
    return point
