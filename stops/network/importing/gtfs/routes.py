"""Read the routes of a feed and who runs them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from stops.network.importing.gtfs.names import clean
from stops.network.importing.gtfs.opening import FeedFiles
from stops.network.importing.gtfs.route_types import TYPES, type_name
from stops.network.importing.gtfs.stops import add_identifier
from stops.network.importing.gtfs.tables import read_table, refusal
from stops.network.importing.records import Skipped
from stops.network.models import RouteMode

FILE = "routes.txt"
AGENCY_FILE = "agency.txt"
NUMBER_MAX = 20
SHOWN_MAX = 60


@dataclass(frozen=True, slots=True)
class Route:
    """A route that is imported; ``name`` may be empty."""

    source_id: str
    mode: RouteMode
    number: str
    name: str
    operator: str
    line: int

    @property
    def label(self) -> str:
        """What a message calls it."""
        return f"route {self.source_id} {clean(self.name or self.number, SHOWN_MAX)}".rstrip()


@dataclass(slots=True)
class Agencies:
    """Who runs the routes: names by identifier (empty where the feed gives none), and their languages."""

    names: dict[str, str] = field(default_factory=dict)
    languages: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Routes:
    """The routes of a feed.

    Attributes:
        indexes: the number of each route, by its identifier.
        wanted: by that number, the route, or None for one of a type that is not imported.
        types: by that number, the name of its type.
        skipped: what was left out, and why.
    """

    indexes: dict[str, int] = field(default_factory=dict)
    wanted: list[Route | None] = field(default_factory=list)
    types: list[str] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


def read_agencies(feed: FeedFiles) -> Agencies:
    """Read who runs the routes; the only agency of a feed needs no identifier.

    Raises:
        ImportRefused: the table is broken, or an identifier is missing or stands twice.
    """
    agencies = Agencies()
    rows = read_table(feed, AGENCY_FILE, required=("agency_name",), optional=("agency_id", "agency_lang"))
    for line, (name, agency_id, language) in rows:
        if agency_id in agencies.names:
            problem = f"the agency_id {agency_id!r} stands twice" if agency_id else "agency_id is empty"
            raise refusal(AGENCY_FILE, line, problem)
        agencies.names[agency_id] = clean(name)
        agencies.languages.add(language)
    if not agencies.names:
        raise refusal(AGENCY_FILE, 1, "there is no row below the header")
    return agencies


def read_routes(feed: FeedFiles, agencies: Agencies, types: Collection[str]) -> Routes:
    """Read every route; those of other types than wanted are skipped.

    Raises:
        ImportRefused: the table is broken, an identifier stands twice, is missing or leads nowhere.
    """
    routes = Routes()
    optional = ("agency_id", "route_short_name", "route_long_name")
    rows = read_table(feed, FILE, required=("route_id", "route_type"), optional=optional)
    for line, (route_id, type_text, agency_id, short_name, long_name) in rows:
        add_identifier(routes.indexes, route_id, FILE, "route_id", line)
        name = _type(type_text, line)
        route = Route(
            source_id=route_id,
            mode=TYPES[name][0] if name else RouteMode.OTHER,
            number=clean(short_name or long_name or route_id, NUMBER_MAX),
            name=clean(long_name),
            operator=_operator(agencies, agency_id, line),
            line=line,
        )
        routes.types.append(name or f"type {type_text}")
        if name in types:
            routes.wanted.append(route)
        else:
            routes.wanted.append(None)
            reason = f"{name}, not imported" if name else f"unknown route_type {type_text}"
            routes.skipped.append(Skipped(route.label, reason, line, FILE))
    if not routes.wanted:
        raise refusal(FILE, 1, "there is no row below the header")
    return routes


def _type(text: str, line: int) -> str:
    if not (text.isascii() and text.isdigit() and len(text) <= 5):
        raise refusal(FILE, line, f"the route_type {text[:40]!r} is not a whole number")
    return type_name(int(text))


def _operator(agencies: Agencies, agency_id: str, line: int) -> str:
    """Return the name of a route's agency; empty where several could be meant."""
    if agency_id and agency_id not in agencies.names and set(agencies.names) != {""}:
        raise refusal(FILE, line, f"the agency_id {agency_id!r} is not in {AGENCY_FILE}")
    if len(agencies.names) == 1:
        return next(iter(agencies.names.values()))
    return agencies.names.get(agency_id, "")
