"""The page of one proposal: what is public, what is not, replies, and what lies nearby."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from districts.models import Role
from proposals.browse.nearby import NEARBY_COUNT, NEARBY_M, nearby
from proposals.models import COUNTED_STATUSES, OfficialReply, Proposal, Status
from tests.factories import IN_EAST, make_city, make_department, make_proposal, make_route, make_staff
from tests.proposals.review.acts import proposal_in

pytestmark = pytest.mark.django_db
NEVER_SHOWN = [status for status in Status if status not in {*COUNTED_STATUSES, Status.MERGED}]
LON, LAT = 69.55, 42.35


@pytest.fixture(autouse=True)
def city() -> None:
    make_city()


@pytest.fixture
def official() -> User:
    user = make_staff(Role.OFFICIAL, username="gulnar-t")
    user.first_name, user.last_name = "Гүлнар", "Тайна"
    user.save()
    return user


def page_of(client: Client, proposal: Proposal) -> str:
    response = client.get(f"/en/proposals/{proposal.public_id}/")
    assert response.status_code == 200
    return response.content.decode()


def body_without(client: Client, public_id: str) -> str:
    """Return what a page that does not exist says, without its own address."""
    response = client.get(f"/en/proposals/{public_id}/")
    assert response.status_code == 404
    return response.content.decode().replace(public_id, "")


@pytest.mark.parametrize("status", NEVER_SHOWN)
def test_what_is_not_public_answers_as_what_is_unknown(client: Client, status: Status) -> None:
    hidden = proposal_in(status, title="Тайное")
    assert body_without(client, hidden.public_id) == body_without(client, "0000000000")


def test_a_merged_proposal_leads_on_to_its_target(client: Client) -> None:
    target = make_proposal()
    merged = proposal_in(Status.MERGED, merged_into=target)
    response = client.get(f"/en/proposals/{merged.public_id}/")
    assert (response.status_code, response["Location"]) == (302, f"/en/proposals/{target.public_id}/")


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.REJECTED, Status.WITHDRAWN])
def test_a_proposal_merged_into_a_hidden_one_answers_as_unknown(client: Client, status: Status) -> None:
    merged = proposal_in(Status.MERGED, merged_into=proposal_in(status))
    assert body_without(client, merged.public_id) == body_without(client, "0000000000")


def test_an_identifier_may_be_written_in_small_letters(client: Client) -> None:
    proposal = make_proposal(public_id="0ABCDEFGH1")
    response = client.get("/en/proposals/0abcdefgh1/", {"from": "2026-01"})
    assert (response.status_code, response["Location"]) == (
        302,
        f"/en/proposals/{proposal.public_id}/?from=2026-01",
    )


def test_words_of_residents_are_escaped_and_say_their_language(client: Client) -> None:
    text = "Поставьте <img src=x onerror=alert(1)> у входа"
    page = page_of(client, make_proposal(title="<b>Тень</b>", text=text, language="ru"))
    assert "<img src=x" not in page
    assert "<b>Тень" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert '<h1 lang="ru">' in page


def test_a_reply_is_signed_by_its_department_and_never_by_a_person(client: Client, official: User) -> None:
    proposal = make_proposal(status=Status.ACCEPTED, executor=official)
    proposal.history.create(
        at=timezone.now(),
        actor=official,
        action="status_changed",
        from_status=Status.UNDER_REVIEW,
        to_status=Status.ACCEPTED,
    )
    OfficialReply.objects.create(
        proposal=proposal,
        status=Status.ACCEPTED,
        department=make_department(),
        author=official,
        language="kk",
        text="Қабылданды, <i>жазға дейін</i> орындалады.",
        published_at=timezone.now(),
    )
    page = page_of(client, proposal)
    assert '<div class="prose" lang="kk"><p>Қабылданды, &lt;i&gt;жазға дейін' in page
    assert "Reply of the city" in page
    assert not any(word in page for word in ("Гүлнар", "Тайна", "gulnar-t"))


def test_a_proposal_along_a_route_says_so_and_names_others_of_the_route(client: Client) -> None:
    version = make_route("19")
    along = make_proposal(along=version)
    other = make_proposal(along=version, title="Кондиционер")
    make_proposal(along=make_route("5"), title="Чужой маршрут")
    page = page_of(client, along)
    assert "Along the whole route" in page
    assert 'data-route="19"' in page
    assert 'data-point=""' in page
    assert "Чужой маршрут" not in page
    assert list(nearby(along)) == [other]


def test_nearby_are_the_nearest_published_others(client: Client) -> None:
    proposal = make_proposal(at=(LON, LAT))
    degree_m = 111_195
    far = make_proposal(at=(LON, LAT + (NEARBY_M + 10) / degree_m))
    edge = make_proposal(at=(LON, LAT - (NEARBY_M - 10) / degree_m))
    near = make_proposal(at=(LON + 0.001, LAT))
    same = make_proposal(at=(LON, LAT))
    make_proposal(at=(LON, LAT), status=Status.SUBMITTED)
    make_proposal(at=(LON, LAT), status=Status.REJECTED)
    found = list(nearby(proposal))
    assert found == [same, near, edge]
    assert far not in found
    assert [round(other.distance.m) for other in found] == [0, 82, NEARBY_M - 10]
    assert "Nearby" in page_of(client, proposal)


def test_nearby_is_bounded() -> None:
    proposals = [make_proposal(at=(LON, LAT)) for _index in range(NEARBY_COUNT + 2)]
    assert len(nearby(proposals[0])) == NEARBY_COUNT


def test_a_proposal_with_no_neighbours_has_no_such_heading(client: Client) -> None:
    make_proposal(at=IN_EAST)
    assert "Nearby" not in page_of(client, make_proposal(at=(LON, LAT)))


@pytest.mark.parametrize(
    ("came_from", "leads_to"),
    [
        ("http://testserver/en/proposals/?topic=roads&page=2", "/en/proposals/?topic=roads&amp;page=2"),
        ("http://testserver/ru/proposals/?order=supported", "/en/proposals/?order=supported"),
        ("http://testserver/en/proposals/", "/en/proposals/"),
        ("http://evil.example/en/proposals/?topic=roads", "/en/proposals/"),
        ("http://testserver.evil.example/en/proposals/?topic=roads", "/en/proposals/"),
        ("http://testserver//evil.example/en/proposals/?x=1", "/en/proposals/"),
        ("javascript:alert(1)//testserver/en/proposals/?x=1", "/en/proposals/"),
        ("http://testserver/en/districts/?topic=roads", "/en/proposals/"),
        ('http://testserver/en/proposals/?topic="><script>', "/en/proposals/?topic=%22%3E%3Cscript%3E"),
        ("http://[::1/en/proposals/?x=1", "/en/proposals/"),
        (f"http://testserver/en/proposals/?{'topic=a&' * 500}", "/en/proposals/"),
        ("", "/en/proposals/"),
    ],
)
def test_way_back_keeps_the_filter_of_our_own_list_only(
    client: Client, came_from: str, leads_to: str
) -> None:
    proposal = proposal_in(Status.PUBLISHED)
    response = client.get(f"/en/proposals/{proposal.public_id}/", headers={"Referer": came_from})
    page = response.content.decode()
    is_back = "Back to the list" in page
    assert f'class="button button--quiet button--small" href="{leads_to}"' in page
    assert (
        is_back == came_from.startswith(("http://testserver/en/p", "http://testserver/ru/p"))
        or len(came_from) > 2000
    )
    assert "Referer" in response["Vary"]
