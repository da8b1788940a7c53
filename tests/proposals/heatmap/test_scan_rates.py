"""Proposals per 1,000 scans: of the chosen months, and only where there are scans enough to say anything."""

import datetime as dt
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from districts.models import District
from geoportal.staff.models import Role
from proposals.areas import polygon_from_text
from proposals.filters import ProposalFilter
from proposals.heatmap.counts import count_districts
from proposals.heatmap.scan_rates import scans_by_district
from stops.signs.models import DistrictScans
from tests.factories import IN_EAST, IN_WEST, make_city, make_proposal, make_staff

SEPTEMBER, OCTOBER, NOVEMBER = (dt.date(2026, month, 1) for month in (9, 10, 11))
IN_OCTOBER = dt.datetime(2026, 10, 15, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_november() -> Iterator[None]:
    """Pages show the last twelve months, so that these months have to be among them."""
    with time_machine.travel("2026-11-23T06:00Z", tick=False):
        yield


@pytest.fixture(autouse=True)
def scanned(_in_november: None) -> tuple[District, District]:
    west, east = make_city()
    for district, month, scans in (
        (west, SEPTEMBER, 15), (west, OCTOBER, 40), (west, NOVEMBER, 10), (east, OCTOBER, 19.5), (None, OCTOBER, 500)
    ):  # fmt: skip
        DistrictScans.objects.create(district=district, month=month, scans=scans)
    for topic in ("roads", "transport"):
        make_proposal(at=IN_WEST, topic=topic, submitted_at=IN_OCTOBER)
    make_proposal(at=IN_EAST, submitted_at=IN_OCTOBER)
    return west, east


def test_scans_are_summed_over_the_chosen_months(scanned: tuple[District, District]) -> None:
    west, east = (district.pk for district in scanned)
    assert scans_by_district(None, None) == {west: 65, east: 19.5, None: 500}
    assert scans_by_district(OCTOBER, OCTOBER) == {west: 40, east: 19.5, None: 500}
    assert scans_by_district(NOVEMBER, None) == {west: 10}
    assert scans_by_district(None, SEPTEMBER) == {west: 15}


def test_rate_is_of_the_proposals_under_the_filter_and_of_all_scans_of_its_months() -> None:
    west = count_districts(ProposalFilter(month_from=OCTOBER, month_to=OCTOBER)).rows[0]
    assert west.scans == 40
    assert west.per_1000_scans == pytest.approx(2 / 40 * 1000)
    west = count_districts(ProposalFilter(topics=("roads",))).rows[0]
    assert west.scans == 65
    assert west.per_1000_scans == pytest.approx(1 / 65 * 1000)


def test_fewer_than_20_scans_are_not_told_and_do_not_count_for_the_city() -> None:
    counts = count_districts(ProposalFilter())
    west, east = counts.rows
    assert (east.scans, east.per_1000_scans) == (None, None)
    assert counts.per_1000_scans == pytest.approx(west.per_1000_scans)
    november = count_districts(ProposalFilter(month_from=NOVEMBER))
    assert [row.scans for row in november.rows] == [None, None]
    assert november.per_1000_scans is None


def test_scans_of_a_part_of_a_district_are_not_known() -> None:
    area = polygon_from_text("69.51,42.31 69.59,42.31 69.59,42.39 69.51,42.31")
    counts = count_districts(ProposalFilter(area=area))
    assert [(row.scans, row.per_1000_scans) for row in counts.rows] == [(None, None), (None, None)]
    assert counts.per_1000_scans is None


def test_api_carries_scans_and_rate(client: Client) -> None:
    answer = client.get("/api/v1/districts?from=2026-10&to=2026-10").json()
    told = {row["slug"]: (row["scans"], row["per_1000_scans"]) for row in answer["districts"]}
    assert told == {"west": (40, 50), "east": (None, None)}


def test_district_page_and_planners_table_say_the_rate(client: Client) -> None:
    rate = "30.8"
    assert rate in client.get("/en/districts/west/").content.decode()
    client.force_login(make_staff(Role.PLANNER))
    assert rate in client.get("/en/planning/").content.decode()
