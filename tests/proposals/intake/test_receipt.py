"""The receipt tells its holder everything and nobody else anything."""

import datetime as dt
import html

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext

from proposals.follow import follow_digest
from proposals.intake.contacts import read_contact
from proposals.models import (
    HistoryAction,
    HistoryEntry,
    OfficialReply,
    Proposal,
    Status,
)
from tests.factories import give_contact, make_code, make_department, make_proposal
from tests.proposals.intake.sending import TEXT, send

SECRET = "0" * 24
ADDRESS = f"/en/r/{SECRET}/"
pytestmark = pytest.mark.usefixtures("city")


def make_followed(status: Status = Status.SUBMITTED, **fields: object) -> Proposal:
    proposal = make_proposal(status=status, follow_digest=follow_digest(SECRET), **fields)
    HistoryEntry.objects.create(
        proposal=proposal,
        at=proposal.submitted_at,
        action=HistoryAction.SUBMITTED,
        to_status=Status.SUBMITTED,
    )
    return proposal


def change(proposal: Proposal, before: Status, after: Status, **fields: str) -> None:
    HistoryEntry.objects.create(
        proposal=proposal,
        at=timezone.now(),
        action=HistoryAction.STATUS_CHANGED,
        from_status=before,
        to_status=after,
        **fields,
    )


def labels(response: HttpResponse) -> list[tuple[str, str]]:
    return [(step.label, step.state) for step in response.context["steps"]]


def test_new_proposal_shows_number_place_link_and_dates(client: Client) -> None:
    sent = send(client, f"/q/{make_code().code}/?lang=en")
    response = client.get(sent["Location"])
    page = response.content.decode()
    assert Proposal.objects.get().number in page
    assert TEXT in page
    assert sent["Location"] in page
    assert labels(response) == [
        ("Sent", "done"),
        ("A moderator checks it", "current"),
        ("It is published on the map", "todo"),
        ("The city answers", "todo"),
    ]


def test_receipt_is_kept_by_nobody_and_leaks_to_nobody(client: Client) -> None:
    make_followed()
    response = client.get(ADDRESS)
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]


@pytest.mark.parametrize("secret", ["1" * 24, "x", SECRET.upper() + "0", "%00", "я"])
def test_wrong_secret_is_not_found(client: Client, secret: str) -> None:
    make_followed()
    assert client.get(f"/en/r/{secret}/").status_code == 404
    assert client.post(f"/en/r/{secret}/", {"withdraw": "yes"}).status_code == 404


def test_deadlines_are_in_working_days(client: Client) -> None:
    thursday = dt.datetime(2030, 11, 7, 12, tzinfo=dt.UTC)
    make_followed(submitted_at=thursday)
    metas = [step.meta for step in client.get(ADDRESS).context["steps"]]
    assert "12 November" in metas[1]
    assert "28 November" in metas[3]


def test_answered_proposal_shows_its_steps_and_the_citys_reply(client: Client) -> None:
    proposal = make_followed(Status.ACCEPTED)
    change(proposal, Status.SUBMITTED, Status.PUBLISHED)
    change(proposal, Status.PUBLISHED, Status.UNDER_REVIEW)
    change(proposal, Status.UNDER_REVIEW, Status.ACCEPTED)
    OfficialReply.objects.create(
        proposal=proposal,
        status=Status.ACCEPTED,
        department=make_department(),
        language="kk",
        text="Қалқа келесі жылы қойылады.",
        published_at=timezone.now(),
    )
    response = client.get(ADDRESS)
    assert labels(response) == [
        ("Sent", "done"),
        ("Published", "done"),
        ("Under review", "done"),
        ("Accepted", "done"),
        ("Done", "todo"),
    ]
    page = response.content.decode()
    assert "Қалқа келесі жылы қойылады." in page
    assert proposal.get_absolute_url() in page


def test_rejected_proposal_says_why(client: Client) -> None:
    proposal = make_followed(Status.REJECTED)
    change(proposal, Status.SUBMITTED, Status.REJECTED, reason=proposal.rejection_reason)
    response = client.get(ADDRESS)
    assert response.context["steps"][-1].text == "It is not about the city"
    assert "It was not published" in response.content.decode()
    assert response.context["can_withdraw"] is False


