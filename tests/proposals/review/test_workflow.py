"""Every pair of statuses: allowed exactly where the table says so, by the services and by the database."""

from contextlib import nullcontext

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from districts.models import District
from geoportal.staff.access import Action
from geoportal.staff.models import Role
from proposals.models import TRANSITIONS, Proposal, Status
from proposals.residents.intake.withdrawal import NotWithdrawable
from proposals.review.workflow import NotAllowed, StatusMoved, allowed_transitions, check_transition
from tests.factories import EAST_KATO, WEST_KATO, make_proposal, make_route, make_staff
from tests.proposals.review.acts import columns_for, proposal_in, take

TABLE = {(change.source, change.target): change for change in TRANSITIONS}


@pytest.mark.parametrize("source", list(Status))
def test_services_allow_exactly_the_table(source: Status, administrator: User) -> None:
    for target in Status:
        proposal = proposal_in(source)
        if (source, target) in TABLE:
            assert take(proposal, target, administrator, expected=source).status == target
            continue
        if source == target == Status.WITHDRAWN:
            continue  # withdrawing twice is withdrawing once: tested with the receipt
        with pytest.raises((NotAllowed, NotWithdrawable)):
            take(proposal, target, administrator, expected=source)
        proposal.refresh_from_db()
        assert proposal.status == source


@pytest.mark.parametrize("source", list(Status))
def test_database_refuses_what_the_table_lacks(source: Status, city: tuple[District, District]) -> None:
    for target in Status:
        if target == source:
            continue
        columns = columns_for(target)
        proposal = proposal_in(source)
        may = (source, target) in TABLE
        refused = nullcontext() if may else pytest.raises(DatabaseError, match="pgtrigger")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            sets = ", ".join(f"{name} = %s" for name in columns)
            cursor.execute(
                f"UPDATE proposals_proposal SET {sets} WHERE id = %s", [*columns.values(), proposal.pk]
            )
        proposal.refresh_from_db()
        assert proposal.status == (target if may else source)


def test_nobody_on_staff_withdraws(administrator: User) -> None:
    proposal = make_proposal()
    assert Status.WITHDRAWN not in {change.target for change in allowed_transitions(administrator, proposal)}
    with pytest.raises(NotAllowed):
        check_transition(administrator, proposal, Status.WITHDRAWN)


def test_moderators_publish_and_officials_decide(moderator: User, official: User) -> None:
    waiting, published = make_proposal(status=Status.SUBMITTED), make_proposal()
    assert {change.target for change in allowed_transitions(moderator, waiting)} == {
        Status.PUBLISHED,
        Status.REJECTED,
        Status.MERGED,
    }
    assert allowed_transitions(official, waiting) == []
    assert {change.target for change in allowed_transitions(official, published)} == {Status.UNDER_REVIEW}
    assert all(change.action == Action.MODERATE for change in allowed_transitions(moderator, published))


def test_a_role_reaches_its_own_district_and_topics_only(city: tuple[District, District]) -> None:
    west = make_staff(Role.MODERATOR, kato=WEST_KATO, topics=("roads",))
    assert allowed_transitions(west, make_proposal(status=Status.SUBMITTED, topic="roads"))
    assert not allowed_transitions(west, make_proposal(status=Status.SUBMITTED, topic="ecology"))
    assert not allowed_transitions(
        west, make_proposal(status=Status.SUBMITTED, topic="roads", at=(69.65, 42.35))
    )


def test_whole_route_is_seen_by_all_districts_and_decided_by_the_leading_one(
    city: tuple[District, District],
) -> None:
    west, east = make_staff(Role.CHIEF, kato=WEST_KATO), make_staff(Role.CHIEF, kato=EAST_KATO)
    # Two thirds of its length within the city lie in the east.
    version = make_route("5", (69.55, 42.35), (69.6, 42.35), (69.7, 42.35))
    proposal = make_proposal(along=version, status=Status.SUBMITTED)
    for chief in (west, east):
        assert Proposal.objects.for_staff(chief, Action.VIEW).filter(pk=proposal.pk).exists()
    assert allowed_transitions(west, proposal) == []
    assert {change.target for change in allowed_transitions(east, proposal)} >= {Status.PUBLISHED}
    with pytest.raises(NotAllowed):
        take(proposal, Status.PUBLISHED, west, expected=Status.SUBMITTED)


def test_what_has_moved_meanwhile_is_not_decided_twice(administrator: User) -> None:
    proposal = make_proposal(status=Status.SUBMITTED)
    take(proposal, Status.REJECTED, administrator, expected=Status.SUBMITTED)
    with pytest.raises(StatusMoved) as moved:
        take(proposal, Status.PUBLISHED, administrator, expected=Status.SUBMITTED)
    assert moved.value.proposal.status == Status.REJECTED


def test_an_inactive_account_may_do_nothing(moderator: User) -> None:
    proposal = make_proposal(status=Status.SUBMITTED)
    moderator.is_active = False
    moderator.save()
    assert allowed_transitions(moderator, proposal) == []
