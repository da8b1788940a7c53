"""The demo city, loaded once for all of these tests: whole, lawful, repeatable."""

import datetime as dt
import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from districts.locating import district_at
from districts.models import District
from geoportal.staff.models import Role, StaffRole
from proposals.demo import chance
from proposals.demo.proposals import FILES
from proposals.filters import ProposalFilter
from proposals.heatmap.counts import count_cells, count_districts, count_total
from proposals.heatmap.cube.checking import find_differences
from proposals.heatmap.models import CubeDelta, CubeFold
from proposals.models import COUNTED_STATUSES, HistoryAction, LocationSource, Proposal, Status
from proposals.reference_data import read_fixture
from stops.network.models import BusRoute, Place, RouteDirection
from stops.network.shares import leading_district
from stops.signs.models import CodeBinding, CodeState, QRCode, Scan
from stops.signs.reporting import NETWORKS_MIN

# Without the mark, these tests alone would have no database of their own and meet the real one.
pytestmark = pytest.mark.django_db

MODELS = (
    User,
    *(
        model
        for app in ("staff", "districts", "network", "signs", "proposals", "heatmap")
        for model in apps.get_app_config(app).get_models()
    ),
)
A_STEP_M = 1.0


def load() -> str:
    """Load the demo and return what the command printed."""
    printed = io.StringIO()
    with override_settings(DEMO=True):
        call_command("load_demo", stdout=printed)
    return printed.getvalue()


@pytest.fixture(scope="module")
def printed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """Load the demo, and take everything back after the last test."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def demo(printed: str) -> None:
    """Have the demo loaded."""


def everything() -> dict[str, list[Any]]:
    """Return every row of every model, but for the heat map's log of what was touched."""
    return {
        model.__name__: list(model._base_manager.order_by("pk").values_list())
        for model in MODELS
        if model not in {CubeDelta, CubeFold}
    }


def test_the_city_is_whole() -> None:
    assert District.objects.current().count() == 5
    assert Place.objects.count() >= 60
    assert BusRoute.objects.count() >= 10
    assert Proposal.objects.count() >= 160
    assert {proposal.language for proposal in Proposal.objects.all()} == {"kk", "ru"}
    assert set(COUNTED_STATUSES) < set(Proposal.objects.values_list("status", flat=True))


def test_each_place_and_each_bus_has_one_code_in_use() -> None:
    bindings = CodeBinding.objects.in_force()
    places = Counter(bindings.filter(place__isnull=False).values_list("place", flat=True))
    buses = Counter(bindings.filter(route__isnull=False).values_list("route", "board_number"))
    assert places == dict.fromkeys(Place.objects.values_list("pk", flat=True), 1)
    assert buses == {(route.pk, board): 1 for route in BusRoute.objects.all() for board in route.boards}
    assert set(QRCode.objects.values_list("state", flat=True)) == set(CodeState)


def test_signs_have_the_lives_that_keepers_meet() -> None:
    now = timezone.now()
    states = Counter(QRCode.objects.values_list("state", flat=True))
    assert states[CodeState.INSTALLED] > 90
    assert states[CodeState.ISSUED] >= 2
    assert states[CodeState.SUSPECT] >= 3
    for suspect in QRCode.objects.filter(state=CodeState.SUSPECT):
        assert suspect.reports.open().count() == NETWORKS_MIN
    reported = QRCode.objects.filter(
        state=CodeState.INSTALLED, reports__handled_at=None, reports__isnull=False
    )
    assert reported.distinct().count() >= 2
    heard = Scan.objects.filter(day__gt=now - dt.timedelta(days=30)).values("code")
    assert QRCode.objects.filter(state=CodeState.INSTALLED).exclude(pk__in=heard).count() >= 3
    replaced = QRCode.objects.get(state=CodeState.REPLACED)
    assert replaced.replaced_by is not None
    for code in QRCode.objects.prefetch_related("events"):
        assert list(code.events.all())[-1].state == code.state


def test_proposals_sent_by_code_are_counted_beside_its_scans() -> None:
    sent = Counter(Proposal.objects.filter(code__isnull=False).values_list("code", flat=True))
    counted = Scan.objects.values("code").annotate(sent=Sum("submissions"), scans=Sum("count"))
    assert {row["code"]: row["sent"] for row in counted if row["sent"]} == dict(sent)
    assert all(row["scans"] >= row["sent"] for row in counted)


