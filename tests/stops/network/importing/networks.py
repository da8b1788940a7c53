"""Small networks to import: a street of three stops through both districts, and one bus on it."""

from stops.network.importing.records import DirectionRecord, LonLat, Network, PlaceData, RouteData
from stops.network.models import PlaceKind, RouteMode

WEST_END, MIDDLE, EAST_END = (69.55, 42.35), (69.6, 42.35), (69.65, 42.35)
STREET: dict[str, LonLat] = {"a": WEST_END, "b": MIDDLE, "c": EAST_END}


def place(source_id: str, location: LonLat, name: str = "") -> PlaceData:
    """Return a stop."""
    name = name or f"Остановка {source_id}"
    return PlaceData(source_id, PlaceKind.STOP, {"kk": name, "ru": name, "en": ""}, location)


def route(source_id: str, *stops: str, line: list[LonLat] | None = None) -> RouteData:
    """Return a one-way bus from stop to stop, along a line or straight."""
    headsigns = {"kk": "Вокзал", "ru": "Вокзал", "en": ""}
    track = line or [STREET[stop] for stop in stops]
    return RouteData(
        source_id,
        RouteMode.BUS,
        source_id,
        {"kk": f"Бағыт {source_id}", "ru": f"Маршрут {source_id}", "en": ""},
        "Автопарк",
        [DirectionRecord(0, headsigns, [track], stops)],
    )


def network(*routes: RouteData, stops: str = "abc") -> Network:
    """Return the street's stops and some routes."""
    return Network(places=[place(stop, STREET[stop]) for stop in stops], routes=list(routes))
