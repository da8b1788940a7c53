"""The demo's districts, places, routes and reference data, read from the committed files: sound in themselves."""

import csv
import itertools
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from shapely.geometry import LineString, Point, shape
from shapely.ops import substring

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
LANGUAGES = ("kk", "ru", "en")

VERTICES_MAX = 60
AREA_TOLERANCE = 0.03
STOP_TO_LINE_MAX_M = 60
PLACES_PER_DISTRICT_MIN = 10
LINE_VERTICES = range(15, 81)
SEGMENT_MAX_M = 1_500
SUBURB_MAX_M = 15_000

# FACTS: the source's own areas, km², and the statistics office's figures.
AREAS_KM2 = {"abay": 231.2, "al-farabi": 145.7, "enbekshi": 200.0, "karatau": 221.6, "turan": 365.7}
KATO = {
    "abay": "791110000",
    "al-farabi": "791310000",
    "enbekshi": "791510000",
    "karatau": "791710000",
    "turan": "791910000",
}
CITY_POPULATION = 1_298_279
LANDMARKS = {
    "city centre": (69.6004, 42.3099, "al-farabi"),
    "Ordabasy square": (69.5948, 42.3166, "al-farabi"),
    "Arbat": (69.5853, 42.3174, "al-farabi"),
    "railway station": (69.6103, 42.2987, "enbekshi"),
    "airport": (69.4789, 42.3642, "abay"),
    "Dendropark": (69.6168, 42.3706, "abay"),
    "zoo": (69.6256, 42.3833, "abay"),
    "Sayram": (69.7576, 42.3025, "karatau"),
}
ROUTES_IN_THE_NEWS = re.compile(
    "2|5|9|12|15|19|21|26|27|34|35|52|54|66|74|84|108|113|133|135|139|169|171а|182|191|207"
)
TOPICS = [
    "transport",
    "roads",
    "public-spaces",
    "energy",
    "water-waste",
    "safety",
    "education",
    "health",
    "social",
    "culture-tourism",
    "ecology",
    "digital",
]
DEPARTMENTS = [
    "transport",
    "roads",
    "landscaping",
    "energy",
    "utilities",
    "safety",
    "education",
    "health",
    "social",
    "culture",
    "ecology",
    "digital",
    "architecture",
]


