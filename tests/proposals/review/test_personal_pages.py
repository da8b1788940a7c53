"""Personal data on the review pages: marked, decided on by forms alone, asked for once, warned of in replies."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from proposals.models import OfficialReply, Proposal, Status
from proposals.personal_data.finding import find_personal_data
from proposals.review.forms import ModerationForm
from proposals.review.hiding import token_of
from tests.factories import make_department, make_proposal

BACKEND = "django.contrib.auth.backends.ModelBackend"
PHONE = "8 701 123 45 67"
TEXT = f"Поставьте навес у вокзала.\n\nПозвоните мне {PHONE} вечером."
MASKED = TEXT.replace(PHONE, "[скрыто]")
FIELD = f"find-{token_of(find_personal_data(PHONE)[0])}"


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    """The desk of a moderator of the whole city."""
    client.force_login(moderator, backend=BACKEND)
    return client


@pytest.fixture
def proposal(city: object) -> Proposal:
    """A proposal that waits and holds a telephone."""
    return make_proposal(status=Status.SUBMITTED, title="", text=TEXT)


def act(desk: Client, proposal: Proposal, name: str = "publish", **fields: Any) -> Any:
    data = {"status": proposal.status, "topic": proposal.topic_id, "title": "Навес", **fields}
    return desk.post(f"/en/review/{proposal.public_id}/{name}/", data)


def test_finds_are_marked_and_have_fields_of_their_own(desk: Client, proposal: Proposal) -> None:
    page = desk.get(f"/en/review/{proposal.public_id}/").content.decode()
    assert f">{PHONE}</mark> вечером." in page
    assert f'name="{FIELD}" value="hide"' in page
    assert f'name="{FIELD}" value="show"' in page
    assert "review_finds.js" in page


def test_a_text_without_finds_has_no_such_fields(desk: Client, city: object) -> None:
    page = desk.get(f"/en/review/{make_proposal(status=Status.SUBMITTED).public_id}/").content.decode()
    assert "find-" not in page
    assert "<mark" not in page


def test_publishing_undecided_asks_once_and_keeps_what_was_typed(desk: Client, proposal: Proposal) -> None:
    asked = act(desk, proposal, title="Навес у вокзала")
    page = asked.content.decode()
    assert asked.status_code == 422
    assert "1 piece of personal data would become public" in page
    assert 'value="Навес у вокзала"' in page
    assert 'name="rest" value="hide"' in page
    assert 'name="rest" value="show"' in page
    proposal.refresh_from_db()
    assert (proposal.status, proposal.text) == (Status.SUBMITTED, TEXT)


@pytest.mark.parametrize(
    ("decided", "text"),
    [
        ({"rest": "hide"}, MASKED),
        ({"rest": "show"}, TEXT),
        ({FIELD: "hide"}, MASKED),
        ({FIELD: "show"}, TEXT),
    ],
)
def test_the_answer_publishes(decided: dict[str, str], text: str, desk: Client, proposal: Proposal) -> None:
    assert act(desk, proposal, **decided).status_code == 303
    proposal.refresh_from_db()
    assert (proposal.status, proposal.text) == (Status.PUBLISHED, text)


def test_the_history_says_where_something_was_hidden(desk: Client, proposal: Proposal) -> None:
    act(desk, proposal, title=f"Навес {PHONE}", rest="hide")
    page = desk.get(f"/en/review/{proposal.public_id}/").content.decode()
    assert "Personal data hidden: in the headline" in page
    assert "Personal data hidden: in the text" in page
    assert PHONE not in page


@pytest.mark.parametrize("nonsense", [{"rest": "ask"}, {"rest": "yes"}, {FIELD: "maybe"}, {"find-x": "hide"}])
def test_nonsense_decides_nothing(nonsense: dict[str, str], desk: Client, proposal: Proposal) -> None:
    assert act(desk, proposal, **nonsense).status_code == 422
    proposal.refresh_from_db()
    assert proposal.status == Status.SUBMITTED


def test_saving_what_waits_asks_nothing_and_hides_nothing(desk: Client, proposal: Proposal) -> None:
    assert act(desk, proposal, "edit", **{FIELD: "hide"}).status_code == 303
    proposal.refresh_from_db()
    assert (proposal.title, proposal.text) == ("Навес", TEXT)


def test_saving_a_headline_with_a_telephone_in_public_asks(desk: Client, city: object) -> None:
    public = make_proposal()
    asked = act(desk, public, "edit", title=f"Навес {PHONE}")
    assert asked.status_code == 422
    assert f"/en/review/{public.public_id}/edit/" in asked.content.decode()
    assert act(desk, public, "edit", title=f"Навес {PHONE}", rest="hide").status_code == 303
    public.refresh_from_db()
    assert public.title == "Навес [скрыто]"


def test_what_hiding_leaves_too_short_is_said(desk: Client, city: object) -> None:
    short = make_proposal(status=Status.SUBMITTED, text="87011234567")
    answer = act(desk, short, rest="hide")
    assert answer.status_code == 422
    assert "too little or too much text would remain" in answer.content.decode()


def test_the_headline_that_is_offered_holds_no_part_of_a_find(city: object) -> None:
    text = f"{'Очень ' * 12}нужен навес, позвоните {PHONE} пожалуйста, буду ждать"
    offered = ModerationForm.of(make_proposal(status=Status.SUBMITTED, title="", text=text)).initial["title"]
    assert "701" not in offered


def test_a_reply_with_a_telephone_is_published_when_its_author_says_so(
    client: Client, official: User, city: object
) -> None:
    client.force_login(official, backend=BACKEND)
    proposal = make_proposal(status=Status.UNDER_REVIEW)
    reply = {
        "target": "accepted",
        "text": f"Навес поставим, вопросы по телефону {PHONE}.",
        "language": "ru",
        "department": make_department().pk,
    }
    asked = act(client, proposal, "advance", **reply)
    assert asked.status_code == 422
    assert "may be personal" in asked.content.decode()
    assert not OfficialReply.objects.exists()
    assert act(client, proposal, "advance", **reply, finds_are_public="on").status_code == 303
    assert PHONE in OfficialReply.objects.get().text
