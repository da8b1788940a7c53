"""Directions of a route: from its patterns, with and without shapes and ``direction_id``."""

from pathlib import Path

from stops.network.importing.records import Network
from tests.stops.network.importing.gtfs.feeds import (
    STREET,
    Files,
    direction,
    feed,
    read,
    stop_times,
    stops,
    table,
    trips,
)

SHAPES = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence"


def sides(network: Network) -> dict[int, str]:
    """Return the stops of each direction as one text."""
    return {each.direction: "".join(each.stops) for each in network.routes[0].directions}


def test_most_used_pattern_is_the_main_one(tmp_path: Path) -> None:
    rows = trips("r5,t1,,0,", "r5,t2,,0,", "r5,t3,,0,")
    network = read(tmp_path, feed(trips=rows, stop_times=stop_times(t1="abcd", t2="bcd", t3="bcd")))
    assert sides(network) == {0: "bcd"}
    assert len(direction(network).lines) == 2


def test_among_equally_used_patterns_the_one_with_more_stops_is_the_main_one(tmp_path: Path) -> None:
    rows = trips("r5,t1,,0,", "r5,t2,,0,")
    assert sides(read(tmp_path, feed(trips=rows, stop_times=stop_times(t1="bc", t2="abcd")))) == {0: "abcd"}


def test_branches_are_added_to_the_main_line(tmp_path: Path) -> None:
    files = feed(
        stops=stops(**STREET, n=(69.52, 42.32)),
        trips=trips("r5,t1,,0,", "r5,t2,,0,", "r5,t3,,0,", "r5,t4,,1,"),
        stop_times=stop_times(t1="abcd", t2="abcd", t3="abcn", t4="ncba"),
    )
    network = read(tmp_path, files)
    assert sides(network) == {0: "abcd", 1: "ncba"}
    assert [len(each.lines) for each in network.routes[0].directions] == [2, 1]
    assert direction(network).lines[1][-1] == (69.52, 42.32)
    assert [place.source_id for place in network.places] == ["a", "b", "c", "d", "n"]


def test_loop_visits_its_first_stop_twice(tmp_path: Path) -> None:
    square = stops(a=(69.50, 42.30), b=(69.52, 42.30), c=(69.52, 42.32), d=(69.50, 42.32))
    files = feed(stops=square, trips=trips("r5,t1,Айналма,0,"), stop_times=stop_times(t1="abcda"))
    network = read(tmp_path, files)
    assert sides(network) == {0: "abcda"}
    assert direction(network).lines[0][0] == direction(network).lines[0][-1]


def test_unnamed_loop_is_called_by_its_one_terminus(tmp_path: Path) -> None:
    files = feed(
        routes=table("route_id,route_short_name,route_type", "r5,5,3"),
        trips=trips("r5,t1,,0,"),
        stop_times=stop_times(t1="abcda"),
    )
    assert read(tmp_path, files).routes[0].names["kk"] == "Stop a"


def test_stop_that_follows_itself_counts_once(tmp_path: Path) -> None:
    files = feed(trips=trips("r5,t1,,0,"), stop_times=stop_times(t1="aabbbcdd"))
    assert sides(read(tmp_path, files)) == {0: "abcd"}


def test_without_direction_id_the_reverse_pattern_is_the_other_direction(tmp_path: Path) -> None:
    files = feed(
        trips=table("route_id,trip_id", "r5,t1", "r5,t2", "r5,t3", "r5,t4"),
        stop_times=stop_times(t1="abcd", t2="abcd", t3="dcba", t4="db"),
    )
    assert sides(read(tmp_path, files)) == {0: "abcd", 1: "dcba"}


def test_without_direction_id_platforms_across_the_street_are_the_other_direction(tmp_path: Path) -> None:
    across = {f"{stop}2": (lon, lat + 0.0003) for stop, (lon, lat) in STREET.items()}
    back = table("trip_id,stop_id,stop_sequence", *(f"t2,{stop}2,{n}" for n, stop in enumerate("dcba")))
    files = feed(
        stops=stops(**STREET, **across),
        trips=table("route_id,trip_id", "r5,t1", "r5,t2"),
        stop_times=back + "".join(f"t1,{stop},{n}\n" for n, stop in enumerate("abcd")),
    )
    assert sides(read(tmp_path, files)) == {0: "abcd", 1: "d2c2b2a2"}


