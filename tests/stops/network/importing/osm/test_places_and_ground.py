"""Parks, schools and the like as places; streets, water, green and built-up land as the base layer."""

import pytest

from stops.network.importing.base_features import BaseFeatureData
from stops.network.importing.osm.geometry import plane_of
from stops.network.importing.osm.ground import find_ground
from stops.network.importing.osm.names import cleaned, names_of
from stops.network.importing.osm.places import find_places
from stops.network.importing.records import PlaceData
from stops.network.models import BaseKind, PlaceKind
from tests.stops.network.importing.osm.conftest import AREA, Read
from tests.stops.network.importing.osm.files import OsmFile


def places(osm: OsmFile, read: Read) -> list[PlaceData]:
    extract = read(osm)
    return find_places(extract, plane_of(extract))[0]


def ground(osm: OsmFile, read: Read) -> list[BaseFeatureData]:
    extract = read(osm)
    return find_ground(extract, plane_of(extract))


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"leisure": "park"}, PlaceKind.PUBLIC_SPACE),
        ({"place": "square"}, PlaceKind.PUBLIC_SPACE),
        ({"highway": "pedestrian", "area": "yes"}, PlaceKind.PUBLIC_SPACE),
        ({"amenity": "marketplace"}, PlaceKind.PUBLIC_SPACE),
        ({"amenity": "school"}, PlaceKind.INSTITUTION),
        ({"amenity": "university"}, PlaceKind.INSTITUTION),
        ({"amenity": "hospital"}, PlaceKind.INSTITUTION),
        ({"amenity": "townhall"}, PlaceKind.INSTITUTION),
        ({"railway": "station"}, PlaceKind.INSTITUTION),
        ({"amenity": "bus_station"}, PlaceKind.INSTITUTION),
    ],
)
def test_tag_tells_the_kind_of_place(read: Read, tags: dict[str, str], kind: PlaceKind) -> None:
    osm = OsmFile()
    osm.ring(69.6, 42.3, 69.602, 42.302, name="Место", **tags)
    (place,) = places(osm, read)
    assert place.kind == kind
    assert place.source_id == "way/1"


def test_point_lies_inside_an_area_that_bends(read: Read) -> None:
    osm = OsmFile()
    corners = [(69.6, 42.3), (69.61, 42.3), (69.61, 42.301), (69.601, 42.301), (69.601, 42.31), (69.6, 42.31)]
    nodes = [osm.node(*corner) for corner in corners]
    osm.way(*nodes, nodes[0], leisure="park", name="Парк углом")
    ((lon, lat),) = [place.location for place in places(osm, read)]
    assert lon < 69.601 or lat < 42.301


def test_multipolygon_of_two_half_rings_with_a_hole_is_one_place_beside_the_hole(read: Read) -> None:
    osm = OsmFile()
    corners = [osm.node(*corner) for corner in ((69.6, 42.3), (69.64, 42.3), (69.64, 42.34), (69.6, 42.34))]
    halves = [osm.way(*corners[:3]), osm.way(corners[0], corners[3], corners[2])]
    hole = osm.ring(69.605, 42.305, 69.635, 42.335, natural="water")
    members = [*(("w", half, "outer") for half in halves), ("w", hole, "inner")]
    osm.relation(*members, type="multipolygon", leisure="park", name="Парк с озером")
    (place,) = places(osm, read)
    assert place.source_id == "relation/1"
    lon, lat = place.location
    assert not (69.605 < lon < 69.635 and 42.305 < lat < 42.335)
    kinds = {feature.kind: feature.geometry.area for feature in ground(osm, read)}
    assert kinds[BaseKind.WATER] == pytest.approx(0.03**2)
    assert kinds[BaseKind.GREEN] == pytest.approx(0.04**2 - 0.03**2)


def test_school_as_area_and_as_point_in_it_is_one_place(read: Read) -> None:
    osm = OsmFile()
    osm.node(69.6005, 42.3005, amenity="school", name="Школа «Дарын»")
    osm.ring(69.6, 42.3, 69.602, 42.302, amenity="school", name="школа Дарын")
    elsewhere = osm.node(69.65, 42.35, amenity="school", name="Школа Дарын")
    assert [place.source_id for place in places(osm, read)] == ["way/1", f"node/{elsewhere}"]


