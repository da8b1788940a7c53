"""Districts of today: after an import, and on the day a boundary comes into force."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from districts.models import District
from proposals.models import Proposal
from proposals.tasks import follow_calendar
from tests.factories import (
    EAST_KATO,
    IN_WEST,
    ON_BORDER,
    WEST_BBOX,
    make_city,
    make_district,
    make_place,
    make_proposal,
    make_route,
)

pytestmark = pytest.mark.django_db


def misplace_everything() -> None:
    east = District.objects.get(kato=EAST_KATO)
    Proposal.objects.update(district=east)


def test_command_puts_everything_where_it_belongs() -> None:
    west, east = make_city()
    inside, border = make_proposal(at=IN_WEST), make_proposal(at=ON_BORDER)
    route = make_proposal(along=make_route("1", (69.52, 42.35), (69.62, 42.35)))
    beyond = make_proposal(at=(69.8, 42.35))
    make_place(*IN_WEST, district=east)
    misplace_everything()
    out = StringIO()
    call_command("assign_districts", stdout=out)
    assert "1 places, 4 proposals" in out.getvalue()
    for proposal in (inside, border, route):
        proposal.refresh_from_db()
        assert proposal.district == west
    beyond.refresh_from_db()
    assert beyond.district is None


def test_boundary_imported_for_today_comes_into_force_by_itself() -> None:
    today = timezone.localdate()
    make_district("791110000", "west", WEST_BBOX, valid_to=today)
    proposal = make_proposal(at=IN_WEST)
    assert proposal.district is None
    newer = make_district("791110000", "newer", WEST_BBOX, valid_from=today)
    assert follow_calendar(timestamp=0)
    proposal.refresh_from_db()
    assert proposal.district == newer


def test_a_day_that_the_worker_missed_is_made_up_for() -> None:
    today = timezone.localdate()
    ended = make_district("791110000", "west", WEST_BBOX)
    proposal = make_proposal(at=IN_WEST)
    District.objects.filter(pk=ended.pk).update(valid_to=today - dt.timedelta(days=3))
    newer = make_district("791110000", "newer", WEST_BBOX, valid_from=today - dt.timedelta(days=3))
    assert follow_calendar(timestamp=0)
    proposal.refresh_from_db()
    assert proposal.district == newer
    assert not follow_calendar(timestamp=0)


def test_on_other_days_nothing_is_assigned() -> None:
    make_city()
    make_district("791910000", "later", WEST_BBOX, valid_from=timezone.localdate() + dt.timedelta(days=2))
    make_proposal(at=IN_WEST)
    misplace_everything()
    assert not follow_calendar(timestamp=0)
    assert set(Proposal.objects.values_list("district__kato", flat=True)) == {EAST_KATO}
