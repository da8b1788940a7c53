"""Which district a point is in."""

import datetime as dt

import pytest
from django.db import IntegrityError
from hypothesis import given
from hypothesis import strategies as st

from districts.locating import distance_to_city_m, district_at
from districts.models import District
from tests.factories import (
    EAST_KATO,
    IN_EAST,
    ON_BORDER,
    OUTSIDE,
    WEST_BBOX,
    WEST_KATO,
    make_city,
    make_district,
    point,
)

pytestmark = pytest.mark.django_db


def test_point_inside_is_in_its_district() -> None:
    make_city()
    district = district_at(point(*IN_EAST))
    assert district is not None
    assert district.kato == EAST_KATO


@given(lat=st.floats(min_value=42.3, max_value=42.4))
def test_point_on_shared_border_belongs_to_exactly_one_district(lat: float) -> None:
    if not District.objects.exists():
        make_city()
    border = point(69.6, lat)
    assert District.objects.current().containing(border).count() == 2
    district = district_at(border)
    assert district is not None
    assert district.kato == WEST_KATO


def test_point_outside_is_in_no_district() -> None:
    make_city()
    assert district_at(point(*OUTSIDE)) is None


def test_corner_where_both_meet_belongs_to_the_lower_code() -> None:
    make_city()
    district = district_at(point(69.6, 42.4))
    assert district is not None
    assert district.kato == WEST_KATO


def test_boundary_out_of_force_holds_nothing() -> None:
    make_district(WEST_KATO, "west", WEST_BBOX, valid_to=dt.date(2025, 1, 1))
    assert district_at(point(69.55, 42.35)) is None


def test_distance_to_city_is_zero_inside_and_on_the_border_and_metres_outside() -> None:
    make_city()
    assert distance_to_city_m(point(*ON_BORDER)) == 0
    # 0.01° of longitude at 42.35° N is 824 m on the WGS 84 ellipsoid.
    assert distance_to_city_m(point(69.71, 42.35)) == pytest.approx(824, abs=1)


def test_distance_without_districts_is_unknown() -> None:
    assert distance_to_city_m(point(*ON_BORDER)) is None


def test_two_boundaries_of_one_code_cannot_be_in_force_on_one_day() -> None:
    make_district(WEST_KATO, "west", WEST_BBOX, valid_to=dt.date(2025, 1, 1))
    with pytest.raises(IntegrityError, match="district_validity_no_overlap"):
        make_district(WEST_KATO, "west", WEST_BBOX, valid_from=dt.date(2024, 6, 1))
