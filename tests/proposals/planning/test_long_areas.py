"""Areas of as many corners as the contract allows: stored by a POST under their digest, which every address carries."""

import csv
import datetime as dt
import io
import json
import math
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pytest_django.fixtures import Settings

from geoportal.staff.models import Role
from proposals import stored_areas
from proposals.areas import VERTICES_MAX, corners_of, polygon_from_text
from proposals.models import Proposal, StoredArea
from proposals.stored_areas import CORNERS_IN_ADDRESS_MAX, address_of, stored_area
from tests.factories import IN_EAST, IN_WEST, make_city, make_proposal, make_route, make_staff, make_topic

pytestmark = pytest.mark.django_db
REQUEST_LINE_MAX = 4094
EXPORTS = ("map", "csv", "geojson", "html")


def circle(corners: int, *, at: tuple[float, float] = IN_WEST, first: int = 0, way: int = 1) -> str:
    """Return a round area about a position as a planner's program writes it."""
    angles = (2 * math.pi * way * (first + index) / corners for index in range(corners))
    return " ".join(
        f"{at[0] + 0.04 * math.cos(each):.7f},{at[1] + 0.03 * math.sin(each):.7f}" for each in angles
    )


@pytest.fixture
def planner(client: Client) -> User:
    user = make_staff(Role.PLANNER)
    client.force_login(user)
    return user


@pytest.fixture
def records(planner: User) -> tuple[Proposal, Proposal]:
    """One in the area, one crossing it, one elsewhere."""
    make_city()
    make_proposal(at=IN_EAST)
    return make_proposal(at=IN_WEST), make_proposal(along=make_route())


def address(name: str = "desk", query: str = "") -> str:
    with translation.override("en"):
        return f"{reverse(f'planning:{name}')}?{query}"


def send(client: Client, area: str, query: str = "") -> HttpResponse:
    return client.post(address("area", query), {"area": area})


def content(response: HttpResponse) -> str:
    return b"".join(response.streaming_content if response.streaming else [response.content]).decode(
        "utf-8-sig"
    )


def test_every_address_of_the_planners_takes_as_many_corners_as_the_contract_allows(
    client: Client, records: tuple[Proposal, Proposal]
) -> None:
    here, crossing = records
    make_topic("roads")
    response = send(
        client, circle(VERTICES_MAX), "topic=transport&topic=roads&from=2020-01&status=published&page=3"
    )
    assert response.status_code == 303
    asked = parse_qs(urlsplit(response["Location"]).query)
    assert (asked["topic"], asked["from"], asked["status"]) == (
        ["transport", "roads"],
        ["2020-01"],
        ["published"],
    )
    assert "page" not in asked
    query = urlsplit(response["Location"]).query
    page = client.get(response["Location"])
    assert page.context["records"] == 2
    assert page.context["errors"] == []
    assert [row.name for row in page.context["rows"]] == [crossing.route_version.route.name]
    links = re.findall(r'(?:href|data-source|action)="([^"]*sha256-[^"]*)"', page.content.decode())
    assert len(links) >= 7
    assert all(len(link) < REQUEST_LINE_MAX for link in links)
    assert f'name="area" value="{asked["area"][0]}"' in page.content.decode()
    assert corners_of(stored_area(asked["area"][0])) in page.content.decode()
    for link in page.context["crumbs"][1:]:
        assert "area=sha256-" in link.query
    answers = {name: content(client.get(address(name, query))) for name in EXPORTS}
    assert len(json.loads(answers["map"])["proposals"]) == 2
    assert {row["Number"] for row in csv.DictReader(io.StringIO(answers["csv"]), delimiter=";")} == {
        here.number,
        crossing.number,
    }
    assert len(json.loads(answers["geojson"])["features"]) == 2
    assert here.title in answers["html"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (circle(VERTICES_MAX + 1), "An area has 3 to 2000 corners."),
        ("", "An area has 3 to 2000 corners."),
        ("69.5,42.3 69.6,42.4 69.6,42.3 69.5,42.4", "The area&#x27;s outline crosses or touches itself."),
        ("<script>,1 2,3", "A corner is “longitude,latitude” in degrees."),
    ],
    ids=["2001 corners", "none", "crossing", "no numbers"],
)
def test_bad_area_comes_back_with_what_is_wrong_and_nothing_is_stored(
    client: Client, planner: User, typed: str, said: str
) -> None:
    make_city()
    response = send(client, typed, "status=done")
    assert response.status_code == 422
    assert f"<span>{said}</span></p>" in response.content.decode()
    assert "in the address was left out" not in response.content.decode()
    page = response.content.decode()
    assert said in page
    assert "<script>,1" not in page
    assert page.count('<details class="filter-menu area-by-corners" open>') == 1
    assert response.context["typed_area"] == typed
    assert response.context["query"] == "status=done"
    assert not StoredArea.objects.exists()
    # What the page's own links and a reload ask for leads back to the desk.
    again = client.get(address("area", "status=done"))
    assert (again.status_code, again["Location"]) == (302, address("desk", "status=done"))


