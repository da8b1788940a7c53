"""What the form's page shows, gathered from where it was opened and from what is typed."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib.gis.geos import Point

from districts.locating import district_at
from proposals.location_limits import DEVICE_ACCURACY_MAX_M
from proposals.models import Consent, Topic
from proposals.models.proposal import TEXT_MAX, TEXT_MIN
from proposals.residents.intake.forms import ProposalForm
from proposals.residents.intake.location import ChoiceKind, locate_bus
from proposals.residents.intake.whereabouts import Whereabouts
from proposals.titles import district_title
from stops.network.models import BusRoute, Place, RouteStop
from stops.network.titles import place_title

TOPICS_SHOWN = 5
STOPS_SHOWN = 4
PLACES_FOUND_MAX = 10
QUERY_MAX = 100


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button: its value, its words and whether it is chosen."""

    value: str
    name: str
    note: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class DirectionOptions:
    """The stops of one direction: the first few, and the rest behind “more”.

    Attributes:
        direction: 0 out, 1 back.
        headsign: where the bus goes.
        first, more: the stops in order.
        is_shown: whether this direction is the one to show first.
    """

    direction: int
    headsign: str
    first: Sequence[Option]
    more: Sequence[Option]
    is_shown: bool

    @property
    def total(self) -> int:
        """How many stops there are."""
        return len(self.first) + len(self.more)

    @property
    def more_is_open(self) -> bool:
        """Whether the chosen stop is among the rest."""
        return any(option.checked for option in self.more)


@dataclass(frozen=True, slots=True)
class BusNow:
    """Where the bus was at the scan.

    Attributes:
        before, after: the names of the stops between which it was; empty beyond the ends or on a branch.
        at: when it was there.
        direction: the direction in which it ran: its stops are shown first.
    """

    before: str
    after: str
    at: dt.datetime
    direction: int | None


def form_context(form: ProposalForm, whereabouts: Whereabouts, *, new_key: bool = False) -> dict[str, Any]:
    """Return the context of the form's page.

    Args:
        form: bound or not; what it holds is shown again.
        whereabouts: where the form was opened.
        new_key: whether to mint another idempotency key although the form carries one.
    """
    bus_now = _bus_now(whereabouts)
    about = _about(form.typed["about"], whereabouts, bus_now)
    wanted = form.typed["direction_shown"] or (str(bus_now.direction) if bus_now else "")
    topics = _topics(form.typed["topic"])
    places, places_total = _found_places(form.typed["place_query"], about)
    pin = _pin(form)
    return {
        "form": form,
        "typed": form.typed,
        "whereabouts": whereabouts,
        "place_title": place_title(whereabouts.place) if whereabouts.place else "",
        "district_title": district_title(whereabouts.place.district) if whereabouts.place else "",
        "key": str(uuid.uuid4()) if new_key else form.key_or_new(),
        "key_is_new": new_key,
        "consent": Consent.objects.latest(),
        "about": about,
        "bus_now": bus_now,
        "topics": topics[:TOPICS_SHOWN],
        "more_topics": topics[TOPICS_SHOWN:],
        "more_topics_open": any(topic.checked for topic in topics[TOPICS_SHOWN:]),
        "directions": _directions(whereabouts.stops, about, wanted),
        "other_routes": _routes(whereabouts),
        "places": places,
        "places_total": places_total if places_total > len(places) else 0,
        "nothing_found": bool(form.typed["place_query"]) and not places,
        "pin": pin,
        "elsewhere_open": bool(places or pin or form.typed["place_query"])
        or about.startswith(("pin", "place")),
        "near": [str(degrees) for degrees in whereabouts.place.location.coords] if whereabouts.place else [],
        "device_limit_m": str(DEVICE_ACCURACY_MAX_M),
        "text_min": str(TEXT_MIN),
        "text_max": str(TEXT_MAX),
    }


def _about(typed: str, whereabouts: Whereabouts, bus_now: BusNow | None) -> str:
    """Return what is chosen when the page is shown: what was chosen, else what counts without a choice."""
    if typed and (typed != ChoiceKind.VEHICLE or bus_now):
        return typed
    if bus_now:
        return ChoiceKind.VEHICLE
    if whereabouts.version:
        return ChoiceKind.ROUTE
    return ChoiceKind.HERE if whereabouts.place else ""


def _bus_now(whereabouts: Whereabouts) -> BusNow | None:
    """Return where the bus was at the scan in a resident's words, None where that is not known."""
    located = locate_bus(whereabouts)
    if located is None or whereabouts.seen is None:
        return None
    is_measured = located.branch == 0  # the stops are measured along the main line
    measure_m = located.measure_m or 0.0
    stops = [
        stop for stop in whereabouts.stops if is_measured and stop.direction.direction == located.direction
    ]
    before = [stop for stop in stops if stop.measure_m <= measure_m]
    after = [stop for stop in stops if stop.measure_m > measure_m]
    return BusNow(
        before=before[-1].place.name if before else "",
        after=after[0].place.name if after else "",
        at=whereabouts.seen.at,
        direction=located.direction,
    )


def _topics(chosen: str) -> list[Option]:
    return [
        Option(topic.slug, topic.short or topic.name, checked=topic.slug == chosen)
        for topic in Topic.objects.filter(is_active=True)
    ]


def _directions(stops: Sequence[RouteStop], about: str, wanted: str) -> list[DirectionOptions]:
    groups = [list(group) for _key, group in groupby(stops, lambda stop: stop.direction_id)]
    chosen = {f"stop:{stop.pk}": str(stop.direction.direction) for stop in stops}.get(about, wanted)
    known = {str(group[0].direction.direction) for group in groups}
    directions = []
    for position, group in enumerate(groups):
        direction = group[0].direction
        options = [
            Option(f"stop:{stop.pk}", stop.place.name, checked=f"stop:{stop.pk}" == about) for stop in group
        ]
        is_shown = str(direction.direction) == chosen if chosen in known else position == 0
        directions.append(
            DirectionOptions(
                direction.direction,
                direction.headsign,
                options[:STOPS_SHOWN],
                options[STOPS_SHOWN:],
                is_shown,
            )
        )
    return directions


def _routes(whereabouts: Whereabouts) -> list[Option]:
    def option(route: BusRoute) -> Option:
        return Option(str(route.pk), f"{route.number} · {route.name}", checked=route == whereabouts.route)

    return [option(route) for route in whereabouts.routes]


def _found_places(query: str, about: str) -> tuple[list[Option], int]:
    """Return the first of the places that bear the name, and how many there are; the only one is chosen at once."""
    if not query.strip():
        return [], 0
    named = Place.objects.named_like(query[:QUERY_MAX]).select_related("district")
    found: list[Place] = list(named[:PLACES_FOUND_MAX])
    total = len(found) if len(found) < PLACES_FOUND_MAX else named.count()
    return [
        Option(
            f"place:{place.pk}",
            place_title(place),
            district_title(place.district),
            checked=f"place:{place.pk}" == about or len(found) == 1,
        )
        for place in found
    ], total


def _pin(form: ProposalForm) -> dict[str, str] | None:
    """Return the pin that was put, with the district that holds it; None where there is none."""
    try:
        lon, lat = float(form.typed["pin_lon"]), float(form.typed["pin_lat"])
    except ValueError:
        return None
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None
    district = district_title(district_at(Point(lon, lat, srid=4326)))
    return {"lon": str(lon), "lat": str(lat), "district": district}
