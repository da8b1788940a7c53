"""What of a feed's stops and routes is taken, under which names, and what is skipped."""

from pathlib import Path

import pytest

from stops.network.importing.gtfs.route_types import TYPES
from stops.network.importing.records import Network
from stops.network.models import PlaceKind, RouteMode
from tests.stops.network.importing.gtfs.feeds import direction, feed, read, stop_times, stops, table, trips

STOP_COLUMNS = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station"


def skipped(network: Network) -> list[tuple[str, int, str, str]]:
    return [(each.file, each.line, each.what, each.reason) for each in network.skipped]


def names(network: Network) -> dict[str, str]:
    return {place.source_id: place.names["kk"] for place in network.places}


def test_stops_become_places_and_the_route_has_both_directions(tmp_path: Path) -> None:
    network = read(tmp_path, feed())
    assert [place.source_id for place in network.places] == ["a", "b", "c", "d"]
    assert network.places[0].kind == PlaceKind.STOP
    assert network.places[0].location == (69.50, 42.30)
    (route,) = network.routes
    assert (route.source_id, route.mode, route.number, route.operator) == (
        "r5",
        RouteMode.BUS,
        "5",
        "Автопарк",
    )
    assert direction(network).stops == ["a", "b", "c", "d"]
    assert direction(network).lines == [((69.50, 42.3), (69.51, 42.3), (69.52, 42.3), (69.53, 42.3))]
    assert direction(network, 1).stops == ["d", "c", "b", "a"]
    assert direction(network, 1).headsigns["ru"] == "Базар"
    assert network.skipped == []


def test_platforms_of_one_station_stay_apart_and_take_its_name(tmp_path: Path) -> None:
    rows = table(
        STOP_COLUMNS,
        "S,Автовокзал,42.3,69.5,1,",
        "a,,42.3,69.5,0,S",
        "b,,42.3,69.51,,S",
        "c,Базар,42.3,69.52,0,",
        "d,Әуежай,42.3,69.53,0,",
        "E,Кіреберіс,42.3,69.5,2,S",
        "N,,,,3,S",
        "B,,,,4,a",
    )
    network = read(tmp_path, feed(stops=rows))
    assert names(network) == {"a": "Автовокзал", "b": "Автовокзал", "c": "Базар", "d": "Әуежай"}
    assert network.notes == [
        "stops.txt also has 1 stations, 1 entrances, 1 nodes, 1 boarding areas: no signs hang there."
    ]


def test_stop_without_any_name_is_called_by_its_code(tmp_path: Path) -> None:
    rows = table(
        "stop_id,stop_name,stop_lat,stop_lon,stop_code",
        "a,,42.3,69.5,1207", "b,,42.3,69.51,", "c,C,42.3,69.52,", "d,D,42.3,69.53,",
    )  # fmt: skip
    network = read(tmp_path, feed(stops=rows))
    assert names(network) == {"a": "1207", "b": "b", "c": "C", "d": "D"}
    assert network.notes == ["2 stops without a name are called by their code."]


def test_stops_without_coordinates_and_far_away_are_skipped_by_name(tmp_path: Path) -> None:
    rows = table(
        "stop_id,stop_name,stop_lat,stop_lon",
        "a,A,42.3,69.5", "b,Алматы,43.24,76.9", "c,C,,", "d,D,42.3,69.53", "e,Null,0,0", "f,F,42.3,",
    )  # fmt: skip
    network = read(tmp_path, feed(stops=rows))
    assert skipped(network) == [
        ("stops.txt", 3, "stop b Алматы", "more than 20 km outside the city"),
        ("stops.txt", 4, "stop c C", "no coordinates"),
        ("stops.txt", 6, "stop e Null", "more than 20 km outside the city"),
        ("stops.txt", 7, "stop f F", "no coordinates"),
    ]
    assert list(names(network)) == ["a", "d"]
    assert direction(network).stops == ["a", "d"]


def test_stop_in_the_suburbs_is_taken(tmp_path: Path) -> None:
    # 0.17° north of the city's bounds: 18.9 km.
    assert "b" in names(
        read(tmp_path, feed(stops=stops(a=(69.5, 42.3), b=(69.5, 42.57), c=(69.5, 42.4), d=(69.5, 42.3))))
    )


def test_trip_with_one_usable_stop_is_skipped_and_so_is_its_route(tmp_path: Path) -> None:
    files = feed(
        routes=table(
            "route_id,route_short_name,route_long_name,route_type", "r5,5,Бес,3", "r6,6,,3", "r7,7,,3"
        ),
        trips=trips("r5,t1,,0,", "r6,t2,,0,", "r5,t3,,0,", "r7,t4,,0,"),
        stop_times=stop_times(t1="abcd", t2="bb"),
    )
    network = read(tmp_path, files)
    assert skipped(network) == [
        ("trips.txt", 3, "trip t2", "fewer than two stops that can be used"),
        ("trips.txt", 4, "trip t3", "no stop times"),
        ("trips.txt", 5, "trip t4", "no stop times"),
        ("routes.txt", 3, "route r6 6", "no trip with two usable stops at different points"),
        ("routes.txt", 4, "route r7 7", "no trip with two usable stops at different points"),
    ]
    assert [route.number for route in network.routes] == ["5"]


def test_pattern_whose_stops_lie_at_one_point_makes_no_route(tmp_path: Path) -> None:
    place = (69.5, 42.3)
    assert read(tmp_path, feed(stops=stops(a=place, b=place, c=place, d=place))).routes == []