def test_publication_taken_back_is_not_shown(client: Client) -> None:
    proposal = make_followed()
    change(proposal, Status.SUBMITTED, Status.PUBLISHED)
    change(proposal, Status.PUBLISHED, Status.SUBMITTED)
    assert [label for label, state in labels(client.get(ADDRESS)) if state == "done"] == ["Sent"]


def test_merged_proposal_leads_on_to_the_other(client: Client) -> None:
    other = make_proposal()
    make_followed(Status.MERGED, merged_into=other)
    with translation.override("en"):
        address = other.get_absolute_url()
    assert address in client.get(ADDRESS).content.decode()


@pytest.mark.parametrize("status", [Status.SUBMITTED, Status.PUBLISHED, Status.DONE])
def test_author_takes_the_proposal_back(client: Client, status: Status) -> None:
    proposal = make_followed(status)
    give_contact(proposal, "me@example.kz")
    response = client.post(ADDRESS, {"withdraw": "yes"})
    proposal.refresh_from_db()
    assert (response.status_code, response["Location"]) == (303, ADDRESS)
    assert proposal.status == Status.WITHDRAWN
    assert read_contact(proposal.pk) is None
    entry = HistoryEntry.objects.filter(proposal=proposal).latest("pk")
    assert (entry.from_status, entry.to_status, entry.actor) == (status, Status.WITHDRAWN, None)
    assert "You have taken this proposal back" in client.get(ADDRESS).content.decode()


def test_taking_back_twice_is_taking_back_once(client: Client) -> None:
    proposal = make_followed()
    for _time in range(2):
        assert client.post(ADDRESS, {"withdraw": "yes"}).status_code == 303
    assert HistoryEntry.objects.filter(proposal=proposal, to_status=Status.WITHDRAWN).count() == 1


def test_taking_back_asks_for_a_word_first(client: Client) -> None:
    proposal = make_followed()
    assert client.post(ADDRESS, {})["Location"] == f"{ADDRESS}?confirm=1#withdraw"
    proposal.refresh_from_db()
    assert proposal.status == Status.SUBMITTED


def test_rejected_proposal_cannot_be_taken_back(client: Client) -> None:
    proposal = make_followed(Status.REJECTED)
    client.post(ADDRESS, {"withdraw": "yes"})
    proposal.refresh_from_db()
    assert proposal.status == Status.REJECTED


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("status", Status)
def test_words_are_true_in_every_status(client: Client, status: Status, language: str) -> None:
    target = make_proposal() if status == Status.MERGED else None
    proposal = make_followed(status, merged_into=target)
    if status != Status.WITHDRAWN:
        give_contact(proposal, "me@example.kz")
    with translation.override(language):
        way_out = gettext(
            "By this link you follow your proposal or take it back. Keep it, and give it to nobody."
        )
        no_way_out = gettext(
            "By this link you see what became of your proposal. Keep it, and give it to nobody."
        )
        mailed = gettext(
            "You left an e-mail address. The portal writes there at every step; it is shown to nobody."
        )
        button = gettext("Take the proposal back")
    page = html.unescape(client.get(f"/{language}/r/{SECRET}/").content.decode())
    can_withdraw = status not in (Status.REJECTED, Status.WITHDRAWN, Status.MERGED)
    assert (way_out in page, no_way_out in page, button in page) == (
        can_withdraw,
        not can_withdraw,
        can_withdraw,
    )
    assert (mailed in page) is can_withdraw


def test_markup_in_a_text_is_shown_as_text(client: Client) -> None:
    make_followed(text="<script>alert(1)</script> и ещё десять знаков")
    assert "<script>alert" not in client.get(ADDRESS).content.decode()


def test_another_proposal_is_written_by_the_same_code(client: Client) -> None:
    code = make_code()
    make_followed(code=code)
    assert client.get(ADDRESS).context["again_url"] == f"/q/{code.code}/"
