"""The planners' page: who enters, what it shows, and the way down."""

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import translation

from geoportal.staff.models import Role
from proposals.filters import AREA, CORE, parse_filter
from proposals.planning.drilldown import rows_below, way_down
from tests.factories import IN_EAST, IN_WEST, make_city, make_place, make_proposal, make_route, make_staff

pytestmark = pytest.mark.django_db
PAGES = ("desk", "map", "csv", "geojson", "html")


@pytest.fixture
def planner(client: Client) -> User:
    user = make_staff(Role.PLANNER)
    client.force_login(user)
    return user


@pytest.mark.parametrize("name", PAGES)
def test_strangers_are_asked_to_log_in_and_other_staff_are_refused(client: Client, name: str) -> None:
    address = reverse(f"planning:{name}")
    assert client.get(address).status_code == 302
    client.force_login(make_staff(Role.SIGN_KEEPER))
    assert client.get(address).status_code == 403


def chosen(address: str = "") -> object:
    return parse_filter(QueryDict(address), known=CORE | AREA)


def test_way_down_from_city_to_district_to_place_and_route() -> None:
    make_city()
    place = make_place()
    make_proposal(at=IN_WEST, place=place)
    make_proposal(at=IN_WEST, place=place)
    make_proposal(at=IN_EAST)
    version = make_route()
    make_proposal(along=version)
    with translation.override("en"):
        city = rows_below(chosen())
        assert [row.kind for row in city] == ["district", "district", "outside"]
        assert sum(row.count for row in city) == pytest.approx(4)
        assert (city[0].name, city[0].count) == ("West", pytest.approx(2.4, abs=0.01))
        west = rows_below(chosen(city[0].query))
        assert [(row.kind, row.count) for row in west] == [("place", 2), ("route", 1)]
        single = chosen(west[0].query)
        assert rows_below(single) == []
        steps = way_down(single, "Shymkent")
        assert [(step.label, step.count) for step in steps] == [
            ("Shymkent", pytest.approx(4)),
            ("West", pytest.approx(2.4, abs=0.01)),
            (place.name, 2),
        ]


def test_page_shows_the_filter_and_keeps_it_in_every_link(client: Client, planner: User) -> None:
    make_city()
    proposal = make_proposal(topic="roads")
    make_proposal(topic="parks", at=IN_EAST)
    response = client.get(f"{reverse('planning:desk')}?topic=roads&district=west")
    page = response.content.decode()
    assert proposal.title in page
    assert response.context["records"] == 1
    assert "no-store" in response["Cache-Control"]
    assert f"{reverse('planning:csv')}?topic=roads&amp;district=west" in page


def test_page_says_what_it_could_not_understand(client: Client, planner: User) -> None:
    make_city()
    response = client.get(f"{reverse('planning:desk')}?area=1,2&status=rejected")
    assert response.status_code == 200
    assert {error.parameter for error in response.context["errors"]} == {"area", "status"}


def test_map_data_conserves_the_sum(client: Client, planner: User) -> None:
    make_city()
    make_proposal()
    make_proposal(along=make_route())
    data = client.get(reverse("planning:map")).json()
    assert sum(weight for _lon, _lat, weight in data["cells"]) == pytest.approx(2, abs=0.01)
    assert len(data["proposals"]) == 2


def test_area_with_nothing_in_it_is_shown_as_empty(client: Client, planner: User) -> None:
    make_city()
    make_proposal()
    area = "area=10,10 11,10 11,11 10,11"
    response = client.get(f"{reverse('planning:desk')}?{area}")
    assert response.status_code == 200
    assert response.context["records"] == 0


def test_page_takes_a_bounded_number_of_queries(
    client: Client, planner: User, django_assert_max_num_queries: object
) -> None:
    make_city()
    for _ in range(30):
        make_proposal(place=make_place())
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        client.get(f"{reverse('planning:desk')}?district=west")