def test_there_is_one_account_for_each_role_and_only_the_administrator_is_staff() -> None:
    assert Counter(StaffRole.objects.values_list("role", flat=True)) == dict.fromkeys(Role.values, 1)
    assert User.objects.count() == len(Role)
    staff = User.objects.filter(is_staff=True).values_list("username", "is_superuser")
    assert list(staff) == [("admin", True)]
    assert all(user.has_usable_password() for user in User.objects.all())


def test_a_second_load_changes_nothing() -> None:
    before = everything()
    assert f"{Proposal.objects.count()} proposals (0 new)" in load()
    assert everything() == before


def test_assigning_districts_again_changes_nothing() -> None:
    before = everything()
    printed = io.StringIO()
    call_command("assign_districts", stdout=printed)
    after = everything()
    assert printed.getvalue().startswith("Changed district: 0 places, 0 proposals")
    assert {name for name in before if before[name] != after[name]} <= {
        "RouteShare",
        "ShareTile",
        "CubeTile",
    }
    assert find_differences() == []


def test_identifiers_and_codes_are_drawn_by_keys(printed: str) -> None:
    keys = [row["key"] for name in FILES for row in read_fixture(name)]
    assert set(Proposal.objects.values_list("public_id", flat=True)) == {
        chance.code(f"proposal:{key}") for key in keys
    }
    bindings = CodeBinding.objects.in_force()
    places = bindings.filter(place__isnull=False).select_related("place")
    buses = bindings.filter(route__isnull=False).select_related("route")
    assert {row.code_id: chance.code(row.place.source_id) for row in places} == {
        row.code_id: row.code.code for row in places.select_related("code")
    }
    assert all(row.code.code == chance.code(f"{row.route.number}/{row.board_number}") for row in buses)
    assert chance.code("ordabasy-square-stop") == "20DPWX18ZG"
    assert "/q/20DPWX18ZG/" in printed


def test_districts_and_outside_and_cells_sum_to_the_published() -> None:
    published = Proposal.objects.published().count()
    counts = count_districts(ProposalFilter())
    assert sum(row.count for row in counts.rows) + counts.outside == pytest.approx(published)
    assert counts.total == pytest.approx(published)
    assert counts.outside > 0
    assert all(row.count > 0 for row in counts.rows)
    assert count_total(ProposalFilter()) == pytest.approx(published)
    assert sum(cell.weight for cell in count_cells(ProposalFilter(), 14)) == pytest.approx(published)


def test_every_location_obeys_its_source() -> None:
    seen = set()
    for proposal in Proposal.objects.select_related("place", "code", "route_version"):
        source = LocationSource(proposal.location_source)
        seen.add(source)
        match source:
            case LocationSource.CODE_POINT:
                assert proposal.place is not None
                assert proposal.code is not None
                assert proposal.code.bindings.get().place == proposal.place
                assert proposal.location == proposal.place.location
            case LocationSource.CHOSEN_STOP:
                assert proposal.place is not None
                assert proposal.location == proposal.place.location
                stops = RouteDirection.objects.filter(version=proposal.route_version)
                assert proposal.place_id in stops.values_list("stops__place", flat=True)
            case LocationSource.DEVICE_ON_ROUTE:
                direction = RouteDirection.objects.get(
                    version=proposal.route_version, direction=proposal.route_direction
                )
                assert direction.line.distance(proposal.location) * 111_000 < A_STEP_M
            case LocationSource.PIN:
                assert proposal.location is not None
            case LocationSource.WHOLE_ROUTE:
                assert proposal.location is None
                assert proposal.district == leading_district(proposal.route_version)
        if proposal.location is not None:
            assert proposal.district == district_at(proposal.location)
    assert seen == set(LocationSource) - {LocationSource.VEHICLE}


def test_the_history_leads_to_the_status() -> None:
    for proposal in Proposal.objects.prefetch_related("history"):
        entries = list(proposal.history.all())
        assert entries[0].action == HistoryAction.SUBMITTED
        assert entries[-1].to_status == proposal.status
        assert [entry.from_status for entry in entries[1:]] == [entry.to_status for entry in entries[:-1]]
        published = [entry.at for entry in entries if entry.to_status == Status.PUBLISHED]
        assert published[-1:] == ([proposal.published_at] if proposal.published_at else [])


def test_known_passwords_are_refused_where_the_city_is_real() -> None:
    before = everything()
    with override_settings(DEMO=False, DEBUG=False), pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")
    assert everything() == before
