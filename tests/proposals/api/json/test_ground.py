"""The ground of the base layer: small from far, whole from near, merged, credited, cacheable."""

import json
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry
from django.test import Client

from stops.network.models import BaseFeature, BaseKind

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/base/ground"


def make_feature(
    wkt: str, *, kind: BaseKind = BaseKind.STREET, rank: int = 1, source: str = "osm"
) -> BaseFeature:
    return BaseFeature.objects.create(
        kind=kind, rank=rank, geometry=f"SRID=4326;{wkt}", source=source,
        source_id=str(BaseFeature.objects.count()),
    )  # fmt: skip


def get(client: Client, **query: Any) -> dict[str, Any]:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = response.json()
    return answer


def drawn(answer: dict[str, Any]) -> dict[tuple[str, int], GEOSGeometry]:
    return {
        (each["properties"]["kind"], each["properties"]["rank"]): GEOSGeometry(json.dumps(each["geometry"]))
        for each in answer["features"]
    }


def test_nothing_imported_gives_an_empty_collection(client: Client) -> None:
    assert get(client) == {"type": "FeatureCollection", "attribution": "", "features": []}


def test_whole_city_has_the_first_rank_only_unless_asked(client: Client) -> None:
    for rank in (1, 2, 3):
        make_feature("LINESTRING(69.5 42.3,69.6 42.3)", rank=rank)
    assert set(drawn(get(client))) == {("street", 1)}
    assert set(drawn(get(client, rank=3))) == {("street", 1), ("street", 2), ("street", 3)}


def test_streets_that_meet_are_one_line_and_lines_and_areas_of_one_kind_stay_apart(client: Client) -> None:
    make_feature("LINESTRING(69.5 42.3,69.6 42.3)")
    make_feature("LINESTRING(69.65 42.32,69.6 42.3)")
    make_feature("LINESTRING(69.5 42.35,69.6 42.35)", kind=BaseKind.WATER)
    make_feature("POLYGON((69.5 42.31,69.6 42.31,69.6 42.32,69.5 42.31))", kind=BaseKind.WATER)
    types = [(each["properties"]["kind"], each["geometry"]["type"]) for each in get(client)["features"]]
    assert types == [("street", "MultiLineString"), ("water", "MultiLineString"), ("water", "MultiPolygon")]
    street = get(client)["features"][0]["geometry"]["coordinates"]
    assert len(street) == 1
    assert len(street[0]) == 3


def test_from_far_small_steps_are_smoothed_and_from_near_kept(client: Client) -> None:
    steps = ",".join(f"{69.5 + step / 1000:.4f} {42.3 + (step % 2) * 0.00009:.5f}" for step in range(101))
    make_feature(f"LINESTRING({steps})")
    assert drawn(get(client))["street", 1].num_points == 2
    assert drawn(get(client, bbox="69.4,42.2,69.7,42.4"))["street", 1].num_points == 101


def test_box_cuts_lines_and_areas_at_its_border(client: Client) -> None:
    make_feature("LINESTRING(69.5 42.3,69.7 42.3)")
    make_feature("POLYGON((69.5 42.2,69.7 42.2,69.7 42.4,69.5 42.4,69.5 42.2))", kind=BaseKind.GREEN)
    make_feature("LINESTRING(69.8 42.3,69.9 42.3)", kind=BaseKind.RAIL)
    shapes = drawn(get(client, bbox="69.55,42.25,69.6,42.35", rank=3))
    assert set(shapes) == {("street", 1), ("green", 1)}
    assert shapes["green", 1].extent == pytest.approx((69.55, 42.25, 69.6, 42.35))
    assert shapes["street", 1].extent == pytest.approx((69.55, 42.3, 69.6, 42.3))


def test_box_that_a_feature_only_touches_or_of_no_size_is_empty(client: Client) -> None:
    make_feature("POLYGON((69.5 42.2,69.7 42.2,69.7 42.4,69.5 42.4,69.5 42.2))", kind=BaseKind.GREEN)
    assert get(client, bbox="69.6,42.3,69.6,42.3")["features"] == []
    assert get(client, bbox="69.7,42.2,69.8,42.4")["features"] == []


def test_openstreetmap_is_credited_where_its_data_is(client: Client) -> None:
    make_feature("LINESTRING(69.5 42.3,69.6 42.3)", source="file")
    assert get(client)["attribution"] == ""
    make_feature("LINESTRING(69.5 42.3,69.6 42.3)", source="osm")
    assert get(client, lang="en")["attribution"] == "© OpenStreetMap contributors"


@pytest.mark.parametrize(
    "query",
    [
        {"rank": "0"},
        {"rank": "4"},
        {"bbox": "1,2"},
        {"bbox": "70,42,69,43"},
        {"bbox": "nan,1,2,3"},
        {"zoom": "9"},
    ],
)
def test_other_parameters_and_values_are_refused_by_name(client: Client, query: dict[str, str]) -> None:
    response = client.get(ADDRESS, query)
    assert response.status_code == 422
    assert response.json()["detail"][0]["loc"] == ["query", next(iter(query))]


def test_answer_may_be_kept_and_is_not_sent_twice(client: Client) -> None:
    make_feature("LINESTRING(69.5 42.3,69.6 42.3)")
    first = client.get(ADDRESS)
    assert first["Cache-Control"] == "public, max-age=300"
    assert client.get(ADDRESS, headers={"If-None-Match": first["ETag"]}).status_code == 304
