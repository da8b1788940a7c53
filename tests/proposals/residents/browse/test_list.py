"""The public list: what it shows, filters, order, pages, and how few queries it takes."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from proposals.models import COUNTED_STATUSES, Proposal, Status, Support
from tests.factories import IN_EAST, IN_WEST, OUTSIDE, make_city, make_place, make_proposal, make_route
from tests.proposals.review.acts import proposal_in

pytestmark = pytest.mark.django_db
LIST = "/en/proposals/"
QUERIES_MAX = 12


@pytest.fixture(autouse=True)
def city() -> None:
    make_city()


def shown(client: Client, query: str = "") -> list[Proposal]:
    response = client.get(f"{LIST}?{query}")
    assert response.status_code == 200
    return list(response.context["page"].object_list)


def supported(proposal: Proposal, times: int) -> Proposal:
    Support.objects.bulk_create(
        Support(proposal=proposal, supporter_digest=f"{proposal.pk}-{index}", created_at=timezone.now())
        for index in range(times)
    )
    return proposal


@pytest.mark.parametrize("status", Status.values)
def test_only_published_proposals_are_listed(client: Client, status: str) -> None:
    proposal = proposal_in(Status(status), title="Тень у вокзала")
    assert (proposal in shown(client)) is (status in COUNTED_STATUSES)


@pytest.mark.parametrize(
    "query", ["topic=roads", "status=done", "district=east", "from=2026-01&to=2026-01", "place={place}"]
)
def test_a_filter_keeps_what_it_names(client: Client, query: str) -> None:
    place = make_place(*IN_EAST)
    make_proposal()
    january = dt.datetime(2026, 1, 15, tzinfo=dt.UTC)
    wanted = make_proposal(at=IN_EAST, topic="roads", status=Status.DONE, submitted_at=january, place=place)
    assert shown(client, query.format(place=place.pk)) == [wanted]


def test_a_whole_route_is_listed_in_each_district_that_it_crosses_and_by_its_route(client: Client) -> None:
    version = make_route()
    make_proposal(at=OUTSIDE)
    along = make_proposal(along=version)
    assert shown(client, "district=west") == shown(client, "district=east") == [along]
    assert shown(client, f"route={version.route.pk}") == [along]
    assert len(shown(client, "district=outside")) == 2


def test_the_order_is_newest_most_supported_or_latest_decision(client: Client) -> None:
    now = timezone.now()
    old = supported(make_proposal(submitted_at=now - dt.timedelta(days=30), status_changed_at=now), 2)
    new = make_proposal(submitted_at=now - dt.timedelta(days=2))
    assert shown(client) == shown(client, "order=nonsense") == [new, old]
    assert shown(client, "order=supported") == [old, new]
    assert shown(client, "order=changed") == [old, new]
    assert shown(client, "order=supported")[0].support_count == 2


@pytest.mark.parametrize(
    ("page", "number"),
    [("2", 2), ("999999", 1), ("500", 2), ("0", 2), ("-1", 1), ("x", 1), ("²", 1), ("", 1)],
)
def test_a_page_beyond_the_bounds_is_answered(client: Client, page: str, number: int) -> None:
    for _index in range(21):
        make_proposal()
    response = client.get(LIST, {"page": page})
    assert response.status_code == 200
    assert response.context["page"].number == number


def test_what_the_address_says_wrongly_is_left_out_and_named(client: Client) -> None:
    proposal = make_proposal()
    response = client.get(f"{LIST}?topic=nonsense&unknown=1")
    assert list(response.context["page"]) == [proposal]
    assert "nonsense" in response.content.decode()


def test_the_filter_is_folded_until_something_is_chosen(client: Client) -> None:
    make_proposal()
    assert client.get(LIST).context["is_narrowed"] is False
    assert client.get(f"{LIST}?status=published").context["is_narrowed"] is True
    assert client.get(f"{LIST}?order=supported").context["is_narrowed"] is True


def test_an_empty_list_leads_back_to_all(client: Client) -> None:
    page = client.get(f"{LIST}?district=east").content.decode()
    assert "No proposals match" in page
    assert f'href="{LIST}"' in page


def test_a_full_page_takes_as_few_queries_as_a_short_one(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    version = make_route()
    for _index in range(10):
        make_proposal(at=IN_WEST, place=make_place())
        make_proposal(along=version)
    with django_assert_max_num_queries(QUERIES_MAX):
        assert len(shown(client)) == 20


def test_words_of_residents_are_escaped_and_say_their_language(client: Client) -> None:
    make_proposal(title="<script>alert(1)</script>", language="kk")
    page = client.get(LIST).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert '<h3 class="idea-row__title" lang="kk">' in page
