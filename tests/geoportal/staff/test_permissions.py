"""Who may open what, and do what: each role on each page and act."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import translation

from geoportal.staff.models import Role
from proposals.follow import follow_digest
from proposals.models import Proposal, Status
from tests.factories import (
    IN_EAST,
    IN_WEST,
    PASSWORD,
    WEST_KATO,
    make_city,
    make_department,
    make_proposal,
    make_staff,
)

SECRET = "a1b2c3d4e5f6g7h8j9k0m1n2"
LOGIN, DONE, FORBIDDEN, MISSING, SEEN = 302, 303, 403, 404, 200
REPLY = "Навес поставим до конца лета."

STRANGER = "stranger"
EVERYONE = [STRANGER, *Role]
REVIEWERS = {Role.MODERATOR, Role.OFFICIAL, Role.CHIEF, Role.AUDITOR, Role.ADMINISTRATOR}
MODERATORS = {Role.MODERATOR, Role.CHIEF, Role.ADMINISTRATOR}
DECIDERS = {Role.OFFICIAL, Role.CHIEF, Role.ADMINISTRATOR}
PLANNERS = {Role.OFFICIAL, Role.CHIEF, Role.PLANNER, Role.AUDITOR, Role.ADMINISTRATOR}


@dataclass(frozen=True)
class World:
    """The proposals that the table speaks of, by what they are to a moderator of transport in the west."""

    published: Proposal
    waiting: Proposal
    waiting_east: Proposal
    waiting_roads: Proposal


@pytest.fixture
def world(db: None) -> World:
    make_city()
    make_department()
    return World(
        published=make_proposal(at=IN_WEST),
        waiting=make_proposal(at=IN_WEST, status=Status.SUBMITTED, follow_digest=follow_digest(SECRET)),
        waiting_east=make_proposal(at=IN_EAST, status=Status.SUBMITTED),
        waiting_roads=make_proposal(at=IN_WEST, status=Status.SUBMITTED, topic="roads"),
    )


def client_of(role: str) -> Client:
    """Return a client logged in with a role of the whole city, or nobody's."""
    client = Client()
    if role != STRANGER:
        client.force_login(make_staff(Role(role)), backend="django.contrib.auth.backends.ModelBackend")
    return client


def address(name: str, *args: object) -> str:
    with translation.override("ru"):
        return reverse(name, args=args)


Page = tuple[Callable[[World], str], set[Any], int]
"""Address, the roles that see it, and what other staff get; strangers are asked to log in."""

STAFF_PAGES: dict[str, Page] = {
    "queue": (lambda world: address("review:queue"), REVIEWERS, FORBIDDEN),
    "review of a waiting one": (
        lambda world: address("review:detail", world.waiting.public_id),
        REVIEWERS,
        FORBIDDEN,
    ),
    "review of a public one": (
        lambda world: address("review:detail", world.published.public_id),
        REVIEWERS,
        FORBIDDEN,
    ),
    "review map": (lambda world: address("review:map"), REVIEWERS, FORBIDDEN),
    "review map, cells": (lambda world: address("review:map_cells"), REVIEWERS, FORBIDDEN),
    "review map, districts": (lambda world: address("review:map_districts"), REVIEWERS, FORBIDDEN),
    "review map, proposals": (lambda world: address("review:map_proposals"), REVIEWERS, FORBIDDEN),
    "planning": (lambda world: address("planning:desk"), PLANNERS, FORBIDDEN),
    "planning, csv": (lambda world: address("planning:csv"), PLANNERS, FORBIDDEN),
    "planning, geojson": (lambda world: address("planning:geojson"), PLANNERS, FORBIDDEN),
    "planning, html": (lambda world: address("planning:html"), PLANNERS, FORBIDDEN),
    "roles": (lambda world: address("review:roles"), set(Role), FORBIDDEN),
}
PUBLIC_PAGES: dict[str, tuple[Callable[[World], str], int]] = {
    "map": (lambda world: address("heatmap:map"), SEEN),
    "list": (lambda world: address("residents:list"), SEEN),
    "districts": (lambda world: address("residents:districts"), SEEN),
    "district": (lambda world: address("residents:district", "west"), SEEN),
    "privacy": (lambda world: address("residents:privacy"), SEEN),
    "public proposal": (lambda world: address("residents:detail", world.published.public_id), SEEN),
    "waiting proposal": (lambda world: address("residents:detail", world.waiting.public_id), MISSING),
    "unknown proposal": (lambda world: address("residents:detail", "0000000000"), MISSING),
    "receipt": (lambda world: address("residents:receipt", SECRET), SEEN),
    "receipt of nobody": (lambda world: address("residents:receipt", "0" * 24), MISSING),
    "proposals as data": (lambda world: "/api/v1/proposals", SEEN),
    "heat map as data": (lambda world: "/api/v1/heatmap", SEEN),
}


@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize("name", STAFF_PAGES)
def test_staff_pages(name: str, role: str, world: World) -> None:
    locate, allowed, refusal = STAFF_PAGES[name]
    response = client_of(role).get(locate(world))
    if role == STRANGER:
        assert response.status_code == LOGIN
        assert response["Location"].startswith(address("account_login"))
    else:
        assert response.status_code == (SEEN if role in allowed else refusal)
    if response.status_code != FORBIDDEN:
        assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize("name", PUBLIC_PAGES)
def test_public_pages_are_the_same_for_everyone(name: str, role: str, world: World) -> None:
    locate, expected = PUBLIC_PAGES[name]
    assert client_of(role).get(locate(world)).status_code == expected


