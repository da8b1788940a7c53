"""Routes from relations: grouped, out and back, with the stops in order; new scheme and old."""

from stops.network.importing.osm.geometry import plane_of
from stops.network.importing.osm.importing import find_network
from stops.network.importing.records import DirectionRecord, Network, RouteData
from stops.network.models import RouteMode
from tests.stops.network.importing.osm.conftest import Read
from tests.stops.network.importing.osm.files import OsmFile
from tests.stops.network.importing.osm.town import METRE, town

SOUTH_SIDE, STREET, NORTH_SIDE = 42.35 - 10 * METRE, 42.35, 42.35 + 10 * METRE
LONS = (69.55, 69.60, 69.65)


def network_of(osm: OsmFile, read: Read) -> Network:
    extract = read(osm)
    return find_network(extract, plane_of(extract))


def only_route(osm: OsmFile, read: Read) -> RouteData:
    (route,) = network_of(osm, read).routes
    return route


def side(route: RouteData, direction: int) -> DirectionRecord:
    (found,) = [each for each in route.directions if each.direction == direction]
    return found


def street(osm: OsmFile, **tags: str) -> tuple[int, int]:
    """Add an avenue from west to east in two ways, the second drawn backwards."""
    west, middle, east = (osm.node(lon, STREET) for lon in LONS)
    return osm.way(west, middle, highway="primary", **tags), osm.way(east, middle, highway="primary", **tags)


def pole(osm: OsmFile, lon: float, lat: float, **tags: str) -> int:
    return osm.node(lon, lat, highway="bus_stop", **tags)


def test_two_relations_of_one_master_are_one_route_out_and_back(read: Read) -> None:
    route = only_route(town(), read)
    assert (route.source_id, route.number, route.operator) == ("relation/3", "19", "Автопарк № 1")
    assert route.mode == RouteMode.BUS
    assert side(route, 0).lines == [[(lon, 42.35) for lon in LONS]]
    assert side(route, 1).lines == [[(lon, 42.35) for lon in LONS[::-1]]]
    assert side(route, 0).stops == ["node/4", "node/5", "node/6"]
    assert side(route, 1).stops == ["node/7", "node/8", "node/9"]


def test_name_and_headsigns_are_of_the_stops_in_their_languages(read: Read) -> None:
    route = only_route(town(), read)
    assert route.names == {"kk": "Вокзал қазақша — Саябақ", "ru": "Вокзал — Парк", "en": ""}
    assert side(route, 0).headsigns == {"kk": "Саябақ", "ru": "Парк", "en": ""}


def test_relations_without_master_are_grouped_by_number_and_operator(read: Read) -> None:
    osm = town()
    del osm.relations[3]
    first = only_route(osm, read)
    assert first.source_id == "relation/1"
    assert len(first.directions) == 2
    osm.relations[2][1]["operator"] = "Другой"
    routes = network_of(osm, read).routes
    assert [len(route.directions) for route in routes] == [1, 1]


def test_relation_in_two_masters_is_in_the_first(read: Read) -> None:
    osm = town()
    osm.relation(("r", 1, ""), ("r", 2, ""), type="route_master", route_master="bus", ref="19")
    assert only_route(osm, read).source_id == "relation/3"


def test_trolleybus_is_a_mode_and_tram_is_not_imported(read: Read) -> None:
    osm = OsmFile()
    ways = street(osm)
    for number, mode in ((1, "trolleybus"), (2, "tram")):
        osm.relation(*(("w", way, "") for way in ways), type="route", route=mode, ref=str(number))
    assert only_route(osm, read).mode == RouteMode.TROLLEYBUS


def test_what_no_longer_or_not_yet_runs_is_left_out(read: Read) -> None:
    osm = OsmFile()
    ways = street(osm)
    pole(osm, 69.6, SOUTH_SIDE, name="Бывшая", disused="yes")
    for state in ("proposed", "abandoned"):
        osm.relation(*(("w", way, "") for way in ways), type="route", route="bus", ref=state, state=state)
    network = network_of(osm, read)
    assert (network.routes, network.places) == ([], [])


def test_stop_position_beside_its_platform_is_one_stop_of_the_route(read: Read) -> None:
    osm = OsmFile()
    ways = street(osm)
    members = []
    for lon in (69.56, 69.61):
        position = osm.node(lon, STREET, public_transport="stop_position", bus="yes", name="Рынок")
        members += [("n", position, "stop"), ("n", pole(osm, lon, SOUTH_SIDE, name="Рынок"), "platform")]
    osm.relation(*members, *(("w", way, "") for way in ways), type="route", route="bus", ref="7")
    assert side(only_route(osm, read), 0).stops == ["node/5", "node/7"]


