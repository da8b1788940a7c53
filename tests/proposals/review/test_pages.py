"""The review pages: queue, filters, next, undo, the second who comes too late, errors beside their fields."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from districts.models import District
from geoportal.staff.models import Role
from proposals.models import ManyFrom, OneOfMany, Proposal, Status
from proposals.review.forms import suggested_title
from tests.factories import (
    IN_EAST,
    give_contact,
    make_code,
    make_department,
    make_proposal,
    make_route,
    make_staff,
    make_topic,
)
from tests.proposals.review.acts import REPLY, take

QUEUE = "/en/review/"
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    """The desk of a moderator of the whole city."""
    client.force_login(moderator, backend=BACKEND)
    return client


@pytest.fixture
def office(client: Client, official: User) -> Client:
    """The desk of an official of the whole city."""
    client.force_login(official, backend=BACKEND)
    return client


def waiting(days_ago: int = 1, **fields: Any) -> Proposal:
    return make_proposal(
        status=Status.SUBMITTED, submitted_at=timezone.now() - dt.timedelta(days=days_ago), **fields
    )


def page_of(proposal: Proposal, act: str = "") -> str:
    return f"{QUEUE}{proposal.public_id}/{act}"


def publish(desk: Client, proposal: Proposal, query: str = "", **fields: Any) -> Any:
    data = {"status": "submitted", "topic": proposal.topic_id, "title": "A shelter", **fields}
    return desk.post(f"{page_of(proposal, 'publish/')}{query}", data)


def test_queue_is_oldest_first_and_opens_the_first(desk: Client) -> None:
    newer, older = waiting(1), waiting(5)
    response = desk.get(QUEUE)
    assert [item["proposal"] for item in response.context["items"]] == [older, newer]
    assert response.context["proposal"] == older
    assert {tab["label"]: tab["count"] for tab in response.context["tabs"]} == {
        "New": 2,
        "In work": 0,
        "Decided": 0,
        "All": None,
    }


def test_filters_stand_in_the_address_and_lead_through_the_acts(desk: Client) -> None:
    east = waiting(3, at=IN_EAST, topic="roads")
    following = waiting(2, at=IN_EAST, topic="roads")
    waiting(9)
    query = "?tab=new&district=east&topic=roads"
    response = desk.get(f"{QUEUE}{query}")
    assert [item["proposal"] for item in response.context["items"]] == [east, following]
    assert publish(desk, east, query)["Location"] == f"{page_of(following)}{query}"


@pytest.mark.parametrize(
    "query", ["?tab=no", "?sort=title", "?district=nowhere", "?topic=%00", "?page=0", "?page=" + "9" * 60]
)
def test_an_unknown_filter_is_left_out(query: str, desk: Client) -> None:
    proposal = waiting()
    response = desk.get(f"{QUEUE}{query}")
    assert [item["proposal"] for item in response.context["items"]] == [proposal]


def test_after_an_act_comes_the_next_with_undo(desk: Client) -> None:
    first, second = waiting(3), waiting(2)
    response = publish(desk, first)
    assert response.status_code == 303
    assert response["Location"].startswith(page_of(second))
    page = desk.get(response["Location"]).content.decode()
    assert f"№ {first.number} published" in page
    assert page_of(first, "take-back/") in page
    desk.post(page_of(first, "take-back/"), {"status": "published"})
    first.refresh_from_db()
    assert (first.status, first.published_at) == (Status.SUBMITTED, None)


def test_after_the_last_comes_the_empty_queue(desk: Client) -> None:
    response = publish(desk, waiting())
    assert response["Location"].startswith(f"{QUEUE}?")
    assert "Nothing is waiting" in desk.get(response["Location"]).content.decode()


def test_whoever_comes_second_is_told_who_was_first(desk: Client) -> None:
    proposal, other = waiting(), make_staff(Role.MODERATOR, username="earlier-colleague")
    take(proposal, Status.REJECTED, other, expected=Status.SUBMITTED)
    response = publish(desk, proposal)
    assert response["Location"].startswith(page_of(proposal))
    page = desk.get(response["Location"]).content.decode()
    assert "already “Not published”, earlier-colleague" in page
    proposal.refresh_from_db()
    assert proposal.status == Status.REJECTED


def test_pressing_twice_is_pressing_once(desk: Client) -> None:
    proposal, second = waiting(3), waiting(2)
    publish(desk, proposal)
    response = publish(desk, proposal)
    assert response["Location"].startswith(page_of(second))
    assert "already" not in desk.get(response["Location"]).content.decode()
    assert proposal.history.exclude(to_status="").count() == 1


def test_rejection_without_a_reason_says_so(desk: Client) -> None:
    proposal = waiting()
    response = desk.post(page_of(proposal, "reject/"), {"status": "submitted"})
    assert response.status_code == 422
    assert "This field is required." in response.content.decode()
    assert Proposal.objects.get(pk=proposal.pk).status == Status.SUBMITTED


@pytest.mark.parametrize("public_id", ["0000000000", "a b"])
def test_what_is_no_identifier_is_not_found(public_id: str, desk: Client) -> None:
    assert desk.get(f"{QUEUE}{public_id}/", follow=True).status_code == 404


@pytest.mark.parametrize("public_id", ["%00", "..%2f"])
def test_what_only_clings_to_the_queues_address_leads_to_the_queue(public_id: str, desk: Client) -> None:
    assert desk.get(f"{QUEUE}{public_id}/")["Location"] == QUEUE


@pytest.mark.parametrize("number", ["2020-99999", "own", "waiting"])
def test_merging_into_nothing_says_so(number: str, desk: Client) -> None:
    proposal, other = make_proposal(), waiting()
    typed = {"own": proposal.number, "waiting": other.number}.get(number, number)
    response = desk.post(page_of(proposal, "merge/"), {"status": "published", "number": typed})
    assert response.status_code == 422
    assert Proposal.objects.get(pk=proposal.pk).status == Status.PUBLISHED


def test_merging_takes_a_number_with_its_sign(desk: Client) -> None:
    proposal, other = waiting(), make_proposal()
    desk.post(page_of(proposal, "merge/"), {"status": "submitted", "number": f" № {other.number} "})
    proposal.refresh_from_db()
    assert proposal.merged_into == other


def test_a_decision_without_its_reply_keeps_what_was_chosen(office: Client) -> None:
    proposal, department = make_proposal(status=Status.UNDER_REVIEW), make_department()
    data = {"status": "under_review", "target": "declined", "language": "kk", "department": department.pk}
    response = office.post(page_of(proposal, "advance/"), {**data, "text": "Жоқ"})
    assert response.status_code == 422
    form = response.context["decision"]
    assert set(form.errors) == {"text"}
    assert form["text"].value() == "Жоқ"
    response = office.post(page_of(proposal, "advance/"), {**data, "text": ""})
    assert set(response.context["decision"].errors) == {"text"}


def test_a_decision_is_answered_in_public(office: Client) -> None:
    proposal, department = make_proposal(status=Status.UNDER_REVIEW), make_department()
    data = {"status": "under_review", "target": "declined", "language": "ru", "department": department.pk}
    assert office.post(page_of(proposal, "advance/"), {**data, "text": REPLY}).status_code == 303
    assert REPLY in Client().get(f"/ru/proposals/{proposal.public_id}/").content.decode()


def test_a_step_that_is_no_status_is_not_found(office: Client) -> None:
    data = {"status": "published", "target": "nonsense", "language": "ru"}
    assert office.post(page_of(make_proposal(), "advance/"), data).status_code == 404


def test_a_residents_text_is_never_markup(desk: Client) -> None:
    script = "<script>alert(1)</script> Поставьте навес </script>"
    proposal = waiting(text=script)
    make_proposal(title="<img src=x onerror=alert(1)>")
    page = desk.get(page_of(proposal)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_contact_is_named_by_its_kind_alone(desk: Client) -> None:
    proposal = waiting()
    give_contact(proposal, "secret-author@example.kz")
    page = desk.get(page_of(proposal)).content.decode()
    assert "left an e-mail address" in page
    assert "secret-author" not in page


def test_the_place_shows_its_sign_its_neighbours_and_their_distance(desk: Client) -> None:
    code = make_code()
    place = code.bindings.get().place
    assert place is not None
    proposal = waiting(
        at=place.location.coords, code=code, place=place, location_source="code_point", title=""
    )
    near = make_proposal(at=(place.location.x, place.location.y + 0.002))
    make_proposal(at=(place.location.x, place.location.y + 0.004))
    make_proposal(at=(place.location.x + 0.0001, place.location.y), status=Status.REJECTED)
    response = desk.get(page_of(proposal))
    assert response.context["near"] == [near]
    assert response.context["near"][0].distance.m == pytest.approx(222, abs=2)
    assert str(code) in response.content.decode()


def test_a_whole_route_shows_the_districts_it_crosses(desk: Client, city: tuple[District, District]) -> None:
    proposal = waiting(along=make_route())
    response = desk.get(page_of(proposal))
    shares = {row["district"]: row["share"] for row in response.context["crossed"]}
    assert set(shares) == {*city, None}
    assert sum(shares.values()) == pytest.approx(1)
    assert len(response.context["map_data"]["lines"]) == 2


def test_one_of_many_is_told_and_may_be_looked_at_alone_or_left_out(desk: Client) -> None:
    alone, many = waiting(2), waiting(1)
    assert 'name="many"' not in desk.get(QUEUE).content.decode()
    OneOfMany.objects.create(proposal=many, many_from=ManyFrom.NETWORK, count=41)
    page = desk.get(page_of(many)).content.decode()
    assert "41 proposals had come from its network within ten minutes" in page
    assert page.count("One of many</span>") == 1
    assert "had come from its" not in desk.get(page_of(alone)).content.decode()

    def listed(query: str) -> list[Proposal]:
        return [item["proposal"] for item in desk.get(f"{QUEUE}?tab=new&{query}").context["items"]]

    assert listed("many=nonsense") == [alone, many]
    assert listed("many=only") == [many]
    assert listed("many=without") == [alone]
    answer = desk.get(f"{QUEUE}?tab=new&many=without")
    assert 'value="without" selected' in answer.content.decode()
    assert answer.context["tabs"][0]["count"] == 1
    assert "many=without" in answer.context["tabs"][1]["query"]


@pytest.mark.parametrize(("many_from", "words"), [("sign", "from its sign that day"), ("city", "whole city")])
def test_one_of_many_says_of_which(desk: Client, many_from: str, words: str) -> None:
    many = waiting()
    OneOfMany.objects.create(proposal=many, many_from=many_from, count=500)
    assert words in desk.get(page_of(many)).content.decode()


def test_queries_do_not_grow_with_the_queue(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(60):
        proposal = waiting(1, topic=f"topic-{number % 3}")
        if number % 2:
            OneOfMany.objects.create(proposal=proposal, many_from=ManyFrom.NETWORK, count=41)
    with django_assert_max_num_queries(45):
        response = desk.get(QUEUE)
    assert len(response.context["items"]) == 50
    assert len(desk.get(f"{QUEUE}?page=2").context["items"]) == 10


def asked_of(queries: CaptureQueriesContext, words: str) -> int:
    return sum(words in query["sql"] for query in queries)


@pytest.mark.parametrize("act", ["", "reject/", "merge/"])
def test_the_queue_is_read_once_a_request(desk: Client, act: str) -> None:
    proposal = waiting()
    data = {"status": "submitted", "reason": "abuse", "number": "0"}
    with CaptureQueriesContext(connection) as queries:
        response = desk.post(page_of(proposal, act), data) if act else desk.get(page_of(proposal))
    assert response.status_code == {"": 200, "reject/": 303, "merge/": 422}[act]
    assert asked_of(queries, 'SELECT "districts_district"."slug" AS "slug"') == 1
    assert asked_of(queries, 'SELECT "proposals_topic"."slug" AS "slug"') == 1


def test_a_page_of_the_queue_reads_the_readers_reach_once(desk: Client) -> None:
    proposal = waiting()
    with CaptureQueriesContext(connection) as queries:
        desk.get(page_of(proposal))
    viewing = """IN ('moderator', 'official', 'chief', 'auditor', 'administrator')"""
    assert (
        asked_of(
            queries,
            f'"staff_staffrole"."kato" FROM "staff_staffrole" WHERE ("staff_staffrole"."role" {viewing}',
        )
        == 1
    )


def test_the_topic_that_leaves_ones_reach_leads_back_to_the_queue(client: Client, city: Any) -> None:
    client.force_login(make_staff(Role.MODERATOR, topics=("transport",)), backend=BACKEND)
    proposal = waiting()
    data = {"status": "submitted", "title": "Навес", "topic": make_topic("roads").pk}
    assert client.post(page_of(proposal, "edit/"), data)["Location"].startswith(f"{QUEUE}?")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Поставьте навес! Жарко.", "Поставьте навес"),
        ("Навес у № 19\nи скамья", "Навес у № 19"),
        ("слово " * 40, ("слово " * 15).strip()),
        ("Без точки", "Без точки"),
    ],
)
def test_the_first_sentence_is_offered_as_headline(text: str, title: str) -> None:
    assert suggested_title(text) == title
