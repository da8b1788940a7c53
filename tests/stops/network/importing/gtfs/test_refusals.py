"""Broken feeds: one sentence with file and line."""

from pathlib import Path

import pytest

from districts.importing.errors import ImportRefused
from tests.stops.network.importing.gtfs.feeds import Files, feed, read, stop_times, table, trips

STOPS = "stop_id,stop_name,stop_lat,stop_lon,location_type,parent_station"
TIMES = "trip_id,stop_id,stop_sequence"
SHAPES = "shape_id,shape_pt_lat,shape_pt_lon,shape_pt_sequence"
ROUTES = "route_id,route_short_name,route_type,agency_id"
GOOD_STOPS = ("a,A,42.3,69.5,,", "b,B,42.3,69.51,,")
WITH_SHAPE = trips("r5,t1,,0,s1", "r5,t2,,0,", "r5,t3,,1,")

CASES: dict[str, tuple[Files, str]] = {
    "stop twice": (
        feed(stops=table(STOPS, *GOOD_STOPS, "a,A,42.3,69.5,,")),
        "stops.txt, line 4: the stop_id 'a' stands twice.",
    ),
    "route twice": (
        feed(routes=table(ROUTES, "r5,5,3,", "r5,6,3,")),
        "routes.txt, line 3: the route_id 'r5' stands twice.",
    ),
    "trip twice": (
        feed(trips=trips("r5,t1,,0,", "r5,t1,,0,")),
        "trips.txt, line 3: the trip_id 't1' stands twice.",
    ),
    "agency twice": (
        feed(agency=table("agency_id,agency_name", "1,A", "1,B")),
        "agency.txt, line 3: the agency_id '1' stands twice.",
    ),
    "two agencies without identifier": (
        feed(agency=table("agency_name", "A", "B")),
        "agency.txt, line 3: agency_id is empty.",
    ),
    "place in order twice": (
        feed(stop_times=table(TIMES, "t1,a,1", "t2,a,1", "t1,b,2", "t1,c,1")),
        "stop_times.txt, line 5: the stop_sequence 1 of trip 't1' stands twice.",
    ),
    "no stop_id": (feed(stops=table(STOPS, ",A,42.3,69.5,,")), "stops.txt, line 2: stop_id is empty."),
    "trip to no route": (
        feed(trips=trips("r5,t1,,0,", "r9,t2,,0,")),
        "trips.txt, line 3: the route_id 'r9' is not in routes.txt.",
    ),
    "time to no trip": (
        feed(stop_times=table(TIMES, "t1,a,1", "t9,b,2")),
        "stop_times.txt, line 3: the trip_id 't9' is not in trips.txt.",
    ),
    "time to no stop": (
        feed(stop_times=table(TIMES, "t1,a,1", "t1,z,2")),
        "stop_times.txt, line 3: the stop_id 'z' is not in stops.txt.",
    ),
    "time to an empty stop": (
        feed(stop_times=table(TIMES, "t1,a,1", "t1,,2")),
        "stop_times.txt, line 3: the stop_id '' is not in stops.txt.",
    ),
    "trip to no shape": (
        feed(trips=WITH_SHAPE, shapes=table(SHAPES, "s2,42.3,69.5,1", "s2,42.3,69.6,2")),
        "trips.txt, line 2: the shape_id 's1' is not in shapes.txt.",
    ),
    "route to no agency": (
        feed(routes=table(ROUTES, "r5,5,3,7")),
        "routes.txt, line 2: the agency_id '7' is not in agency.txt.",
    ),
    "stop to no station": (
        feed(stops=table(STOPS, *GOOD_STOPS, "c,C,42.3,69.5,,Z")),
        "stops.txt, line 4: the parent_station 'Z' is not in the table.",
    ),
    "latitude no number": (
        feed(stops=table(STOPS, "a,A,42°18′,69.5,,")),
        "stops.txt, line 2: '42°18′' is not a coordinate between -90 and 90.",
    ),
    "latitude with comma": (
        feed(stops=table(STOPS, 'a,A,"42,3",69.5,,')),
        "stops.txt, line 2: '42,3' is not a coordinate between -90 and 90.",
    ),
    "latitude NaN": (
        feed(stops=table(STOPS, "a,A,nan,69.5,,")),
        "stops.txt, line 2: 'nan' is not a coordinate between -90 and 90.",
    ),
    "longitude infinite": (
        feed(stops=table(STOPS, "a,A,42.3,-inf,,")),
        "stops.txt, line 2: '-inf' is not a coordinate between -180 and 180.",
    ),
    "latitude beyond": (
        feed(stops=table(STOPS, "a,A,4230000,69.5,,")),
        "stops.txt, line 2: '4230000' is not a coordinate between -90 and 90.",
    ),
    "shape without latitude": (
        feed(shapes=table(SHAPES, "s1,,69.5,1")),
        "shapes.txt, line 2: '' is not a coordinate between -90 and 90.",
    ),
    "shape order": (
        feed(shapes=table(SHAPES, "s1,42.3,69.5,x")),
        "shapes.txt, line 2: the shape_pt_sequence 'x' is not a whole number.",
    ),
    "shape point twice": (
        feed(trips=WITH_SHAPE, shapes=table(SHAPES, "s1,42.3,69.5,1", "s1,42.3,69.6,1")),
        "shapes.txt, line 3: the shape_pt_sequence of this shape_id stands twice.",
    ),
    "location_type": (
        feed(stops=table(STOPS, "a,A,42.3,69.5,7,")),
        "stops.txt, line 2: the location_type '7' is not one of 0 to 4.",
    ),
    "route_type": (
        feed(routes=table(ROUTES, "r5,5,bus,")),
        "routes.txt, line 2: the route_type 'bus' is not a whole number.",
    ),
    "direction_id": (
        feed(trips=trips("r5,t1,,2,")),
        "trips.txt, line 2: the direction_id '2' is neither 0 nor 1.",
    ),
    "negative order": (
        feed(stop_times=table(TIMES, "t1,a,-1")),
        "stop_times.txt, line 2: the stop_sequence '-1' is not a whole number.",
    ),
    "endless order": (
        feed(stop_times=table(TIMES, f"t1,a,{'9' * 5000}")),
        f"stop_times.txt, line 2: the stop_sequence '{'9' * 40}' is not a whole number.",
    ),
    "long identifier": (
        feed(stops=table(STOPS, f"{'x' * 121},A,42.3,69.5,,")),
        f"stops.txt, line 2: the stop_id '{'x' * 40}'… is longer than 120 characters.",
    ),
    "no stops": (feed(stops=table(STOPS)), "stops.txt, line 1: there is no row below the header."),
    "no routes": (feed(routes=table(ROUTES)), "routes.txt, line 1: there is no row below the header."),
    "no trips": (feed(trips=trips()), "trips.txt, line 1: there is no row below the header."),
    "no stop times": (
        feed(stop_times=stop_times()),
        "stop_times.txt, line 1: there is no row below the header.",
    ),
    "no agency": (feed(agency=table("agency_name")), "agency.txt, line 1: there is no row below the header."),
    "empty optional file": (feed(shapes=b""), "shapes.txt is empty."),
    "line after line breaks": (
        feed(stops=table(STOPS, 'a,"A\n\nA",42.3,69.5,,', "a,B,42.3,69.5,,")),
        "stops.txt, line 5: the stop_id 'a' stands twice.",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_broken_feed_is_refused_with_file_and_line(tmp_path: Path, case: str) -> None:
    files, sentence = CASES[case]
    with pytest.raises(ImportRefused) as refused:
        read(tmp_path, files)
    assert str(refused.value) == sentence


REQUIRED_COLUMNS = [
    ("agency", "agency_name"),
    ("stops", "stop_id"),
    ("stops", "stop_name"),
    ("stops", "stop_lat"),
    ("stops", "stop_lon"),
    ("routes", "route_id"),
    ("routes", "route_type"),
    ("trips", "route_id"),
    ("trips", "trip_id"),
    ("stop_times", "trip_id"),
    ("stop_times", "stop_id"),
    ("stop_times", "stop_sequence"),
]


@pytest.mark.parametrize(("name", "column"), REQUIRED_COLUMNS)
def test_missing_column_is_named(tmp_path: Path, name: str, column: str) -> None:
    content = str(feed()[f"{name}.txt"]).replace(column, "other", 1)
    with pytest.raises(ImportRefused, match=rf"^{name}\.txt, line 1: there is no column {column}; it has "):
        read(tmp_path, feed(**{name: content}))


def test_row_for_an_area_instead_of_a_stop_is_passed_over(tmp_path: Path) -> None:
    rows = table(
        "trip_id,stop_id,stop_sequence,location_group_id",
        "t1,a,1,", "t1,,2,g", "t1,d,3,", "t2,a,1,", "t2,d,2,", "t3,d,1,", "t3,a,2,",
    )  # fmt: skip
    assert read(tmp_path, feed(stop_times=rows)).routes[0].directions[0].stops == ["a", "d"]
