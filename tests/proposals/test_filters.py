"""The one reading of filters from an address."""

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from geoportal.web.parameters import InvalidParameter
from proposals.filters import (
    AREA,
    CORE,
    ProposalFilter,
    month_after,
    parse_bbox,
    parse_filter,
    parse_leniently,
    start_of,
)
from proposals.heatmap.counts import count_total
from proposals.models import Proposal, Status
from stops.network.snapping import snap_to_route
from tests.factories import (
    IN_EAST,
    IN_WEST,
    OUTSIDE,
    make_city,
    make_place,
    make_proposal,
    make_route,
    make_topic,
    point,
)

pytestmark = pytest.mark.django_db
EVERYTHING = CORE | AREA | {"bbox"}


def matched(address: str) -> set[Proposal]:
    return set(parse_filter(QueryDict(address), known=EVERYTHING).apply())


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("colour=red", "colour"),
        ("topic=nothing", "topic"),
        ("topic=%00", "topic"),
        ("district=%00", "district"),
        ("status=submitted", "status"),
        ("status=rejected", "status"),
        ("from=2026-13", "from"),
        ("to=yesterday", "to"),
        ("from=2026-05&to=2026-04", "to"),
        ("from=0000-01", "from"),
        ("district=atlantis", "district"),
        ("bbox=1,2,3", "bbox"),
        ("bbox=69,43,70,42", "bbox"),
        ("bbox=nan,1,2,3", "bbox"),
        ("area=1,2", "area"),
        ("route=9999999999999999999", "route"),
        ("route=-1", "route"),
        ("place=x", "place"),
        ("within_m=-1", "within_m"),
        ("within_m=999999", "within_m"),
    ],
)
def test_what_cannot_be_understood_is_refused_by_name(address: str, parameter: str) -> None:
    with pytest.raises(InvalidParameter) as refusal:
        parse_filter(QueryDict(address), known=EVERYTHING)
    assert refusal.value.parameter == parameter


def test_page_leaves_out_what_it_cannot_understand_and_says_so() -> None:
    make_topic("roads")
    chosen, errors = parse_leniently(QueryDict("topic=roads&status=rejected&from=x&utm_source=news"))
    assert chosen.topics == ("roads",)
    assert {error.parameter for error in errors} == {"status", "from"}


@given(first=st.dates(dt.date(2001, 1, 1), dt.date(2099, 1, 1)), months=st.integers(-300, 300))
def test_months_go_forth_and_back(first: dt.date, months: int) -> None:
    month = first.replace(day=1)
    assert month_after(month_after(month, months), -months) == month


def test_months_are_those_of_the_city_both_ends_included() -> None:
    make_city()
    almaty = timezone.get_current_timezone()
    first = make_proposal(submitted_at=dt.datetime(2026, 3, 1, 0, 0, tzinfo=almaty))
    last = make_proposal(submitted_at=dt.datetime(2026, 3, 31, 23, 59, 59, tzinfo=almaty))
    make_proposal(submitted_at=dt.datetime(2026, 4, 1, 0, 0, tzinfo=almaty))
    make_proposal(submitted_at=dt.datetime(2026, 2, 28, 23, 59, 59, tzinfo=almaty))
    assert matched("from=2026-03&to=2026-03") == {first, last}
    assert start_of(dt.date(2026, 3, 1)) == dt.datetime(2026, 2, 28, 19, tzinfo=dt.UTC)


def test_topics_and_statuses_repeat() -> None:
    make_city()
    roads = make_proposal(topic="roads", status=Status.DONE)
    parks = make_proposal(topic="parks", status=Status.DECLINED)
    make_proposal(topic="water", status=Status.DONE)
    assert matched("topic=roads&topic=parks&status=done&status=declined") == {roads, parks}


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.REJECTED, Status.WITHDRAWN])
def test_unpublished_never_matches(status: Status) -> None:
    make_city()
    make_proposal(status=status)
    assert matched("") == set()


def test_district_takes_what_lies_in_it_and_what_crosses_it() -> None:
    make_city()
    here, there = make_proposal(at=IN_WEST), make_proposal(at=IN_EAST)
    crossing = make_proposal(along=make_route())
    assert matched("district=west") == {here, crossing}
    assert matched("district=west&district=east") == {here, there, crossing}