def test_trip_without_direction_id_joins_the_direction_it_runs_in(tmp_path: Path) -> None:
    rows = trips("r5,t1,,1,", "r5,t2,,,", "r5,t3,,,", "r5,t4,,1,")
    files = feed(trips=rows, stop_times=stop_times(t1="abcd", t2="dcba", t3="abc", t4="abcd"))
    assert sides(read(tmp_path, files)) == {0: "dcba", 1: "abcd"}


def shaped(*rows: str) -> Files:
    """Return a feed with one pattern, whose most used form lacks the shape that these rows make."""
    return feed(
        trips=trips("r5,t1,,0,s1", "r5,t2,,0,", "r5,t3,,0,"),
        stop_times=stop_times(t1="abcd", t2="abcd", t3="abcd"),
        shapes=table(SHAPES, *rows),
    )


def test_shape_in_the_order_of_its_points_is_the_line_of_all_trips_with_those_stops(tmp_path: Path) -> None:
    rows = ["s1,42.3,69.53,30", "s1,42.31,69.515,4", "s1,42.3,69.5,1", "s1,42.3,69.5,2"]
    assert direction(read(tmp_path, shaped(*rows))).lines == [((69.5, 42.3), (69.515, 42.31), (69.53, 42.3))]


def test_express_without_a_shape_adds_no_straight_line(tmp_path: Path) -> None:
    bent = stops(a=(69.50, 42.30), b=(69.51, 42.32), c=(69.52, 42.28), d=(69.53, 42.30))
    rows = trips("r5,t1,,0,", "r5,t2,,0,", "r5,t3,,0,")
    files = feed(stops=bent, trips=rows, stop_times=stop_times(t1="abcd", t2="abcd", t3="ad"))
    assert len(direction(read(tmp_path, files)).lines) == 1


def test_points_of_a_shape_far_outside_are_left_out(tmp_path: Path) -> None:
    network = read(tmp_path, shaped("s1,42.3,69.5,1", "s1,0,0,2", "s1,42.3,69.53,3"))
    assert direction(network).lines == [((69.5, 42.3), (69.53, 42.3))]
    assert network.notes == ["shape s1: 1 points far outside the city were left out."]


def test_shape_of_one_point_gives_way_to_the_stops(tmp_path: Path) -> None:
    network = read(tmp_path, shaped("s1,42.3,69.5,1", "s1,42.3,69.5,2"))
    assert direction(network).lines == [tuple(STREET.values())]


def test_shapes_named_by_trips_do_not_matter_without_the_file(tmp_path: Path) -> None:
    network = read(tmp_path, feed(trips=trips("r5,t1,,0,s1", "r5,t2,,0,s1", "r5,t3,,1,s2")))
    assert direction(network).lines == [tuple(STREET.values())]


def test_shapes_of_their_own_for_each_trip_do_not_split_a_pattern(tmp_path: Path) -> None:
    rows = trips("r5,t1,,0,s1", "r5,t2,,0,s2", "r5,t3,,0,s3", "r5,t4,,0,s4", "r5,t5,,0,s4")
    points = [f"s{shape},42.3,{lon},{n}" for shape in range(1, 5) for n, lon in enumerate((69.5, 69.53))]
    times = stop_times(t1="abcd", t2="abcd", t3="abcd", t4="bcd", t5="bcd")
    network = read(tmp_path, feed(trips=rows, stop_times=times, shapes=table(SHAPES, *points)))
    assert sides(network) == {0: "abcd"}
    assert direction(network).lines == [((69.5, 42.3), (69.53, 42.3))]


def test_other_ways_between_the_same_stops_are_added(tmp_path: Path) -> None:
    rows = trips("r5,t1,,0,s1", "r5,t2,,0,s2", "r5,t3,,0,s2")
    points = ["s1,42.3,69.5,1", "s1,42.31,69.515,2", "s1,42.3,69.53,3", "s2,42.3,69.5,1", "s2,42.3,69.53,2"]
    times = stop_times(t1="abcd", t2="abcd", t3="abcd")
    lines = direction(read(tmp_path, feed(trips=rows, stop_times=times, shapes=table(SHAPES, *points)))).lines
    assert lines[0] == ((69.5, 42.3), (69.53, 42.3))
    assert [(69.515, 42.31) in line for line in lines] == [False, True]