@dataclass(frozen=True)
class Act:
    """An act on a proposal: the form that does it, who may, and where it leads."""

    name: str
    sends: dict[str, Any]
    on: str
    allowed: set[Any]
    leads_to: Status


ACTS = {
    "publish": Act("publish", {"title": "Навес"}, "waiting", MODERATORS, Status.PUBLISHED),
    "reject": Act("reject", {"reason": "abuse"}, "waiting", MODERATORS, Status.REJECTED),
    "merge": Act("merge", {"number": "published"}, "waiting", MODERATORS, Status.MERGED),
    "take back": Act("take_back", {}, "published", MODERATORS, Status.SUBMITTED),
    "advance": Act("advance", {"target": "under_review"}, "published", DECIDERS, Status.UNDER_REVIEW),
}


def do(client: Client, act: Act, proposal: Proposal, world: World) -> int:
    """Send the form of an act and return the status of the answer."""
    data = {"status": proposal.status, "topic": proposal.topic_id, "language": "ru", **act.sends}
    if data.get("number"):
        data["number"] = world.published.number
    return client.post(address(f"review:{act.name}", proposal.public_id), data).status_code


@pytest.mark.parametrize("role", EVERYONE)
@pytest.mark.parametrize("name", ACTS)
def test_acts(name: str, role: str, world: World) -> None:
    act = ACTS[name]
    proposal: Proposal = getattr(world, act.on)
    before = proposal.status
    answer = do(client_of(role), act, proposal, world)
    proposal.refresh_from_db()
    if role in act.allowed:
        assert (answer, proposal.status) == (DONE, act.leads_to)
    else:
        assert (answer, proposal.status) == (LOGIN if role == STRANGER else FORBIDDEN, before)


@pytest.mark.parametrize(
    ("which", "seen", "done"),
    [
        ("waiting", SEEN, DONE),
        ("waiting_east", MISSING, MISSING),
        ("waiting_roads", MISSING, MISSING),
    ],
)
def test_a_limited_role_ends_at_its_district_and_topic(
    which: str, seen: int, done: int, world: World
) -> None:
    client, proposal = Client(), getattr(world, which)
    client.force_login(
        make_staff(Role.MODERATOR, kato=WEST_KATO, topics=("transport",)),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    address_of = address("review:detail", proposal.public_id)
    assert client.get(address_of).status_code == seen
    assert do(client, ACTS["publish"], proposal, world) == done
    proposal.refresh_from_db()
    assert proposal.status == (Status.PUBLISHED if done == DONE else Status.SUBMITTED)


def test_the_queue_holds_ones_own_only(world: World) -> None:
    client = Client()
    client.force_login(
        make_staff(Role.MODERATOR, kato=WEST_KATO, topics=("transport",)),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    page = client.get(address("review:queue")).content.decode()
    assert world.waiting.public_id in page
    assert world.waiting_east.public_id not in page
    assert world.waiting_roads.public_id not in page


def test_unknown_and_out_of_reach_answer_alike(world: World) -> None:
    client = Client()
    client.force_login(
        make_staff(Role.MODERATOR, kato=WEST_KATO), backend="django.contrib.auth.backends.ModelBackend"
    )
    unknown, other = "0000000000", world.waiting_east.public_id
    answers = [
        client.get(address("review:detail", public_id)).content.decode().replace(public_id, "ID")
        for public_id in (unknown, other)
    ]
    assert answers[0] == answers[1]


@pytest.mark.parametrize("name", ACTS)
def test_acts_need_the_token_and_the_right_method(name: str, world: World) -> None:
    act = ACTS[name]
    proposal: Proposal = getattr(world, act.on)
    user: User = make_staff(Role.ADMINISTRATOR)
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert do(strict, act, proposal, world) == FORBIDDEN
    assert strict.get(address(f"review:{act.name}", proposal.public_id)).status_code == 405
    assert Proposal.objects.get(pk=proposal.pk).status == proposal.status


@pytest.mark.parametrize(
    ("role", "arrives_at"),
    [
        (Role.MODERATOR, "review:queue"),
        (Role.OFFICIAL, "review:queue"),
        (Role.CHIEF, "review:queue"),
        (Role.AUDITOR, "review:queue"),
        (Role.ADMINISTRATOR, "review:queue"),
        (Role.PLANNER, "planning:desk"),
        (Role.SIGN_KEEPER, "signs:list"),
    ],
)
def test_each_role_arrives_at_its_first_page(role: Role, arrives_at: str, world: World) -> None:
    user = make_staff(role)
    client = Client()
    sent = client.post(address("account_login"), {"login": user.username, "password": PASSWORD})
    assert sent.status_code == LOGIN
    assert client.get(sent["Location"])["Location"] == address(arrives_at)
    assert client.get(address(arrives_at)).status_code == SEEN


def test_authors_of_changes_are_told_to_auditors_only(world: World) -> None:
    moderator = make_staff(Role.MODERATOR, username="dinara-unmistakable")
    client = Client()
    client.force_login(moderator, backend="django.contrib.auth.backends.ModelBackend")
    do(client, ACTS["publish"], world.waiting, world)
    page = address("review:detail", world.waiting.public_id)
    assert "dinara-unmistakable" in client_of(Role.AUDITOR).get(page).content.decode()
    assert "dinara-unmistakable" not in client_of(Role.OFFICIAL).get(page).content.decode()
