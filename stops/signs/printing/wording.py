"""What signs say, in Kazakh first and then in Russian, whatever language is active."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from geoportal.web.names import localised
from stops.network.models import BusRoute, Place, PlaceKind, RouteMode
from stops.signs.models import CodeBinding


class Pair(NamedTuple):
    """A text in Kazakh and in Russian."""

    kk: str
    ru: str


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts that all signs at places, or all signs in buses, share."""

    site: Pair
    city: Pair
    headline: Pair
    steps: tuple[Pair, Pair, Pair]
    type_it: Pair
    promise: Pair
    help_line: str
    help: Pair


def both(say: Callable[[], str]) -> Pair:
    """Return what a function says in Kazakh and in Russian; the sign № keeps its number beside it."""
    said = []
    for language in Pair._fields:
        with translation.override(language):
            said.append(say().replace("№ ", "№\N{NO-BREAK SPACE}"))
    return Pair(*said)


def shared_texts(*, in_bus: bool) -> Texts:
    """Return the texts of signs at places or in buses."""
    return Texts(
        site=both(_site_name),
        city=both(lambda: pgettext("on a sign", "Akimat of the city of %(city)s") % {"city": _city_name()}),
        headline=both(_bus_headline if in_bus else _place_headline),
        steps=(
            both(lambda: pgettext("on a sign", "Scan the code")),
            both(lambda: pgettext("on a sign", "Write your proposal")),
            both(lambda: pgettext("on a sign", "See the city's answer")),
        ),
        type_it=both(lambda: pgettext("on a sign, before the address", "Or type:")),
        promise=both(_promise),
        help_line=settings.CITY_HELP_LINE,
        help=both(lambda: pgettext("on a sign, beside the help line's number", "Faults, a false code")),
    )


def names_of(binding: CodeBinding) -> Pair:
    """Return the name of what a code is bound to, as a resident says it."""
    if binding.place is not None:
        place = binding.place
        return both(lambda: _place_name(place))
    route = binding.route
    if route is None:
        raise ValueError("a binding has a place or a route")
    return both(lambda: _bus_name(route, binding.board_number))


def _city_name() -> str:
    return settings.CITY_NAMES[translation.get_language() or "kk"]


def _site_name() -> str:
    return settings.SITE_NAMES[translation.get_language() or "kk"] or _("%(city)s ideas") % {
        "city": _city_name()
    }


def _place_headline() -> str:
    return pgettext("on a sign", "Let us improve this place together")


def _bus_headline() -> str:
    return pgettext("on a sign", "Let us improve this route together")


def _promise() -> str:
    return pgettext("on a sign", "We never ask for money, a card or an SMS code. You need no app.")


def _place_name(place: Place) -> str:
    name = localised(place, "name")
    return _("Stop «%(name)s»") % {"name": name} if place.kind == PlaceKind.STOP else name


def _bus_name(route: BusRoute, board_number: str) -> str:
    titles = {
        RouteMode.BUS: pgettext("on a sign", "Bus no. %(number)s"),
        RouteMode.TROLLEYBUS: pgettext("on a sign", "Trolleybus no. %(number)s"),
        RouteMode.TRAM: pgettext("on a sign", "Tram no. %(number)s"),
        RouteMode.OTHER: pgettext("on a sign", "Route no. %(number)s"),
    }
    title = titles[RouteMode(route.mode)] % {"number": route.number}
    if not board_number:
        return title
    # Not inside the f-string: messages there are not found by those who gather them.
    board = pgettext("on a sign", "vehicle no. %(board)s") % {"board": board_number}
    return f"{title}, {board}"
