"""Districts, routes, places and proposals in tiles: where they are, what they say, and how many there may be."""

import datetime as dt
import random
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import LineString, MultiPolygon
from django.test import Client
from django.utils import timezone

from districts.grid import tile_bounds, tile_of
from proposals.models import Status
from stops.network.models import Place, PlaceKind
from stops.network.versions import DirectionData, save_route_version
from stops.signs.models import DistrictScans
from tests.factories import IN_EAST, IN_WEST, make_city, make_place, make_proposal, make_route, point
from tests.proposals.api.tiles.reading import Feature, lies_at, mercator, read_at, read_tile, unit_m

pytestmark = pytest.mark.django_db


def by(features: list[Feature], name: str) -> dict[Any, Feature]:
    return {feature.properties[name]: feature for feature in features}


def test_districts_say_the_same_as_the_api(client: Client) -> None:
    west, _east = make_city()
    DistrictScans.objects.create(district=west, month=dt.date(2026, 1, 1), scans=40.5)
    make_proposal(at=IN_WEST)
    make_proposal(along=make_route(), topic="roads")
    for query in ({}, {"topic": "roads"}, {"lang": "ru"}):
        rows = client.get("/api/v1/districts", query).json()["districts"]
        found = by(read_at(client, "districts", 8, IN_WEST, **query), "slug")
        assert set(found) == {"west", "east"}
        for row in rows:
            properties = found[row["slug"]].properties
            for name, value in row.items():
                assert properties.get(name) == pytest.approx(value), name


def test_districts_have_names_population_and_area(client: Client) -> None:
    west, _east = make_city()
    west.population = None
    west.save()
    found = by(read_at(client, "districts", 8, IN_WEST, lang="en"), "slug")
    properties = found["west"].properties
    assert (properties["name"], properties["name_kk"], properties["name_ru"]) == (
        "West",
        "west ауданы",
        "west район",
    )
    assert properties["area_km2"] == 91.5
    assert "population" not in properties
    assert "per_1000" not in properties
    assert found["east"].properties["population"] == 100_000


@pytest.mark.parametrize("z", [6, 8, 10])
def test_district_lies_where_its_boundary_is(client: Client, z: int) -> None:
    west, _east = make_city()
    shown = [
        read_tile(client, "districts", z, x, y)
        for x in range(tile_of(69.5, 42, z)[0], tile_of(69.6, 42, z)[0] + 1)
        for y in range(tile_of(69, 42.4, z)[1], tile_of(69, 42.3, z)[1] + 1)
    ]
    pieces = [
        feature.geometry for tile in shown for feature in tile if feature.properties["slug"] == west.slug
    ]
    boundary = mercator(west.boundary)
    difference = shapely.union_all(pieces).symmetric_difference(boundary)
    assert difference.area < boundary.length * unit_m(z) * 4


def test_districts_of_the_past_are_not_shown(client: Client) -> None:
    west, _east = make_city()
    west.valid_to = timezone.localdate()
    west.save()
    assert set(by(read_at(client, "districts", 8, IN_WEST), "slug")) == {"east"}


def test_routes_are_lines_by_direction_with_their_proposals(client: Client) -> None:
    make_city()
    version = make_route("19")
    make_proposal(along=version)
    make_proposal(along=version, topic="roads")
    make_proposal(along=version, status=Status.SUBMITTED)
    make_proposal(at=IN_WEST, route_version=version)
    make_route("2", IN_WEST, IN_EAST)
    features = read_at(client, "routes", 10, IN_WEST, lang="en")
    assert {(each.properties["number"], each.properties["proposals"]) for each in features} == {
        ("19", 2),
        ("2", 0),
    }
    found = by([each for each in features if each.properties["number"] == "19"], "direction")
    assert set(found) == {0, 1}
    assert found[0].properties == {
        "number": "19",
        "mode": "bus",
        "name": "Station — Airport",
        "name_kk": "Вокзал — Әуежай",
        "name_ru": "Вокзал — Аэропорт",
        "name_en": "Station — Airport",
        "direction": 0,
        "headsign": "Аэропорт",
        "proposals": 2,
    }
    assert found[0].geometry.geom_type in {"LineString", "MultiLineString"}
    assert lies_at(found[0], IN_WEST, 2 * unit_m(10))
    for query, expected in (({"topic": "roads"}, 1), ({"status": "done"}, 0), ({"to": "2020-01"}, 0)):
        filtered = read_at(client, "routes", 10, IN_WEST, **query)
        assert max(each.properties["proposals"] for each in filtered) == expected


