"""Whoever has an answer already is told so, however the tag came back: the comparison is weak (RFC 9110)."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import IN_WEST, make_city, make_proposal

ADDRESSES = [
    "/api/v1/heatmap",
    "/api/v1/districts",
    "/api/v1/proposals",
    "/api/v1/base/places",
    "/tiles/",
    "/tiles/districts.json",
    "/tiles/cells/12/2840/1520.mvt",
]
OTHER = 'W/"0123456789abcdef01234567"'


def bare(tag: str) -> str:
    return tag.removeprefix("W/")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("known", "status"),
    [
        (lambda tag: tag, 304),
        (bare, 304),
        (lambda tag: f"W/{bare(tag)}", 304),
        (lambda tag: f'"x", {OTHER} ,{bare(tag)}', 304),
        (lambda tag: "*", 304),
        (lambda tag: OTHER, 200),
        (lambda tag: bare(tag).strip('"'), 200),
        (lambda tag: f'W/{bare(tag)[:-2]}"', 200),
        (lambda tag: "", 200),
    ],
)
def test_known_answer_is_not_sent_again(
    client: Client, address: str, known: Callable[[str], str], status: int
) -> None:
    make_city()
    make_proposal(at=IN_WEST)
    first = client.get(address)
    assert first.status_code == 200, address
    again = client.get(address, headers={"If-None-Match": known(first["ETag"])})
    assert again.status_code == status
    assert bare(again["ETag"]) == bare(first["ETag"])
    if status == 304:
        assert again.content == b""
        assert again["Cache-Control"] == first["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/api/v1/heatmap?topic=nothing", "/tiles/cells/12/99999/1.mvt"])
def test_refusals_are_no_answers_that_somebody_has(client: Client, address: str) -> None:
    make_city()
    assert client.get(address, headers={"If-None-Match": "*"}).status_code in {404, 422}