def test_same_area_is_stored_once_however_it_is_drawn(client: Client, planner: User) -> None:
    corners = circle(500)
    drawn = (corners, f"{corners} {corners.split()[0]}", circle(500, first=123), circle(500, way=-1))
    keys = {send(client, each)["Location"] for each in (*drawn, corners)}
    assert len(keys) == 1
    assert StoredArea.objects.count() == 1
    send(client, circle(501))
    assert StoredArea.objects.count() == 2


def test_few_corners_stand_in_the_address_and_are_not_stored(client: Client, planner: User) -> None:
    make_city()
    for corners, is_stored in (
        (3, False),
        (CORNERS_IN_ADDRESS_MAX, False),
        (CORNERS_IN_ADDRESS_MAX + 1, True),
    ):
        StoredArea.objects.all().delete()
        location = send(client, circle(corners, at=(-169.55, -42.35)))["Location"]
        assert ("sha256-" in location) == StoredArea.objects.exists() == is_stored
        assert len(location) < REQUEST_LINE_MAX
        assert client.get(location).context["chosen"].area[0].num_points == corners + 1


@pytest.mark.parametrize(
    "key", ["sha256-" + "0" * 64, "sha256-", "sha256-'", "sha256-" + "A" * 64, "sha256-\0"]
)
def test_unknown_key_is_said_on_the_page_and_refused_by_the_exports(
    client: Client, planner: User, key: str
) -> None:
    make_city()
    for name in EXPORTS:
        response = client.get(address(name), {"area": key})
        assert response.status_code == 422
        assert "area" in content(response)
        assert "draw the area again" in content(response)
    page = client.get(address(), {"area": key})
    assert page.status_code == 200
    assert "draw the area again" in page.content.decode()
    assert page.context["query"] == ""


def test_only_planners_store_areas(client: Client) -> None:
    assert send(client, circle(500)).status_code == 302
    client.force_login(make_staff(Role.SIGN_KEEPER))
    assert send(client, circle(500)).status_code == 403
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_staff(Role.PLANNER))
    assert send(strict, circle(500)).status_code == 403
    assert not StoredArea.objects.exists()


def test_request_too_large_is_refused(client: Client, planner: User, settings: Settings) -> None:
    assert send(client, "1" * (settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)).status_code == 400
    assert send(client, "1 " * 200_000).status_code == 422


def test_longest_unused_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored_areas, "STORED_MAX", 2)
    now = timezone.now()
    first, second, third = (polygon_from_text(circle(corners)) for corners in (201, 202, 203))
    old, unused = (address_of(area, at=now - dt.timedelta(days=9)) for area in (first, second))
    assert stored_area(old) is not None
    new = address_of(third, at=now)
    assert stored_area(unused) is None
    assert {f"sha256-{pk}" for pk in StoredArea.objects.values_list("pk", flat=True)} == {old, new}
    assert set(StoredArea.objects.values_list("last_used_on", flat=True)) == {timezone.localdate(now)}


def test_stored_corners_give_the_same_area_again() -> None:
    area = polygon_from_text(circle(VERTICES_MAX))
    key = address_of(area, at=timezone.now())
    again = stored_area(key)
    assert again is not None
    assert again.equals(area)
    assert address_of(again, at=timezone.now()) == key
    assert len(StoredArea.objects.get().corners) < 64_000
