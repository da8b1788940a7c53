"""Which of OpenStreetMap's tags mean what to the portal."""

from collections.abc import Iterable

from stops.network.importing.osm.elements import Tags
from stops.network.models import BaseKind, PlaceKind, RouteMode

PLACE_TAGS: dict[tuple[str, str], PlaceKind] = {
    ("leisure", "park"): PlaceKind.PUBLIC_SPACE,
    ("leisure", "garden"): PlaceKind.PUBLIC_SPACE,
    ("place", "square"): PlaceKind.PUBLIC_SPACE,
    ("amenity", "marketplace"): PlaceKind.PUBLIC_SPACE,
    ("amenity", "school"): PlaceKind.INSTITUTION,
    ("amenity", "kindergarten"): PlaceKind.INSTITUTION,
    ("amenity", "college"): PlaceKind.INSTITUTION,
    ("amenity", "university"): PlaceKind.INSTITUTION,
    ("amenity", "hospital"): PlaceKind.INSTITUTION,
    ("amenity", "clinic"): PlaceKind.INSTITUTION,
    ("amenity", "townhall"): PlaceKind.INSTITUTION,
    ("amenity", "library"): PlaceKind.INSTITUTION,
    ("amenity", "bus_station"): PlaceKind.INSTITUTION,
    ("railway", "station"): PlaceKind.INSTITUTION,
    ("railway", "halt"): PlaceKind.INSTITUTION,
}
"""Places by tag; a pedestrian area counts as a public space too. Only those with a name are taken."""

MODES = {"bus": RouteMode.BUS, "trolleybus": RouteMode.TROLLEYBUS}
NOT_RUNNING = frozenset({"proposed", "construction", "disused", "abandoned"})
OTHER_MODES = frozenset(
    {"tram", "train", "subway", "light_rail", "monorail", "ferry", "aerialway", "funicular"}
)

STREET_RANKS = {
    "motorway": 1,
    "trunk": 1,
    "primary": 1,
    "secondary": 2,
    "motorway_link": 2,
    "trunk_link": 2,
    "primary_link": 2,
    "tertiary": 3,
    "secondary_link": 3,
    "tertiary_link": 3,
}
DRIVEN = frozenset(STREET_RANKS) | {"unclassified", "residential", "living_street", "road", "busway"}
"""Streets that a stop lies on one side of; service roads and paths are not such."""

RAIL_RANKS = {"rail": 1, "subway": 2, "light_rail": 2, "tram": 2, "narrow_gauge": 2}
WATER_LINE_RANKS = {"river": 1, "canal": 2, "stream": 3}
AREA_TAGS: dict[tuple[str, str], BaseKind] = {
    ("natural", "water"): BaseKind.WATER,
    ("waterway", "riverbank"): BaseKind.WATER,
    ("waterway", "dock"): BaseKind.WATER,
    ("landuse", "reservoir"): BaseKind.WATER,
    ("landuse", "basin"): BaseKind.WATER,
    ("leisure", "park"): BaseKind.GREEN,
    ("leisure", "garden"): BaseKind.GREEN,
    ("leisure", "nature_reserve"): BaseKind.GREEN,
    ("natural", "wood"): BaseKind.GREEN,
    ("landuse", "forest"): BaseKind.GREEN,
    ("landuse", "village_green"): BaseKind.GREEN,
    ("landuse", "recreation_ground"): BaseKind.GREEN,
    ("landuse", "cemetery"): BaseKind.GREEN,
    ("landuse", "residential"): BaseKind.BUILT,
    ("landuse", "commercial"): BaseKind.BUILT,
    ("landuse", "retail"): BaseKind.BUILT,
    ("landuse", "industrial"): BaseKind.BUILT,
}

WAY_KEYS = sorted(
    {"highway", "railway", "waterway", "public_transport"}
    | {key for key, _value in (*PLACE_TAGS, *AREA_TAGS)}
)
"""A way without any of these keys does not matter by its own tags."""

TRUE = frozenset({"yes", "true", "1"})


def place_tag(tags: Tags) -> tuple[str, str] | None:
    """Return the tag that makes an object a place of the portal, the first of the table where several do."""
    for key, value in PLACE_TAGS:
        if tags.get(key) == value:
            return key, value
    return ("highway", "pedestrian") if tags.get("highway") == "pedestrian" else None


def place_kind(tag: tuple[str, str]) -> PlaceKind:
    """Return what a place with this tag is."""
    return PLACE_TAGS.get(tag, PlaceKind.PUBLIC_SPACE)


def area_kind(tags: Tags) -> BaseKind | None:
    """Return what an area is in the base layer, or None."""
    return next((kind for (key, value), kind in AREA_TAGS.items() if tags.get(key) == value), None)


def is_platform(tags: Tags) -> bool:
    """Return whether people wait for a bus here: a pole, shelter or platform beside the street."""
    if _is_gone(tags):
        return False
    if tags.get("highway") == "bus_stop":
        return True
    if tags.get("public_transport") != "platform" and tags.get("highway") != "platform":
        return False
    return _serves_bus(tags) or not (_serves(tags, OTHER_MODES) or "railway" in tags)


def is_stop_position(tags: Tags) -> bool:
    """Return whether a bus halts here: a point of the street itself."""
    return tags.get("public_transport") == "stop_position" and _serves_bus(tags) and not _is_gone(tags)


def is_stop_area(tags: Tags) -> bool:
    """Return whether a relation gathers what belongs to one stop."""
    return tags.get("type") == "public_transport" and tags.get("public_transport") == "stop_area"


def route_mode(tags: Tags) -> RouteMode | None:
    """Return what runs on a route or its master, None for what is not imported."""
    kind = tags.get("type", "")
    if _is_gone(tags) or tags.get("state") in NOT_RUNNING:
        return None
    return MODES.get(tags.get(kind, "")) if kind in {"route", "route_master"} else None


def is_wanted_node(tags: Tags) -> bool:
    """Return whether a node matters by its own tags."""
    return is_platform(tags) or is_stop_position(tags) or place_tag(tags) is not None


def is_wanted_way(tags: Tags) -> bool:
    """Return whether a way matters by its own tags."""
    return (
        tags.get("highway") in DRIVEN
        or tags.get("railway") in RAIL_RANKS
        or tags.get("waterway") in WATER_LINE_RANKS
        or is_platform(tags)
        or place_tag(tags) is not None
        or area_kind(tags) is not None
    )


def is_wanted_relation(tags: Tags) -> bool:
    """Return whether a relation matters: routes, stop areas, boundaries and areas that are places or ground."""
    kind = tags.get("type")
    if kind == "boundary":
        return tags.get("boundary") == "administrative"
    if kind == "multipolygon":
        return place_tag(tags) is not None or area_kind(tags) is not None or _is_boundary(tags)
    return is_stop_area(tags) or route_mode(tags) is not None


def _is_gone(tags: Tags) -> bool:
    return tags.get("disused") in TRUE or tags.get("abandoned") in TRUE


def _is_boundary(tags: Tags) -> bool:
    return tags.get("boundary") == "administrative"


def _serves_bus(tags: Tags) -> bool:
    return _serves(tags, MODES)


def _serves(tags: Tags, modes: Iterable[str]) -> bool:
    return any(tags.get(mode) in TRUE for mode in modes)