def test_stops_before_platforms_are_not_told_twice(read: Read) -> None:
    osm = OsmFile()
    ways = street(osm)
    lons = (69.56, 69.61, 69.64)
    positions = [osm.node(lon, STREET, public_transport="stop_position", bus="yes") for lon in lons]
    poles = [pole(osm, lon, SOUTH_SIDE, name=f"Остановка {lon}") for lon in lons]
    members = [*(("n", each, "stop") for each in positions), *(("n", each, "platform") for each in poles)]
    osm.relation(*members, *(("w", way, "") for way in ways), type="route", route="bus", ref="7")
    assert side(only_route(osm, read), 0).stops == [f"node/{each}" for each in poles]


def test_shorter_variant_adds_only_the_streets_of_its_own(read: Read) -> None:
    osm = OsmFile()
    ways = street(osm)
    middle = osm.ways[ways[0]][0][-1]
    branch = osm.way(middle, osm.node(69.60, 42.36), highway="secondary")
    stops = [pole(osm, lon, SOUTH_SIDE, name=f"Остановка {lon}") for lon in LONS]
    named = [("n", stop, "platform") for stop in stops]
    tags = {"type": "route", "route": "bus", "ref": "7", "public_transport:version": "2"}
    osm.relation(*(("w", way, "") for way in ways), *named, **tags)
    osm.relation(("w", ways[0], ""), ("w", branch, ""), *named[:1], **tags)
    direction = side(only_route(osm, read), 0)
    assert direction.lines == [[(lon, STREET) for lon in LONS], [(69.60, STREET), (69.60, 42.36)]]
    assert len(direction.stops) == 3


def test_circle_driven_both_ways_round_is_out_and_back(read: Read) -> None:
    osm = OsmFile()
    ring = [osm.node(*corner) for corner in ((69.6, 42.3), (69.61, 42.3), (69.61, 42.31), (69.6, 42.31))]
    ways = [osm.way(ring[index], ring[(index + 1) % 4], highway="primary") for index in range(4)]
    tags = {"type": "route", "route": "bus", "ref": "7", "public_transport:version": "2"}
    osm.relation(*(("w", way, "") for way in ways), **tags)
    osm.relation(*(("w", way, "") for way in ways[::-1]), **tags)
    route = only_route(osm, read)
    assert side(route, 0).lines[0] == side(route, 1).lines[0][::-1]


def test_gap_keeps_the_pieces_longest_first_and_is_noted(read: Read) -> None:
    osm = OsmFile()
    short = osm.line((69.50, 42.35), (69.51, 42.35), highway="primary")
    long = osm.line((69.52, 42.35), (69.60, 42.35), highway="primary")
    osm.relation(("w", short, ""), ("w", long, ""), type="route", route="bus", ref="7")
    network = network_of(osm, read)
    assert network.routes[0].directions[0].lines == [
        [(69.52, 42.35), (69.60, 42.35)],
        [(69.50, 42.35), (69.51, 42.35)],
    ]
    assert network.notes == ["Route 7 (relation/1): the line of relation/1 has 1 gaps and is kept in pieces."]


def test_members_that_the_extract_cut_off_are_noted(read: Read) -> None:
    osm = OsmFile()
    ways = street(osm)
    osm.relation(
        *(("w", way, "") for way in (*ways, 77)), ("n", 88, "stop"), type="route", route="bus", ref="7"
    )
    network = network_of(osm, read)
    assert len(network.routes) == 1
    assert network.notes == [
        "Route 7 (relation/1): 1 of its ways and 1 of its stops lie far outside or are not in the file."
    ]


def test_route_mostly_elsewhere_is_skipped_with_the_reason(read: Read) -> None:
    osm = OsmFile()
    ways = street(osm)
    osm.relation(*(("w", way, "") for way in (*ways, 70, 71, 72)), type="route", route="bus", ref="901")
    network = network_of(osm, read)
    assert network.routes == []
    assert [(each.what, each.reason) for each in network.skipped] == [
        ("route 901 (relation/1)", "most of it lies far outside the city or is not in the file")
    ]


def test_route_without_number_is_skipped(read: Read) -> None:
    osm = OsmFile()
    ways = street(osm)
    osm.relation(*(("w", way, "") for way in ways), type="route", route="bus", name="Дачный")
    assert [each.what for each in network_of(osm, read).skipped] == ["route Дачный (relation/1)"]


def test_route_of_stops_only_runs_straight_from_stop_to_stop(read: Read) -> None:
    osm = OsmFile()
    stops = [pole(osm, lon, STREET, name=f"Остановка {lon}") for lon in LONS]
    osm.relation(*(("n", stop, "stop") for stop in stops), type="route", route="bus", ref="7")
    assert side(only_route(osm, read), 0).lines == [[(lon, STREET) for lon in LONS]]


