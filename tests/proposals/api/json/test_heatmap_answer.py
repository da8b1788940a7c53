"""The heat map's answer: its cells, its level, its tag, and how it travels."""

import datetime as dt
import gzip
import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from proposals.heatmap.cube.folding import fold
from proposals.models import Proposal, Status
from tests.factories import IN_EAST, IN_WEST, OUTSIDE, make_city, make_proposal, make_route, make_topic

pytestmark = pytest.mark.django_db
ADDRESSES = ("/api/v1/heatmap?zoom=12", "/api/v1/districts")


def test_cells_are_middles_of_the_quadtree_with_their_weights(client: Client) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    make_proposal(at=IN_WEST)
    answer = client.get("/api/v1/heatmap?zoom=13").json()
    assert answer["level"] == 18
    ((lon, lat, weight),) = answer["cells"]
    assert weight == answer["total"] == 2
    size = 360 / 2**18
    assert abs(lon - IN_WEST[0]) <= size / 2 + 1e-6
    assert abs(lat - IN_WEST[1]) <= size / 2


def test_level_grows_with_the_zoom_and_a_filter_does_not_change_it(client: Client) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    make_topic("roads")
    levels = [client.get(f"/api/v1/heatmap?zoom={zoom}").json()["level"] for zoom in range(23)]
    assert levels == [min(18, zoom + 5) for zoom in range(23)]
    assert client.get("/api/v1/heatmap?zoom=11&topic=roads").json() == {"level": 16, "total": 0, "cells": []}


def test_boxes_anywhere_are_answers_not_errors(client: Client) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    for bbox, total in (
        ("69.5,42.3,69.6,42.4", 1),
        ("179,-10,-179,10", 0),
        ("100,40,69.56,43", 1),
        ("-10,-10,10,10", 0),
        ("-180,-90,180,90", 1),
        ("69.55,42.35,69.55,42.35", 1),
    ):
        answer = client.get(f"/api/v1/heatmap?bbox={bbox}&zoom=15")
        assert answer.status_code == 200
        assert answer.json()["total"] == total, bbox


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_known_version_is_told_without_counting(client: Client, address: str) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    first = client.get(address)
    with CaptureQueriesContext(connection) as asked:
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == first["ETag"]
    assert again["Cache-Control"] == first["Cache-Control"]
    assert len(asked) == 1
    assert "heatmaptile" not in asked[0]["sql"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_public_change_makes_another_tag_and_a_hidden_one_does_not(client: Client, address: str) -> None:
    make_city()
    proposal = make_proposal(at=IN_WEST)
    fold()
    tag = client.get(address)["ETag"]
    make_proposal(at=IN_WEST, status=Status.SUBMITTED)
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    Proposal.objects.filter(pk=proposal.pk).update(status=Status.UNDER_REVIEW)
    changed = client.get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed["ETag"] != tag


def test_other_filters_and_languages_have_other_tags(client: Client) -> None:
    make_city()
    make_topic("roads")
    tags = {
        client.get(f"/api/v1/heatmap{query}")["ETag"]
        for query in ("", "?zoom=9", "?topic=roads", "?district=west", "?lang=ru", "?from=2026-01")
    }
    assert len(tags) == 6


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_proxy_may_keep_it_for_a_minute_and_it_varies_by_encoding_alone(
    client: Client, address: str
) -> None:
    make_city()
    client.cookies["django_language"] = "ru"
    answer = client.get(address)
    assert answer["Cache-Control"] == "public, max-age=0, s-maxage=60, must-revalidate"
    assert answer["Vary"] == "Accept-Encoding"
    assert not answer.cookies


def test_it_travels_compressed_and_says_the_same(client: Client) -> None:
    make_city()
    make_proposal(along=make_route())
    plain = client.get("/api/v1/heatmap?zoom=13")
    packed = client.get("/api/v1/heatmap?zoom=13", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain
    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 2
    assert json.loads(gzip.decompress(packed.content)) == plain.json()
    assert packed["ETag"] == plain["ETag"]
    assert int(packed["Content-Length"]) == len(packed.content)


@pytest.mark.parametrize(
    "query",
    [
        "topic=roads",
        "status=published",
        "status=published&status=under_review",
        "topic=roads&status=done&from=2026-01&to=2026-12",
        "from=2026-02",
        "to=2026-01",
        "district=west",
        "district=outside",
        "district=west&district=outside&topic=roads&topic=parks",
        "district=east&status=under_review&from=2026-02&to=2026-03",
    ],
)
def test_any_filter_gives_the_sum_of_its_districts_before_and_after_folding(
    client: Client, query: str
) -> None:
    make_city()
    route = make_route()
    for number, at in enumerate((IN_WEST, IN_EAST, OUTSIDE, None, IN_WEST, None)):
        make_proposal(
            at=at,
            along=None if at else route,
            topic=("roads", "parks")[number % 2],
            status=(Status.PUBLISHED, Status.UNDER_REVIEW, Status.DONE)[number % 3],
            submitted_at=dt.datetime(2026, number % 3 + 1, 15, tzinfo=dt.UTC),
        )
    before = client.get(f"/api/v1/heatmap?{query}").json()
    districts = client.get(f"/api/v1/districts?{query}").json()
    fold()
    after = client.get(f"/api/v1/heatmap?{query}").json()
    assert after["total"] == pytest.approx(before["total"])
    assert districts["total"] == pytest.approx(before["total"], abs=1e-6)
    assert before["total"] > 0
    assert {tuple(cell[:2]) for cell in before["cells"]} == {tuple(cell[:2]) for cell in after["cells"]}
