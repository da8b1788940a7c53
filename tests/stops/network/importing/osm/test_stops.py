"""Which objects are one stop: both sides of a street stay two, what belongs together is one."""

import pytest

from stops.network.importing.osm.elements import Extract
from stops.network.importing.osm.geometry import plane_of
from stops.network.importing.osm.stops import Stop, find_stops
from stops.network.importing.osm.streets import Streets
from tests.stops.network.importing.osm.conftest import Read
from tests.stops.network.importing.osm.files import OsmFile

LON, LAT = 69.6, 42.35
NORTH = 1 / 111_320
EAST = NORTH / 0.739
"""Degrees a metre at this latitude."""


def at(east_m: float, north_m: float) -> tuple[float, float]:
    return LON + east_m * EAST, LAT + north_m * NORTH


def street(osm: OsmFile) -> None:
    osm.line(at(-500, 0), at(0, 0), at(500, 0), highway="secondary", name="Улица")


def pole(osm: OsmFile, east_m: float, north_m: float, **tags: str) -> int:
    return osm.node(*at(east_m, north_m), highway="bus_stop", **tags)


def found(extract: Extract) -> list[Stop]:
    stops = find_stops(extract, Streets(extract, plane_of(extract))).values()
    return list({stop.source_id: stop for stop in stops}.values())


def ids(extract: Extract) -> set[str]:
    return {stop.source_id for stop in found(extract)}


def test_two_sides_of_a_street_are_two_stops(read: Read) -> None:
    osm = OsmFile()
    street(osm)
    south = pole(osm, 0, -8, name="Рынок")
    north = pole(osm, 0, 8, name="Рынок")
    assert ids(read(osm)) == {f"node/{south}", f"node/{north}"}


def test_pole_and_platform_on_one_side_are_one_stop_under_the_pole(read: Read) -> None:
    osm = OsmFile()
    street(osm)
    osm.line(at(20, -9), at(40, -9), public_transport="platform", bus="yes", name="Рынок", name__kk="Базар")
    south = pole(osm, 0, -8, name="Рынок")
    (stop,) = found(read(osm))
    assert stop.source_id == f"node/{south}"
    assert stop.location == pytest.approx(at(0, -8), abs=1e-7)
    assert stop.names == {"kk": "Базар", "ru": "Рынок", "en": ""}


def test_poles_of_one_name_further_than_60_m_apart_are_two(read: Read) -> None:
    osm = OsmFile()
    street(osm)
    pole(osm, 0, -8, name="Рынок")
    pole(osm, 58, -8, name="Рынок")
    pole(osm, 130, -8, name="Рынок")
    assert len(found(read(osm))) == 2


def test_a_chain_of_poles_is_not_one_stop(read: Read) -> None:
    osm = OsmFile()
    for east_m in (0, 50, 100, 150):
        pole(osm, east_m, -8, name="Рынок")
    assert len(found(read(osm))) == 2


def test_neighbours_of_other_names_stay_apart(read: Read) -> None:
    osm = OsmFile()
    pole(osm, 0, -8, name="Рынок")
    pole(osm, 20, -8, name="Почта")
    assert len(found(read(osm))) == 2


def test_neighbours_of_one_stop_area_are_one_whatever_their_names(read: Read) -> None:
    osm = OsmFile()
    one, other = pole(osm, 0, -8, name="Рынок"), pole(osm, 20, -8, name="Рынок (посадка)")
    osm.relation(("n", one, ""), ("n", other, ""), type="public_transport", public_transport="stop_area")
    assert len(found(read(osm))) == 1


def test_stop_area_over_both_sides_gives_two_stops(read: Read) -> None:
    osm = OsmFile()
    street(osm)
    south, north = pole(osm, 0, -8, name="Рынок"), pole(osm, 0, 8, name="Рынок")
    osm.relation(("n", south, ""), ("n", north, ""), type="public_transport", public_transport="stop_area")
    assert len(found(read(osm))) == 2


def test_bays_of_a_bus_station_stay_apart(read: Read) -> None:
    osm = OsmFile()
    pole(osm, 0, -8, name="Автовокзал", local_ref="1")
    pole(osm, 12, -8, name="Автовокзал", local_ref="2")
    assert len(found(read(osm))) == 2


def test_stop_position_belongs_to_the_nearest_platform(read: Read) -> None:
    osm = OsmFile()
    street(osm)
    south, north = pole(osm, -15, -8, name="Рынок"), pole(osm, 15, 8, name="Рынок")
    first = osm.node(*at(-15, 0), public_transport="stop_position", bus="yes", name="Рынок")
    second = osm.node(*at(15, 0), public_transport="stop_position", bus="yes")
    extract = read(osm)
    stops = find_stops(extract, Streets(extract, plane_of(extract)))
    assert stops["n", first] is stops["n", south]
    assert stops["n", second] is stops["n", north]


def test_stop_position_further_than_40_m_is_a_stop_of_its_own(read: Read) -> None:
    osm = OsmFile()
    street(osm)
    south = pole(osm, 0, -8, name="Рынок")
    position = osm.node(*at(60, 0), public_transport="stop_position", bus="yes", name="Рынок")
    assert ids(read(osm)) == {f"node/{south}", f"node/{position}"}


def test_pole_mapped_on_the_street_belongs_to_the_platform_beside_it(read: Read) -> None:
    osm = OsmFile()
    street(osm)
    pole(osm, 0, 0, name="Рынок")
    platform = osm.node(*at(10, -9), public_transport="platform", bus="yes", name="Рынок")
    assert ids(read(osm)) == {f"node/{platform}"}


def test_tram_and_railway_platforms_are_no_stops(read: Read) -> None:
    osm = OsmFile()
    osm.node(*at(0, 0), public_transport="platform", tram="yes", name="Трамвай")
    osm.node(*at(0, 90), public_transport="platform", railway="platform", name="Перрон")
    osm.node(*at(0, 180), public_transport="stop_position", train="yes", name="Поезд")
    assert found(read(osm)) == []


def test_node_that_a_bus_route_stops_at_is_a_stop_without_any_tag(read: Read) -> None:
    osm = OsmFile()
    node = osm.node(*at(0, 0))
    osm.relation(("n", node, "stop"), type="route", route="bus", ref="1")
    assert ids(read(osm)) == {f"node/{node}"}


def test_order_of_the_file_does_not_matter(read: Read) -> None:
    def build(order: list[int]) -> OsmFile:
        osm = OsmFile()
        for number in order:
            osm.last["n"] = number - 1
            pole(osm, number * 25.0, -8, name="Рынок")
        return osm

    assert ids(read(build([1, 2, 3, 4, 5]))) == ids(read(build([5, 3, 1, 4, 2])))
