"""Scans are summed by month and district: by the place on their day, or by the shares of the bus's route."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from districts.models import District
from districts.signals import boundaries_changed
from proposals.assigning import assign_everything
from stops.network.models import BusRoute, RouteShare
from stops.network.versions import DirectionData, save_route_version
from stops.signs.district_scans import count_district_scans
from stops.signs.issuing import issue_code
from stops.signs.models import CodeBinding, DistrictScans, QRCode, Scan
from stops.signs.models.codes import SCAN_SLOTS
from stops.signs.scan_folding import fold_scans
from stops.signs.tasks import count_district_scans_hourly
from tests.factories import IN_EAST, IN_WEST, OUTSIDE, make_city, make_code, make_place, make_route

CITY = ZoneInfo("Asia/Almaty")
OCTOBER, NOVEMBER = dt.date(2026, 10, 1), dt.date(2026, 11, 1)

pytestmark = pytest.mark.django_db


def scan(code: QRCode, day: dt.date, count: int, *, slot: int = 0) -> None:
    Scan.objects.create(code=code, day=day, slot=slot, count=count)


def summed() -> dict[tuple[str | None, dt.date], Any]:
    rows = DistrictScans.objects.values_list("district__slug", "month", "scans")
    return {(slug, month): pytest.approx(scans) for slug, month, scans in rows}


def test_scans_at_a_place_count_in_its_district_by_month() -> None:
    make_city()
    west, east, beyond = (make_code(place=make_place(*at)) for at in (IN_WEST, IN_EAST, OUTSIDE))
    scan(west, dt.date(2026, 10, 31), 4)
    scan(west, dt.date(2026, 11, 1), 5, slot=3)
    scan(west, dt.date(2026, 11, 1), 6, slot=4)
    scan(east, dt.date(2026, 11, 30), 7)
    scan(beyond, dt.date(2026, 11, 2), 2)
    assert count_district_scans() == 4
    assert summed() == {
        ("west", OCTOBER): 4,
        ("west", NOVEMBER): 11,
        ("east", NOVEMBER): 7,
        (None, NOVEMBER): 2,
    }


def test_scans_in_a_bus_are_spread_by_the_shares_of_its_route() -> None:
    make_city()
    version = make_route()
    scan(make_code(version=version), NOVEMBER, 1000)
    count_district_scans()
    shares = RouteShare.objects.filter(version=version).values("district__slug").annotate(sum=Sum("share"))
    assert summed() == {(row["district__slug"], NOVEMBER): 1000 * row["sum"] for row in shares}
    assert set(summed()) == {("west", NOVEMBER), ("east", NOVEMBER), (None, NOVEMBER)}
    assert summed()["west", NOVEMBER] == pytest.approx(400, rel=0.01)


def test_scans_in_a_bus_follow_the_newest_version_of_its_route() -> None:
    make_city()
    route: BusRoute = make_route().route
    scan(issue_code(at=dt.datetime(2025, 1, 1, tzinfo=CITY), route=route), NOVEMBER, 30)
    stop = make_place(*IN_WEST)
    names = dict.fromkeys(("kk", "ru", "en"), "Ордабасы")
    line = make_route("20", (69.52, 42.35), (69.58, 42.35)).directions.get(direction=0).line[0]
    save_route_version(
        route=route,
        directions=[DirectionData(0, names, (line,), (stop, stop))],
        at=dt.datetime(2026, 11, 20, tzinfo=CITY),
    )
    count_district_scans()
    assert summed() == {("west", NOVEMBER): 30}


def test_moved_sign_counts_where_it_hung_and_on_the_day_of_the_move_where_it_hangs_since() -> None:
    make_city()
    code = make_code(place=make_place(*IN_WEST))
    moved_at = dt.datetime(2026, 11, 10, 15, tzinfo=CITY)
    CodeBinding.objects.filter(code=code).update(valid_to=moved_at)
    CodeBinding.objects.create(code=code, place=make_place(*IN_EAST), valid_from=moved_at)
    for day, count in ((9, 1), (10, 10), (11, 100)):
        scan(code, dt.date(2026, 11, day), count)
    count_district_scans()
    assert summed() == {("west", NOVEMBER): 1, ("east", NOVEMBER): 110}


def test_days_are_the_citys_and_a_binding_that_ends_at_midnight_ends_with_the_day_before() -> None:
    make_city()
    code = make_code(place=make_place(*IN_WEST))
    CodeBinding.objects.filter(code=code).update(
        valid_from=dt.datetime(2026, 11, 4, 0, 0, tzinfo=CITY),
        valid_to=dt.datetime(2026, 11, 6, 0, 0, tzinfo=CITY),
    )
    for day, count in ((3, 1), (4, 10), (5, 100), (6, 1000)):
        scan(code, dt.date(2026, 11, day), count)
    count_district_scans()
    assert summed() == {("west", NOVEMBER): 110}


def test_counting_again_writes_nothing_and_what_is_gone_goes() -> None:
    make_city()
    code = make_code(place=make_place(*IN_WEST))
    scan(code, NOVEMBER, 3)
    assert count_district_scans_hourly(timestamp=0) == 1
    assert count_district_scans_hourly(timestamp=0) == 0
    scan(code, dt.date(2026, 11, 2), 4)
    assert count_district_scans() == 1
    assert summed() == {("west", NOVEMBER): 7}
    Scan.objects.all().delete()
    assert count_district_scans() == 1
    assert not DistrictScans.objects.exists()


@pytest.mark.parametrize("change", [assign_everything, lambda: boundaries_changed.send(District)])
def test_districts_that_change_take_their_scans_at_once(change: object) -> None:
    west, _east = make_city()
    scan(make_code(place=make_place(*IN_WEST)), NOVEMBER, 8)
    count_district_scans()
    west.boundary = MultiPolygon(Polygon.from_bbox((69.5, 42.3, 69.51, 42.4)), srid=4326)
    west.save()
    assert callable(change)
    change()
    assert summed() == {(None, NOVEMBER): 8}


class TestAnyScans(TestCase):
    """Whatever was scanned where."""

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["west", "east", "beyond", "bus"]),
                st.dates(dt.date(2026, 9, 1), dt.date(2026, 11, 23)),
                st.integers(0, SCAN_SLOTS - 1),
                st.integers(0, 500),
            ),
            max_size=25,
            unique_by=lambda each: each[:3],
        )
    )
    def test_no_scan_is_lost_by_month_and_folding_changes_nothing(
        self, scans: list[tuple[str, dt.date, int, int]]
    ) -> None:
        if not District.objects.exists():
            make_city()
        signs = {name: make_code(place=make_place(*at)) for name, at in
                 (("west", IN_WEST), ("east", IN_EAST), ("beyond", OUTSIDE))}  # fmt: skip
        signs["bus"] = make_code(version=make_route())
        for name, day, slot, count in scans:
            scan(signs[name], day, count, slot=slot)
        count_district_scans()
        expected: dict[dt.date, int] = {}
        for _name, day, _slot, count in scans:
            if count:
                expected[day.replace(day=1)] = expected.get(day.replace(day=1), 0) + count
        rows = DistrictScans.objects.values_list("month").annotate(sum=Sum("scans"))
        assert dict(rows) == {month: pytest.approx(count) for month, count in expected.items()}
        fold_scans(dt.date(2026, 11, 23))
        assert count_district_scans() == 0