def read(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


FEATURES = read("districts.geojson")["features"]
OUTLINES = {feature["properties"]["slug"]: shape(feature["geometry"]) for feature in FEATURES}
CITY = shapely.union_all(list(OUTLINES.values()))
PLACES = list(csv.DictReader((FIXTURES / "places.csv").read_text(encoding="utf-8").splitlines()))
POINTS = {row["slug"]: Point(float(row["lon"]), float(row["lat"])) for row in PLACES}
ROUTES = read("routes.json")
DIRECTIONS = [(route, direction) for route in ROUTES for direction in route["directions"]]


def metric(geometry: Any) -> Any:
    """Return a geometry (SRID 4326) in the city's metric projection."""
    projected = GEOSGeometry(geometry.wkt, srid=4326).transform(settings.CITY_SRID, clone=True)
    return shapely.from_wkt(projected.wkt)


def district_of(point: Point) -> str:
    return next((slug for slug, outline in OUTLINES.items() if outline.intersects(point)), "outside")


def named_in_three_languages(row: dict[str, Any], stem: str = "name") -> bool:
    """Say whether the names are there, trimmed, the first two in Cyrillic and the third in Latin letters."""
    kk, ru, en = (row[f"{stem}_{language}"] for language in LANGUAGES)
    cyrillic, latin = re.compile("[А-Яа-яЁёӘәҒғҚқҢңӨөҰұҮүҺһІі]"), re.compile("[A-Za-z]")
    trimmed = all(name == name.strip() for name in (kk, ru, en))
    scripts = all(cyrillic.search(name) and not latin.search(name) for name in (kk, ru))
    return trimmed and scripts and bool(latin.search(en)) and not cyrillic.search(en)


# Districts


def test_the_five_districts_are_there() -> None:
    assert {row["properties"]["slug"]: row["properties"]["kato"] for row in FEATURES} == KATO


def test_an_outline_is_valid_short_and_rounded(subtests: pytest.Subtests) -> None:
    for feature in FEATURES:
        with subtests.test(feature["properties"]["slug"]):
            geometry = feature["geometry"]
            rings = list(itertools.chain.from_iterable(geometry["coordinates"]))
            corners = list(itertools.chain.from_iterable(ring[:-1] for ring in rings))
            assert geometry["type"] == "MultiPolygon"
            assert shapely.is_valid_reason(shape(geometry)) == "Valid Geometry"
            assert len(corners) <= VERTICES_MAX
            assert [corner for corner in corners if [round(value, 3) for value in corner] != corner] == []


def test_neighbours_share_their_border_exactly_without_gap_or_overlap() -> None:
    assert shapely.coverage_is_valid(list(OUTLINES.values()))
    assert CITY.geom_type == "Polygon"
    assert list(CITY.interiors) == []


def test_the_area_is_near_the_sources(subtests: pytest.Subtests) -> None:
    for slug, area_km2 in AREAS_KM2.items():
        with subtests.test(slug):
            assert metric(OUTLINES[slug]).area / 1e6 == pytest.approx(area_km2, rel=AREA_TOLERANCE)


def test_a_landmark_lies_in_its_district(subtests: pytest.Subtests) -> None:
    for name, (lon, lat, district) in LANDMARKS.items():
        with subtests.test(name):
            assert district_of(Point(lon, lat)) == district


def test_a_district_says_its_names_population_and_source(subtests: pytest.Subtests) -> None:
    for feature in FEATURES:
        with subtests.test(feature["properties"]["slug"]):
            about = feature["properties"]
            assert named_in_three_languages(about)
            assert about["population"] > 0
            assert about["population_approximate"] is True
            assert about["population_source"]
            assert about["approximate"] is True
            assert "geokz" in about["source"]
            assert about["licence"] == "CC BY 4.0"
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", about["valid_from"])


def test_the_populations_sum_to_the_citys() -> None:
    assert sum(row["properties"]["population"] for row in FEATURES) == CITY_POPULATION


# Places


def test_there_are_eighty_places_of_each_kind_with_slugs_of_their_own() -> None:
    kinds = Counter(row["kind"] for row in PLACES)
    assert len(POINTS) == len(PLACES) >= 80
    assert set(kinds) == {"stop", "public_space", "institution"}
    assert kinds["stop"] >= 55
    assert kinds["public_space"] + kinds["institution"] >= 30


def test_a_place_has_names_a_slug_and_a_point(subtests: pytest.Subtests) -> None:
    for row in PLACES:
        with subtests.test(row["slug"]):
            assert named_in_three_languages(row)
            assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", row["slug"])
            assert re.fullmatch(r"69\.\d{1,5}", row["lon"])
            assert re.fullmatch(r"42\.\d{1,5}", row["lat"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_bare_and_names_one_place_of_its_kind(language: str) -> None:
    names = Counter((row["kind"], row[f"name_{language}"]) for row in PLACES)
    assert [name for name, times in names.items() if times > 1] == []
    bare = re.compile(r"аялдама|остановка|\bbus stop\b", re.IGNORECASE)
    assert [name for _kind, name in names if bare.search(name)] == []


def test_every_district_has_at_least_ten_places_with_stops_and_others() -> None:
    found = Counter((district_of(POINTS[row["slug"]]), row["kind"] == "stop") for row in PLACES)
    for slug in OUTLINES:
        assert found[slug, True] + found[slug, False] >= PLACES_PER_DISTRICT_MIN
        assert min(found[slug, True], found[slug, False]) >= 3


def test_only_stops_of_suburban_routes_lie_outside_and_at_least_one_does() -> None:
    outside = {slug for slug, point in POINTS.items() if district_of(point) == "outside"}
    assert outside
    assert outside <= {slug for _route, direction in DIRECTIONS for slug in direction["stops"]}
    city = metric(CITY)
    assert max(city.distance(metric(POINTS[slug])) for slug in outside) < SUBURB_MAX_M


# Routes


def test_there_are_at_least_twelve_routes_with_real_numbers() -> None:
    numbers = [route["number"] for route in ROUTES]
    assert len(set(numbers)) == len(numbers) >= 12
    assert [number for number in numbers if not ROUTES_IN_THE_NEWS.fullmatch(number)] == []


def test_a_route_has_names_an_operator_and_two_directions_or_a_loop(subtests: pytest.Subtests) -> None:
    for route in ROUTES:
        with subtests.test(route["number"]):
            assert named_in_three_languages(route)
            assert re.search(r"[А-Яа-я]", route["operator"])
            there, *back = route["directions"]
            assert [row["direction"] for row in route["directions"]] == list(range(1 + len(back)))
            if back:
                assert len(back) == 1
                assert (back[0]["stops"][0], back[0]["stops"][-1]) == (there["stops"][-1], there["stops"][0])
                for language in LANGUAGES:
                    termini = f"{back[0][f'headsign_{language}']} — {there[f'headsign_{language}']}"
                    assert route[f"name_{language}"] == termini
            else:
                assert there["stops"][0] == there["stops"][-1]
                assert there["line"][0] == there["line"][-1]


def test_one_route_is_a_loop() -> None:
    assert [route["number"] for route in ROUTES if len(route["directions"]) == 1] == ["15"]


def test_a_board_number_belongs_to_one_bus_and_a_route_has_two_or_three() -> None:
    boards = [board for route in ROUTES for board in route["boards"]]
    assert len(set(boards)) == len(boards)
    assert {len(route["boards"]) for route in ROUTES} <= {2, 3}
    assert [board for board in boards if not re.fullmatch(r"\d{4}", board)] == []


def test_a_direction_names_its_end_and_known_stops(subtests: pytest.Subtests) -> None:
    for route, direction in DIRECTIONS:
        with subtests.test(f"{route['number']} {direction['direction']}"):
            assert named_in_three_languages(direction, "headsign")
            kinds = {row["slug"]: row["kind"] for row in PLACES}
            assert {kinds[slug] for slug in direction["stops"]} == {"stop"}
            assert len(direction["stops"]) >= 5
            assert [pair for pair in itertools.pairwise(direction["stops"]) if len(set(pair)) == 1] == []


def test_a_line_bends_along_streets(subtests: pytest.Subtests) -> None:
    for route, direction in DIRECTIONS:
        with subtests.test(f"{route['number']} {direction['direction']}"):
            line = direction["line"]
            assert len(line) in LINE_VERTICES
            assert [vertex for vertex in line if [round(value, 5) for value in vertex] != vertex] == []
            lengths_m = [metric(LineString(segment)).length for segment in itertools.pairwise(line)]
            assert min(lengths_m) > 0
            assert max(lengths_m) < SEGMENT_MAX_M


def test_a_line_passes_its_stops_in_order(subtests: pytest.Subtests) -> None:
    for route, direction in DIRECTIONS:
        with subtests.test(f"{route['number']} {direction['direction']}"):
            line = metric(LineString(direction["line"]))
            *stops, last = (metric(POINTS[slug]) for slug in direction["stops"])
            passed_m = -1.0
            for stop in stops:
                rest = substring(line, max(passed_m, 0), line.length)
                assert rest.distance(stop) <= STOP_TO_LINE_MAX_M
                here_m = max(passed_m, 0) + rest.project(stop)
                assert here_m > passed_m
                passed_m = here_m
            assert shapely.get_point(line, -1).distance(last) <= STOP_TO_LINE_MAX_M
            assert passed_m < line.length


def test_a_route_goes_beyond_the_districts() -> None:
    leaving = {
        route["number"]
        for route, direction in DIRECTIONS
        if not CITY.covers(LineString(direction["line"]))
        and "outside" in {district_of(POINTS[slug]) for slug in direction["stops"]}
    }
    assert leaving == {"108"}


def test_every_district_has_routes_and_most_stops_are_served() -> None:
    lines = [LineString(direction["line"]) for _route, direction in DIRECTIONS]
    for outline in OUTLINES.values():
        assert sum(line.intersects(outline) for line in lines) >= 4
    stops = {row["slug"] for row in PLACES if row["kind"] == "stop"}
    served = {slug for _route, direction in DIRECTIONS for slug in direction["stops"]}
    assert len(stops - served) <= 1


def test_routes_share_the_main_streets() -> None:
    users: dict[frozenset[tuple[float, ...]], set[str]] = {}
    for route, direction in DIRECTIONS:
        for segment in itertools.pairwise(direction["line"]):
            users.setdefault(frozenset(map(tuple, segment)), set()).add(route["number"])
    shared = sum(len(numbers) > 1 for numbers in users.values())
    assert shared / len(users) > 0.25


# Reference data and the README


def test_the_topics_are_the_agreed_ones_in_order_with_icons_that_exist() -> None:
    topics = read("topics.json")
    sprite = (ROOT / "geoportal/static/geoportal/icons/sprite.svg").read_text(encoding="utf-8")
    assert [row["slug"] for row in topics] == TOPICS
    assert sorted(topics, key=lambda row: row["order"]) == topics
    assert [row["slug"] for row in topics if not named_in_three_languages(row)] == []
    assert [row["slug"] for row in topics if not named_in_three_languages(row, "short")] == []
    assert [row["slug"] for row in topics if len(row["short_kk"]) > 14 or len(row["short_ru"]) > 14] == []
    assert {row["icon"] for row in topics} <= set(re.findall(r'<symbol id="([^"]+)"', sprite))


def test_every_topic_has_a_department() -> None:
    departments = read("departments.json")
    assert [row["slug"] for row in departments] == DEPARTMENTS
    assert [row["slug"] for row in departments if not named_in_three_languages(row)] == []
    assert {topic for row in departments for topic in row["topics"]} == set(TOPICS)


def test_the_readme_says_source_licence_and_what_is_not_exact() -> None:
    text = (FIXTURES / "README.md").read_text(encoding="utf-8")
    needed = ["geokz", "CC BY 4.0", "EPSG:4326", "approximate", "illustrative", "not legal boundaries"]
    files = [file.name for file in FIXTURES.iterdir() if file.suffix in {".json", ".geojson", ".csv"}]
    assert [word for word in needed + files if word.casefold() not in text.casefold()] == []