def test_proposals_about_an_earlier_line_count_for_the_route(client: Client) -> None:
    make_city()
    version = make_route("19")
    make_proposal(along=version)
    track = LineString((69.5, 42.36), (69.6, 42.36), srid=4326)
    first, last = make_place(69.5, 42.36), make_place(69.6, 42.36)
    names = {"kk": "А", "ru": "А", "en": "A"}
    moved = [DirectionData(0, names, (track,), (first, last))]
    save_route_version(route=version.route, directions=moved, at=timezone.now())
    (found,) = read_at(client, "routes", 10, IN_WEST)
    assert found.properties["proposals"] == 1
    assert lies_at(found, (69.55, 42.36), 2 * unit_m(10))


def test_routes_out_of_use_are_not_shown(client: Client) -> None:
    make_city()
    retired, replaced = make_route("2").route, make_route("3")
    retired.retired_at = timezone.now()
    retired.save()
    replaced.valid_to = timezone.now()
    replaced.save()
    assert read_at(client, "routes", 10, IN_WEST) == []


def test_places_have_name_and_kind_and_no_code(client: Client) -> None:
    make_city()
    place = make_place(kind=PlaceKind.INSTITUTION, name_en="")
    make_place(*IN_EAST, retired_at=timezone.now())
    (found,) = read_at(client, "places", 10, IN_WEST, lang="en")
    assert found.properties == {
        "name": place.name_kk,
        "name_kk": place.name_kk,
        "name_ru": place.name_ru,
        "kind": "institution",
        "count": 1,
    }
    assert lies_at(found, IN_WEST, unit_m(10))


def test_stops_are_shown_from_zoom_12(client: Client) -> None:
    make_city()
    make_place()
    assert read_at(client, "places", 11, IN_WEST) == []
    assert [feature.properties["kind"] for feature in read_at(client, "places", 12, IN_WEST)] == ["stop"]


def test_close_places_are_one_named_by_the_most_public_of_them(client: Client) -> None:
    make_city()
    make_place()
    park = make_place(kind=PlaceKind.PUBLIC_SPACE)
    (found,) = read_at(client, "places", 12, IN_WEST, lang="ru")
    assert (found.properties["name"], found.properties["count"]) == (park.name_ru, 2)


@pytest.mark.parametrize(("z", "most"), [(12, 32 * 32), (14, 64 * 64)])
def test_tile_of_places_is_bounded_and_counts_every_place(client: Client, z: int, most: int) -> None:
    make_city()
    chance = random.Random(7)
    x, y = tile_of(*IN_WEST, z)
    west, south, east, north = tile_bounds(x, y, z)
    many = 6000
    Place.objects.bulk_create(
        Place(
            kind=chance.choice(PlaceKind.values),
            name_kk="a",
            name_ru="b",
            location=point(chance.uniform(west, east), chance.uniform(south, north)),
            source="many",
            source_id=str(number),
        )
        for number in range(many)
    )
    found = read_tile(client, "places", z, x, y)
    assert most * 0.6 < len(found) <= most
    assert sum(feature.properties["count"] for feature in found) == many


def test_border_is_simplified_by_less_than_a_pixel_far_out(client: Client) -> None:
    west, _east = make_city()
    ring = [(69.5 + step / 20_000, 42.3 + 0.0004 * (step % 2)) for step in range(2000)]
    jagged = [*ring, (69.6, 42.4), (69.5, 42.4), ring[0]]
    west.boundary = MultiPolygon(west.boundary[0].__class__(jagged), srid=4326)
    west.save()
    found = by(read_at(client, "districts", 8, IN_WEST), "slug")["west"].geometry
    assert shapely.get_num_coordinates(found) < 100
    assert shapely.hausdorff_distance(found, mercator(west.boundary)) < 4 * unit_m(8)