ROUTE_TYPES = {
    "0": "tram", "1": "metro", "2": "rail", "3": "bus", "4": "ferry", "5": "tram", "6": "cable", "7": "cable",
    "11": "trolleybus", "12": "metro", "100": "rail", "200": "coach", "209": "coach", "401": "metro", "700": "bus",
    "704": "bus", "716": "bus", "800": "trolleybus", "900": "tram", "1000": "ferry", "1100": "other", "1501": "taxi",
}  # fmt: skip


@pytest.fixture
def every_type(tmp_path: Path) -> Path:
    read_from = feed(
        routes=table(
            "route_id,route_short_name,route_type", *(f"r{n},{n},{n}" for n in [*ROUTE_TYPES, "99"])
        ),
        trips=trips(*(f"r{n},t{n},,0," for n in ROUTE_TYPES)),
        stop_times=stop_times(**{f"t{n}": "ab" for n in ROUTE_TYPES}),
    )
    read(tmp_path, read_from)
    return tmp_path / "feed"


def test_buses_and_trolleybuses_are_taken_by_default(every_type: Path) -> None:
    network = read(every_type)
    modes = {route.number: route.mode.value for route in network.routes}
    assert modes == {
        "3": "bus",
        "700": "bus",
        "704": "bus",
        "716": "bus",
        "11": "trolleybus",
        "800": "trolleybus",
    }
    reasons = {each.what: each.reason for each in network.skipped}
    assert reasons["route r0 0"] == "tram, not imported"
    assert reasons["route r99 99"] == "unknown route_type 99"


@pytest.mark.parametrize("wanted", TYPES)
def test_types_asked_for_are_taken(every_type: Path, wanted: str) -> None:
    numbers = {route.number for route in read(every_type, types=[wanted]).routes}
    assert numbers == {number for number, name in ROUTE_TYPES.items() if name == wanted}


def test_stop_of_other_types_only_is_skipped_but_one_where_nothing_stops_is_taken(tmp_path: Path) -> None:
    files = feed(
        routes=table("route_id,route_short_name,route_type", "r5,5,3", "T,1,0"),
        trips=trips("r5,t1,,0,", "T,t2,,0,"),
        stop_times=stop_times(t1="ab", t2="bc"),
    )
    network = read(tmp_path, files)
    assert list(names(network)) == ["a", "b", "d"]
    assert skipped(network)[-1] == ("stops.txt", 4, "stop c Stop c", "only routes of other types stop there")


def test_operators_are_told_apart_and_the_only_one_needs_no_identifier(tmp_path: Path) -> None:
    two = table("agency_id,agency_name", "1,Парк", "2,Green Bus")
    routes = table("route_id,agency_id,route_short_name,route_type", "x,1,1,3", "y,2,2,3", "z,,3,3")
    files = feed(
        agency=two, routes=routes, trips=trips("x,t1,,0,", "y,t2,,0,", "z,t3,,0,"),
        stop_times=stop_times(t1="ab", t2="ab", t3="ab"),
    )  # fmt: skip
    assert [route.operator for route in read(tmp_path, files).routes] == ["Парк", "Green Bus", ""]
    only = {**files, "agency.txt": table("agency_name", "Парк")}
    assert {route.operator for route in read(tmp_path / "2", only).routes} == {"Парк"}


@pytest.mark.parametrize(
    ("short", "long", "number", "name"),
    [
        ("171а", "Базар — Аэропорт", "171а", "Базар — Аэропорт"),
        ("171а", "", "171а", "Stop a — Stop d"),
        ("", "Экспресс", "Экспресс", "Экспресс"),
        ("", "Солтүстік — Оңтүстік экспресі", "Солтүстік — Оңтүсті…", "Солтүстік — Оңтүстік экспресі"),
        ("", "", "r5", "Stop a — Stop d"),
    ],
)
def test_route_is_named_by_what_there_is(
    tmp_path: Path, short: str, long: str, number: str, name: str
) -> None:
    routes = table("route_id,route_short_name,route_long_name,route_type", f"r5,{short},{long},3")
    (route,) = read(tmp_path, feed(routes=routes)).routes
    assert (route.number, route.names["ru"]) == (number, name)


def test_headsign_is_the_commonest_else_the_last_stop(tmp_path: Path) -> None:
    rows = trips("r5,t1,Вокзал,0,", "r5,t2,Әуежай,0,", "r5,t4,Әуежай,0,", "r5,t3,,1,")
    times = stop_times(t1="abcd", t2="abcd", t4="abcd", t3="dcba")
    network = read(tmp_path, feed(trips=rows, stop_times=times))
    assert direction(network).headsigns["kk"] == "Әуежай"
    assert direction(network, 1).headsigns["kk"] == "Stop a"


def test_names_of_one_line_without_doubled_spaces_cut_where_too_long(tmp_path: Path) -> None:
    rows = table(
        "stop_id,stop_name,stop_lat,stop_lon",
        '"a","Ескі\r\n  базар\u00a0",42.3,69.5', f"b,{'ұ' * 250},42.3,69.51", "c,C\x1b,42.3,69.52", "d,D,42.3,69.53",
    )  # fmt: skip
    found = names(read(tmp_path, feed(stops=rows)))
    assert (found["a"], found["c"]) == ("Ескі базар", "C")
    assert found["b"] == "ұ" * 199 + "…"
