"""The districts' pages: the same figures as the API's, and nothing for districts that are not."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from districts.models import District
from proposals.models import Status
from tests.factories import (
    IN_EAST,
    IN_WEST,
    LONG_AGO,
    OUTSIDE,
    make_city,
    make_district,
    make_proposal,
    make_route,
)

pytestmark = pytest.mark.django_db
API_ROUNDING = 5e-5


@pytest.fixture(autouse=True)
def city() -> tuple[District, District]:
    return make_city()


@pytest.fixture
def proposals() -> None:
    """Two in the west, one of them done, one in the east, one outside, one along a route through all."""
    make_proposal(at=IN_WEST)
    make_proposal(at=IN_WEST, status=Status.DONE, topic="roads")
    make_proposal(at=IN_EAST)
    make_proposal(at=OUTSIDE)
    make_proposal(along=make_route())
    make_proposal(at=IN_WEST, status=Status.SUBMITTED)
    make_proposal(at=IN_WEST, submitted_at=LONG_AGO)


def api_row(client: Client, slug: str) -> dict[str, Any]:
    """Return the API's figures of a district for the last twelve months."""
    today = timezone.localdate()
    first = (today.replace(day=1) - dt.timedelta(days=330)).replace(day=1)
    answer = client.get("/api/v1/districts", {"from": f"{first:%Y-%m}", "to": f"{today:%Y-%m}"}).json()
    return next(row for row in answer["districts"] if row["slug"] == slug)


@pytest.mark.usefixtures("proposals")
@pytest.mark.parametrize("slug", ["west", "east"])
def test_a_district_shows_the_figures_of_the_api(client: Client, slug: str) -> None:
    profile = client.get(f"/en/districts/{slug}/").context["profile"]
    row = api_row(client, slug)
    assert profile.own.count == pytest.approx(row["count"])
    assert profile.own.per_1000 == pytest.approx(row["per_1000"], abs=API_ROUNDING)
    assert profile.own.per_km2 == pytest.approx(row["per_km2"], abs=API_ROUNDING)
    assert sum(count for _topic, count in profile.topics) == pytest.approx(row["count"])
    assert sum(count for _status, count, _share in profile.statuses) == pytest.approx(row["count"])
    assert sum(share for _status, _count, share in profile.statuses) == pytest.approx(1)
    assert sum(count for _month, count, _mean in profile.months) == pytest.approx(row["count"])


@pytest.mark.usefixtures("proposals")
def test_the_districts_and_outside_sum_to_the_city(client: Client) -> None:
    counts = client.get("/en/districts/").context["counts"]
    assert sum(row.count for row in counts.rows) + counts.outside == pytest.approx(counts.total)
    assert counts.total == pytest.approx(5)
    inside = sum(row.count for row in counts.rows)
    assert counts.per_1000 == pytest.approx(inside / 200_000 * 1000)
    assert counts.per_km2 == pytest.approx(inside / 183)


@pytest.mark.usefixtures("proposals")
def test_other_months_may_be_asked_for(client: Client) -> None:
    profile = client.get("/en/districts/west/?from=2024-01&to=2024-01").context["profile"]
    assert profile.own.count == 1
    assert [(month, count) for month, count, _mean in profile.months] == [(dt.date(2024, 1, 1), 1)]


@pytest.mark.parametrize(("language", "month"), [("ru", "январь 2024"), ("kk", "2024 ж. қаңтар")])
def test_months_are_written_in_the_pages_language(client: Client, language: str, month: str) -> None:
    page = client.get(f"/{language}/districts/west/?from=2024-01&to=2024-02").content.decode()
    assert month in page


def test_an_empty_district_says_so(client: Client) -> None:
    response = client.get("/en/districts/east/")
    assert response.status_code == 200
    assert response.context["profile"].own.count == 0
    assert "No proposals yet." in response.content.decode()


def test_a_district_of_unknown_population_has_no_rate_and_leaves_the_citys_whole(client: Client) -> None:
    make_district("791910000", "south", (69.5, 42.2, 69.6, 42.3), population=None)
    make_proposal(at=(69.55, 42.25))
    make_proposal(at=IN_WEST)
    response = client.get("/en/districts/south/")
    profile = response.context["profile"]
    assert profile.own.per_1000 is None
    assert profile.city.per_1000 == pytest.approx(1 / 200_000 * 1000)
    assert "residents," not in response.content.decode()
    listed = client.get("/en/districts/").context["rows"]
    assert listed[-1].district.slug in {"south", "east"}


@pytest.mark.usefixtures("proposals")
def test_the_most_supported_come_first_and_only_the_published(client: Client) -> None:
    top = client.get("/en/districts/west/").context["top"]
    assert len(top) == 3
    assert {proposal.status for proposal in top} <= {Status.PUBLISHED, Status.DONE}


def test_unknown_and_ended_districts_are_not_found(client: Client) -> None:
    ended = {"valid_from": dt.date(2020, 1, 1), "valid_to": dt.date(2024, 1, 1)}
    make_district("791510000", "former", (69.5, 42.3, 69.6, 42.4), **ended)
    assert client.get("/en/districts/former/").status_code == 404
    assert client.get("/en/districts/nowhere/").status_code == 404
    assert "former" not in client.get("/en/districts/").content.decode()


def test_a_city_without_districts_says_so(client: Client) -> None:
    District.objects.all().delete()
    assert "No districts yet" in client.get("/en/districts/").content.decode()


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_the_privacy_page_says_who_to_turn_to(client: Client, language: str) -> None:
    response = client.get(f"/{language}/privacy/")
    assert response.status_code == 200
    page = response.content.decode()
    assert 'href="tel:' in page
    assert "94-V" in page