def test_outside_takes_what_lies_beyond_and_what_runs_there() -> None:
    make_city()
    beyond, crossing = make_proposal(at=OUTSIDE), make_proposal(along=make_route())
    make_proposal(at=IN_WEST)
    make_proposal(along=make_route("2", (69.52, 42.35), (69.58, 42.35)))
    assert matched("district=outside") == {beyond, crossing}


def test_area_takes_points_inside_and_routes_that_cross_it() -> None:
    make_city()
    inside, crossing = make_proposal(at=IN_WEST), make_proposal(along=make_route())
    make_proposal(at=IN_EAST)
    assert matched("area=69.54,42.34 69.56,42.34 69.56,42.36 69.54,42.36") == {inside, crossing}


def test_strip_takes_what_lies_within_its_metres() -> None:
    make_city()
    version = make_route("1", (69.5, 42.35), (69.6, 42.35))
    near, far = make_proposal(at=(69.55, 42.3515)), make_proposal(at=(69.55, 42.353))
    own = make_proposal(along=version)
    beside = make_proposal(along=make_route("2", (69.5, 42.351), (69.6, 42.351)))
    make_proposal(along=make_route("3", (69.5, 42.36), (69.6, 42.36)))
    # 0.0015° of latitude are 167 m, 0.003° are 333 m.
    assert matched(f"route={version.route.pk}&within_m=200") == {near, own, beside}
    assert matched(f"route={version.route.pk}&within_m=400") == {near, far, own, beside}
    assert matched(f"route={version.route.pk}") == {own}


def test_place_takes_what_is_about_it() -> None:
    make_city()
    place = make_place()
    about = make_proposal(at=IN_WEST, place=place)
    make_proposal(at=IN_WEST)
    assert matched(f"place={place.pk}") == {about}


def test_bbox_crossing_the_antimeridian_or_elsewhere_is_empty_not_an_error() -> None:
    make_city()
    make_proposal()
    assert matched("bbox=170,40,-170,45") == set()
    assert matched("bbox=0,0,1,1") == set()
    assert parse_bbox("170,-10,-170,10") == (170, -10, -170, 10)


@pytest.mark.parametrize(
    ("bbox", "found"),
    [
        ("69.55,42.35,69.55,42.35", {"here", "crossing"}),
        ("69.55,42.3,69.55,42.4", {"here", "above", "crossing"}),
        ("69.5,42.35,69.7,42.35", {"here", "beside", "crossing"}),
        ("69.5,42.36,69.7,42.36", {"above"}),
        ("69.55,42.351,69.55,42.352", set()),
        ("69.65,42.35,69.55,42.35", {"here", "beside", "crossing"}),
        ("180,42.35,-180,42.35", set()),
    ],
)
def test_box_without_width_or_height_takes_what_lies_on_it(bbox: str, found: set[str]) -> None:
    make_city()
    records = {
        "here": make_proposal(at=IN_WEST),
        "above": make_proposal(at=(69.55, 42.36)),
        "beside": make_proposal(at=IN_EAST),
        "crossing": make_proposal(along=make_route("1", (69.5, 42.35), (69.6, 42.35))),
    }
    assert matched(f"bbox={bbox}") == {records[name] for name in found}


def test_strip_without_width_takes_what_lies_on_the_line() -> None:
    make_city()
    version = make_route("1", (69.5, 42.35), (69.6, 42.35))
    on_line = snap_to_route(version, point(69.553, 42.3501), within_m=100)
    assert on_line is not None
    snapped = make_proposal(at=on_line.point.coords)
    make_proposal(at=(69.55, 42.3501))
    own = make_proposal(along=version)
    chosen = parse_filter(QueryDict(f"route={version.route.pk}&within_m=0"), known=EVERYTHING)
    assert set(chosen.apply()) == {snapped, own}
    assert (count_total(chosen), chosen.query()["within_m"]) == (pytest.approx(2), "0")


def test_filter_survives_its_own_address() -> None:
    make_city()
    make_topic("roads")
    version, place = make_route(), make_place()
    address = (
        "topic=roads&status=done&status=planned&from=2026-01&to=2026-05&district=west&district=outside"
        "&area=69.540000,42.340000 69.560000,42.340000 69.560000,42.360000 69.540000,42.340000"
        f"&route={version.route.pk}&within_m=300&place={place.pk}"
    )
    chosen = parse_filter(QueryDict(address), known=EVERYTHING)
    assert parse_filter(QueryDict(chosen.query().urlencode()), known=EVERYTHING) == chosen


def test_empty_filter_is_the_whole_city() -> None:
    assert parse_filter(QueryDict("")) == ProposalFilter()
