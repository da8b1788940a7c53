"""What runs on a route, by the numbers of GTFS and of its extension by hundreds."""

from collections.abc import Collection

from districts.importing.errors import ImportRefused
from stops.network.models import RouteMode

TYPES: dict[str, tuple[RouteMode, tuple[range, ...]]] = {
    "bus": (RouteMode.BUS, (range(3, 4), range(700, 717))),
    "trolleybus": (RouteMode.TROLLEYBUS, (range(11, 12), range(800, 801))),
    "tram": (RouteMode.TRAM, (range(1), range(5, 6), range(900, 907))),
    "coach": (RouteMode.BUS, (range(200, 210),)),
    "metro": (
        RouteMode.OTHER,
        (range(1, 2), range(12, 13), range(400, 406), range(500, 501), range(600, 601)),
    ),
    "rail": (RouteMode.OTHER, (range(2, 3), range(100, 118), range(300, 301))),
    "ferry": (RouteMode.OTHER, (range(4, 5), range(1000, 1022), range(1200, 1201))),
    "cable": (RouteMode.OTHER, (range(6, 8), range(1300, 1308), range(1400, 1403))),
    "taxi": (RouteMode.OTHER, (range(1500, 1508),)),
    "other": (RouteMode.OTHER, (range(1100, 1115), range(1600, 1605), range(1700, 1703))),
}
"""The name of each type for ``--types``, its mode here, and its numbers. A cable tram (5) is a tram."""

USUAL_TYPES = ("bus", "trolleybus")
NAME_BY_NUMBER = {number: name for name, (_, ranges) in TYPES.items() for each in ranges for number in each}


def type_name(number: int) -> str:
    """Return the name of a route type's number; an empty text for one that neither list has."""
    return NAME_BY_NUMBER.get(number, "")


def chosen_types(text: str) -> Collection[str]:
    """Return the types named in a list with commas.

    Raises:
        ImportRefused: one of them is no type.
    """
    chosen = [name.strip().lower() for name in text.split(",") if name.strip()]
    for name in chosen:
        if name not in TYPES:
            raise ImportRefused(f"{name!r} is not one of the types {', '.join(TYPES)}.")
    if not chosen:
        raise ImportRefused(f"Name at least one of the types {', '.join(TYPES)}.")
    return chosen