def test_old_relation_gives_both_directions_and_each_the_stops_on_its_right(read: Read) -> None:
    osm = OsmFile()
    ways = street(osm)
    south = [pole(osm, lon + 0.002, SOUTH_SIDE, name=f"Юг {lon}") for lon in LONS[:2]]
    north = [pole(osm, lon + 0.002, NORTH_SIDE, name=f"Север {lon}") for lon in LONS[:2]]
    members = [("n", stop, "platform") for stop in (*north, *south)]
    osm.relation(
        *(("w", way, "") for way in ways),
        *members,
        type="route",
        route="bus",
        ref="7",
        **{"from": "Юг", "to": "Север"},
    )
    route = only_route(osm, read)
    assert side(route, 0).stops == [f"node/{stop}" for stop in south]
    assert side(route, 1).stops == [f"node/{stop}" for stop in north[::-1]]
    assert side(route, 1).lines == [[(lon, STREET) for lon in LONS[::-1]]]
    assert side(route, 0).headsigns["ru"] == "Север"
    assert side(route, 1).headsigns["ru"] == "Юг"


def test_old_relation_with_roles_runs_in_streets_of_their_own(read: Read) -> None:
    osm = OsmFile()
    west, first, second, east = (osm.node(lon, STREET) for lon in (69.55, 69.58, 69.62, 69.65))
    before, after = osm.way(west, first, highway="primary"), osm.way(second, east, highway="primary")
    there = osm.way(first, osm.node(69.60, 42.34), second, highway="primary")
    back = osm.way(second, osm.node(69.60, 42.36), first, highway="primary")
    osm.relation(
        ("w", before, ""), ("w", there, "forward"), ("w", back, "forward"), ("w", after, ""),
        type="route", route="bus", ref="7",
    )  # fmt: skip
    route = only_route(osm, read)
    assert side(route, 0).lines[0][2] == (69.60, 42.34)
    assert side(route, 1).lines[0][2] == (69.60, 42.36)
    assert side(route, 1).lines[0][0] == (69.65, STREET)


def test_old_relation_with_a_role_on_every_way_has_them_as_directions(read: Read) -> None:
    osm = OsmFile()
    there, back = street(osm), street(osm)
    stops = {sense: pole(osm, 69.6, STREET, name=sense) for sense in ("forward", "backward")}
    osm.relation(
        *(("w", way, "forward") for way in there), *(("w", way, "backward") for way in back),
        *(("n", stop, f"{sense}:stop") for sense, stop in stops.items()), type="route", route="bus", ref="7",
    )  # fmt: skip
    route = only_route(osm, read)
    assert side(route, 0).lines == [[(lon, STREET) for lon in LONS]]
    assert side(route, 1).lines == [[(lon, STREET) for lon in LONS[::-1]]]


def test_single_relation_of_the_new_scheme_has_one_direction(read: Read) -> None:
    osm = OsmFile()
    ways = street(osm)
    stop = pole(osm, 69.6, NORTH_SIDE, name="Слева")
    osm.relation(
        *(("w", way, "") for way in ways), ("n", stop, "platform"),
        type="route", route="bus", ref="7", public_transport__version="2",
    )  # fmt: skip
    assert [each.direction for each in only_route(osm, read).directions] == [0]


def test_unnamed_stop_of_a_route_is_called_by_its_number_or_street_and_others_are_left_out(
    read: Read,
) -> None:
    osm = OsmFile()
    ways = street(osm, name="проспект Абая", name__kk="Абай даңғылы")
    by_street, by_number = pole(osm, 69.56, SOUTH_SIDE), pole(osm, 69.60, SOUTH_SIDE, ref="104")
    alone = pole(osm, 69.64, SOUTH_SIDE)
    members = [("n", stop, "platform") for stop in (by_street, by_number)]
    osm.relation(*(("w", way, "") for way in ways), *members, type="route", route="bus", ref="7")
    network = network_of(osm, read)
    names = {place.source_id: place.names for place in network.places}
    assert names[f"node/{by_street}"] == {
        "kk": "Аялдама — Абай даңғылы",
        "ru": "Остановка — проспект Абая",
        "en": "Stop",
    }
    assert names[f"node/{by_number}"] == {"kk": "Аялдама 104", "ru": "Остановка 104", "en": "Stop 104"}
    assert [(each.what, each.reason) for each in network.skipped] == [
        (f"stop node/{alone}", "it has no name, and no route stops at it")
    ]
