"""Proposals in tiles: each in one tile, where it is, with its headline and no more, and bounded stacks."""

import random
import uuid
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from districts.grid import FINEST_LEVEL, tile_bounds, tile_of
from proposals.api.tiles import drawing
from proposals.models import Proposal, Status
from tests.factories import IN_WEST, make_city, make_proposal, make_route, point
from tests.proposals.api.tiles.reading import lies_at, read_at, read_tile, unit_m

pytestmark = pytest.mark.django_db

CELL_M = 153
"""Side of a finest cell in EPSG:3857."""


def test_proposal_says_what_its_public_page_is_headed_by(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://ideas.example"
    make_city()
    proposal = make_proposal(title="", text="Поставьте навес " * 20)
    (found,) = read_at(client, "proposals", 14, IN_WEST, lang="ru")
    assert found.properties == {
        "count": 1,
        "topic": "transport",
        "status": "published",
        "submitted_on": timezone.localtime(proposal.submitted_at).date().isoformat(),
        "public_id": proposal.public_id,
        "number": proposal.number,
        "title": proposal.headline,
        "url": f"https://ideas.example/ru/proposals/{proposal.public_id}/",
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    title=st.one_of(
        st.just(""), st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=120)
    ),
    text=st.text(st.sampled_from("аб \n\t\\$%🚌"), min_size=10, max_size=200),
)
def test_headline_is_that_of_the_record(client: Client, title: str, text: str) -> None:
    if not Proposal.objects.exists():
        make_city()
        make_proposal()
    Proposal.objects.update(title=title, text=text)
    (found,) = read_at(client, "proposals", 14, IN_WEST)
    assert found.properties.get("title", "") == Proposal.objects.get().headline


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    offsets=st.lists(st.tuples(st.floats(-0.02, 0.02), st.floats(-0.02, 0.02)), min_size=1, max_size=8),
    z=st.integers(14, 21),
)
def test_proposals_lie_in_one_tile_each_where_they_are(
    client: Client, offsets: list[tuple[float, float]], z: int
) -> None:
    if not Proposal.objects.exists():
        make_city()
    Proposal.objects.all().delete()
    positions = [(IN_WEST[0] + east, IN_WEST[1] + north) for east, north in offsets]
    placed = {make_proposal(at=at).public_id: at for at in positions}
    shown = [
        feature
        for x, y in {tile_of(*at, z) for at in positions}
        for feature in read_tile(client, "proposals", z, x, y)
    ]
    assert sum(feature.properties["count"] for feature in shown) == len(positions)
    for feature in shown:
        if feature.properties["count"] == 1:
            at = placed[feature.properties["public_id"]]
            assert lies_at(feature, at, 1.5 * unit_m(z))


def test_stacked_proposals_are_one_with_what_all_share(client: Client) -> None:
    make_city()
    make_proposal(topic="roads")
    make_proposal(topic="roads", status=Status.DONE)
    make_proposal(topic="roads", status=Status.REJECTED)
    for z in (14, 22):
        (found,) = read_at(client, "proposals", z, IN_WEST)
        assert found.properties["count"] == 2
        assert found.properties["topic"] == "roads"
        assert not {"status", "title", "url", "number", "public_id"} & set(found.properties)
        assert lies_at(found, IN_WEST, 1.5 * unit_m(z))


def test_whole_route_is_no_point(client: Client) -> None:
    make_city()
    make_proposal(along=make_route())
    assert read_at(client, "proposals", 14, IN_WEST) == []


def test_tile_of_proposals_is_bounded_and_counts_every_one(client: Client) -> None:
    make_city()
    first = make_proposal()
    chance = random.Random(7)
    x, y = tile_of(*IN_WEST, 14)
    west, south, east, north = tile_bounds(x, y, 14)
    many = 9000
    shared = {
        name: getattr(first, name)
        for name in ("topic_id", "consent_id", "status", "submitted_at", "published_at", "status_changed_at")
    }
    Proposal.objects.bulk_create(
        Proposal(
            number=f"1999-{number:05d}",
            follow_digest=f"{number:064d}",
            idempotency_key=uuid.UUID(int=number),
            title="Навес",
            text="Поставьте навес от солнца.",
            language="ru",
            location=point(chance.uniform(west, east), chance.uniform(south, north)),
            location_source="pin",
            **shared,
        )
        for number in range(many)
    )
    found = read_tile(client, "proposals", 14, x, y)
    assert 3000 < len(found) <= 64 * 64
    assert sum(feature.properties["count"] for feature in found) == many + 1


@pytest.mark.parametrize("z", [14, 16, 18, 19, 20])
def test_crowded_cells_are_counted_whole_and_exactly(
    client: Client, monkeypatch: pytest.MonkeyPatch, z: int
) -> None:
    make_city()
    route = make_route()
    for topic in ("roads", "roads", "parks", "parks", "parks", "parks"):
        make_proposal(topic=topic)
        make_proposal(topic=topic, along=route)
    make_proposal(status=Status.SUBMITTED)
    beside = make_proposal(at=(IN_WEST[0] + 0.004, IN_WEST[1]), topic="parks")
    monkeypatch.setattr(drawing, "PROPOSALS_READ_MAX", 3)
    for query, crowd in (({}, 6), ({"topic": "parks"}, 4)):
        features = [
            feature for tile in around(z) for feature in read_tile(client, "proposals", z, *tile, **query)
        ]
        counts = sorted(feature.properties["count"] for feature in features)
        assert counts == [1, crowd]
        (stack,) = (feature for feature in features if feature.properties["count"] == crowd)
        assert set(stack.properties) == {"count"}
        assert lies_at(stack, IN_WEST, CELL_M)
        (single,) = (feature for feature in features if feature is not stack)
        assert single.properties["public_id"] == beside.public_id
    (few,) = read_at(client, "proposals", z, IN_WEST, topic="roads")
    assert (few.properties["count"], few.properties["topic"]) == (2, "roads")


def around(z: int) -> set[tuple[int, int]]:
    """Return all tiles of a zoom that have a part of the finest cells at and east of ``IN_WEST``."""
    column, row = tile_of(*IN_WEST, FINEST_LEVEL)
    first, top = tile_of(*corner(column, row), z)
    last, bottom = tile_of(*corner(column + 4, row + 1), z)
    return {(x, y) for x in range(first, last + 1) for y in range(top, bottom + 1)}


def corner(column: int, row: int) -> tuple[float, float]:
    """Return the (lon, lat) just within the north-western corner of a finest cell."""
    west, _south, _east, north = tile_bounds(column, row, FINEST_LEVEL)
    return west + 1e-9, north - 1e-9
