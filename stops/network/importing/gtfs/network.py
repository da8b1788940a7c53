"""Make the network of a city from a GTFS feed."""

from collections.abc import Callable, Collection
from pathlib import Path

from stops.network.importing.area import Bbox, grown
from stops.network.importing.gtfs.directions import Material, make_directions
from stops.network.importing.gtfs.names import Names, join_names, read_names
from stops.network.importing.gtfs.opening import FeedFiles, open_feed
from stops.network.importing.gtfs.patterns import Patterns, find_patterns
from stops.network.importing.gtfs.route_types import USUAL_TYPES
from stops.network.importing.gtfs.routes import FILE as ROUTES_FILE
from stops.network.importing.gtfs.routes import Route, Routes, read_agencies, read_routes
from stops.network.importing.gtfs.shapes import read_shapes
from stops.network.importing.gtfs.stops import FILE as STOPS_FILE
from stops.network.importing.gtfs.stops import Stop, Stops, read_stops
from stops.network.importing.gtfs.trips import read_stop_times, read_trips
from stops.network.importing.records import DirectionRecord, Network, PlaceData, RouteData, Skipped
from stops.network.models import PlaceKind

Progress = Callable[[str], object]

BEYOND_CITY_M = 20_000.0


def read_gtfs(
    path: Path,
    *,
    bbox: Bbox,
    srid: int,
    types: Collection[str] = USUAL_TYPES,
    tell: Progress | None = None,
) -> Network:
    """Read the stops and routes of a feed.

    Every stop or platform is a place, also one where nothing stops at present; not one where only routes of other
    types stop, that has no coordinates, or that lies more than 20 km outside the city. A route has one direction
    or two: the line of the most used pattern, then what the other patterns add, and the most used one's stops.

    Args:
        path: a folder, or a zip archive.
        bbox: of the city: (west, south, east, north), degrees.
        srid: the metric projection in which lengths count.
        types: of the routes to import, by the names in ``route_types``.
        tell: told what is done now, a line each.

    Raises:
        ImportRefused: the feed is broken; the message names the file and its line.

    Source:
        GTFS Schedule reference, https://gtfs.org/schedule/reference/, and the extended route types.
    """
    with open_feed(path) as feed:
        return _read(feed, grown(bbox, BEYOND_CITY_M), srid, types, tell or (lambda line: None))


def _read(feed: FeedFiles, near: Bbox, srid: int, types: Collection[str], tell: Progress) -> Network:
    agencies = read_agencies(feed)
    names = read_names(feed, agencies.languages)
    routes = read_routes(feed, agencies, types)
    stops = read_stops(feed, near, tell)
    trips = read_trips(feed, routes, tell)
    tell(f"{len(stops.indexes):,} stops, {len(routes.indexes):,} routes, {len(trips.all):,} trips …")
    patterns = find_patterns(stops, routes, trips, read_stop_times(feed, trips, stops, tell))
    wanted = {shape for each in patterns.by_route.values() for pattern in each for shape in pattern.shapes}
    shapes = read_shapes(feed, wanted, trips.shape_lines, near, tell)
    network = Network(
        skipped=[*stops.skipped, *routes.skipped, *patterns.skipped],
        notes=[*names.notes, *stops.notes, *shapes.notes],
    )
    tell("Lines …")
    material = Material(stops.usable, shapes.lines, names, lambda stop: _name_of_stop(names, stop), srid)
    _add_routes(network, routes, patterns, material)
    _add_places(network, stops, patterns.served_by_others - patterns.served, material)
    return network


def _add_routes(network: Network, routes: Routes, patterns: Patterns, material: Material) -> None:
    for number, route in enumerate(routes.wanted):
        if route is None:
            continue
        directions = make_directions(patterns.by_route.get(number, []), material)
        if not directions:
            reason = "no trip with two usable stops at different points"
            network.skipped.append(Skipped(route.label, reason, route.line, ROUTES_FILE))
            continue
        network.routes.append(
            RouteData(
                source_id=route.source_id,
                mode=route.mode,
                number=route.number,
                names=_name_of_route(route, directions, material),
                operator=route.operator,
                directions=directions,
            )
        )


def _name_of_route(route: Route, directions: list[DirectionRecord], material: Material) -> dict[str, str]:
    """Return the long name of a route, else its first and last stops."""
    if route.name:
        return material.names.of("routes", "route_long_name", route.name, route.source_id)
    by_id = {stop.source_id: stop for stop in material.stops if stop}
    first, last = (by_id[directions[0].stops[index]] for index in (0, -1))
    return join_names(material.name_of_stop(first), material.name_of_stop(last))


def _add_places(network: Network, stops: Stops, left_out: set[int], material: Material) -> None:
    for number, stop in enumerate(stops.usable):
        if stop is None:
            continue
        if number in left_out:
            reason = "only routes of other types stop there"
            network.skipped.append(Skipped(stop.label, reason, stop.line, STOPS_FILE))
            continue
        names = material.name_of_stop(stop)
        network.places.append(PlaceData(stop.source_id, PlaceKind.STOP, names, stop.location))


def _name_of_stop(names: Names, stop: Stop) -> dict[str, str]:
    return names.of("stops", "stop_name", stop.name, stop.source_id)