def test_place_without_name_is_left_out_with_the_reason(read: Read) -> None:
    osm = OsmFile()
    osm.ring(69.6, 42.3, 69.602, 42.302, leisure="park")
    extract = read(osm)
    found, skipped = find_places(extract, plane_of(extract))
    assert found == []
    assert [(each.what, each.reason) for each in skipped] == [("leisure=park way/1", "it has no name")]


def test_pedestrian_street_is_no_place(read: Read) -> None:
    osm = OsmFile()
    osm.line((69.6, 42.3), (69.61, 42.3), highway="pedestrian", name="Арбат")
    assert places(osm, read) == []


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        (
            {"name": "Парк", "name:kk": "Саябақ", "name:en": "Park"},
            {"kk": "Саябақ", "ru": "Парк", "en": "Park"},
        ),
        ({"name": "Саябақ", "name:ru": "Парк"}, {"kk": "Саябақ", "ru": "Парк", "en": ""}),
        ({"name:ru": "Парк"}, {"kk": "Парк", "ru": "Парк", "en": ""}),
        ({"name:en": "Park"}, {"kk": "Park", "ru": "Park", "en": "Park"}),
        ({"name": " \u200b "}, None),
        ({}, None),
    ],
)
def test_names_fall_back_in_order(tags: dict[str, str], names: dict[str, str] | None) -> None:
    assert names_of(tags) == names


def test_long_name_is_cut_and_made_one_line() -> None:
    assert cleaned("а\nб\t в") == "а б в"
    assert len(cleaned("я" * 300)) == 200


def test_streets_have_their_rank_and_small_streets_are_left_out(read: Read) -> None:
    osm = OsmFile()
    for highway in ("trunk", "secondary", "tertiary", "residential", "footway"):
        osm.line((69.6, 42.3), (69.61, 42.3), highway=highway)
    assert [(feature.kind, feature.rank) for feature in ground(osm, read)] == [
        (BaseKind.STREET, 1),
        (BaseKind.STREET, 2),
        (BaseKind.STREET, 3),
    ]


def test_sidings_are_drawn_close_by_and_tunnels_not_at_all(read: Read) -> None:
    osm = OsmFile()
    osm.line((69.6, 42.3), (69.61, 42.3), railway="rail")
    osm.line((69.6, 42.3), (69.61, 42.3), railway="rail", service="yard")
    osm.line((69.6, 42.3), (69.61, 42.3), waterway="river", tunnel="culvert")
    assert [(feature.kind, feature.rank) for feature in ground(osm, read)] == [
        (BaseKind.RAIL, 1),
        (BaseKind.RAIL, 3),
    ]


def test_large_areas_come_before_small_ones(read: Read) -> None:
    osm = OsmFile()
    for size in (0.01, 0.002, 0.0005, 0.0001):
        osm.ring(69.6, 42.3, 69.6 + size, 42.3 + size, landuse="residential")
    assert [(feature.kind, feature.rank) for feature in ground(osm, read)] == [
        (BaseKind.BUILT, 1),
        (BaseKind.BUILT, 2),
        (BaseKind.BUILT, 3),
    ]


def test_what_leaves_the_area_is_cut_at_its_border(read: Read) -> None:
    osm = OsmFile()
    osm.line((69.6, 42.3), (71.0, 42.3), waterway="river")
    osm.ring(69.7, 42.3, 70.5, 42.4, natural="water")
    for feature in ground(osm, read):
        west, south, east, north = feature.geometry.bounds
        assert AREA[0] <= west
        assert east == pytest.approx(AREA[2])
        assert AREA[1] <= south <= north <= AREA[3]


def test_area_that_crosses_itself_is_made_sound(read: Read) -> None:
    osm = OsmFile()
    nodes = [osm.node(*corner) for corner in ((69.6, 42.3), (69.62, 42.32), (69.62, 42.3), (69.6, 42.32))]
    osm.way(*nodes, nodes[0], natural="water")
    (feature,) = ground(osm, read)
    assert feature.geometry.is_valid
    assert feature.geometry.geom_type == "MultiPolygon"
