"""Where the bus was at the scan: offered, carried through the form, snapped to its route, and never forced."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from proposals.location_limits import VEHICLE_ACCURACY_M, VEHICLE_SPEED_MAX_M_S
from proposals.models import LocationSource, Proposal
from proposals.residents.intake.vehicle import (
    KEPT_FOR,
    SALT,
    Sighting,
    seal,
    sight_bus,
    unseal,
)
from stops.network.models import RouteStop, RouteVersion, VehicleFix
from stops.signs.models import CodeBinding, QRCode
from tests.factories import make_code, make_route, point
from tests.proposals.residents.intake.sending import TEXT, body, send

M_PER_DEGREE_LON = 82_350
M_PER_DEGREE_LAT = 111_090
pytestmark = pytest.mark.usefixtures("city", "feed")


@pytest.fixture
def feed(settings: Settings) -> None:
    """A feed is followed."""
    settings.GTFS_REALTIME_URL = "http://feed.example/positions"


@pytest.fixture
def version(city: object) -> RouteVersion:
    """Route 19 along 42.35° N from 69.5 to 69.75 E and back."""
    return make_route("19")


@pytest.fixture
def code(version: RouteVersion) -> QRCode:
    """In bus 1907 of route 19."""
    return make_code(version=version)


def binding_of(code: QRCode) -> CodeBinding:
    return CodeBinding.objects.select_related("route", "code").get(code=code)


def fix(age_s: float = 10, **fields: Any) -> VehicleFix:
    values = {"vehicle_id": "v1", "board_number": "1907", "location": point(69.55, 42.35), "direction": 0}
    at = timezone.now() - dt.timedelta(seconds=age_s)
    return VehicleFix.objects.create(**{**values, "at": at, **fields})


def opened(client: Client, code: QRCode) -> HttpResponse:
    return client.get(f"/q/{code.code}/", headers={"Accept-Language": "en"})


def token(response: HttpResponse) -> str:
    typed: dict[str, str] = response.context["typed"]
    return typed["vehicle"]


def sent(client: Client, code: QRCode, **fields: Any) -> Proposal:
    response = send(client, f"/q/{code.code}/", **fields)
    assert response.status_code == 303, response.context["form"].errors
    return Proposal.objects.latest("pk")


def kept_token(code: QRCode, **fields: Any) -> str:
    now = timezone.now()
    values: dict[str, Any] = {
        "code": code.code,
        "board_number": "1907",
        "route_id": None,
        "direction": None,
        "bearing": None,
        "lon": 69.55,
        "lat": 42.35,
        "at": now,
        "scanned_at": now,
    }
    return seal(Sighting(**{**values, **fields}))


def test_position_of_the_bus_is_offered_and_chosen_beforehand(client: Client, code: QRCode) -> None:
    fix()
    response = opened(client, code)
    assert response.context["about"] == "vehicle"
    page = response.content.decode()
    assert 'name="about" value="vehicle" checked' in page
    assert "Where the bus is now" in page
    first, last = RouteStop.objects.filter(direction__direction=0).order_by("sequence")
    assert f"between the stops «{first.place.name_en}» and «{last.place.name_en}»" in page


@pytest.mark.parametrize("about", ["vehicle", "", None])
def test_position_of_the_bus_locates_what_says_nothing_else(
    client: Client, code: QRCode, version: RouteVersion, about: str | None
) -> None:
    fix(age_s=10, location=point(69.55, 42.35 + 50 / M_PER_DEGREE_LAT), route=version.route)
    proposal = sent(client, code, about=about, vehicle=token(opened(client, code)))
    assert proposal.location_source == LocationSource.VEHICLE
    assert proposal.route_version == version
    assert proposal.location.coords == pytest.approx((69.55, 42.35), abs=2e-5)
    assert (proposal.route_direction, proposal.route_branch) == (0, 0)
    assert proposal.measure_m == pytest.approx(0.05 * M_PER_DEGREE_LON, rel=0.01)
    assert proposal.accuracy_m == pytest.approx(
        VEHICLE_ACCURACY_M + 10 * VEHICLE_SPEED_MAX_M_S, abs=VEHICLE_SPEED_MAX_M_S
    )
    assert proposal.district is not None


def test_direction_that_the_bus_says_gives_the_measure_of_that_direction(
    client: Client, code: QRCode, version: RouteVersion
) -> None:
    fix(direction=1, route=version.route)
    proposal = sent(client, code, vehicle=token(opened(client, code)))
    assert proposal.route_direction == 1
    assert proposal.measure_m == pytest.approx(0.2 * M_PER_DEGREE_LON, rel=0.01)


def test_stops_of_the_direction_in_which_the_bus_runs_are_shown_first(
    client: Client, code: QRCode, version: RouteVersion
) -> None:
    fix(direction=1, route=version.route)
    shown = [
        direction.direction for direction in opened(client, code).context["directions"] if direction.is_shown
    ]
    assert shown == [1]


def test_bearing_tells_the_direction_that_the_bus_does_not_say(client: Client, code: QRCode) -> None:
    fix(direction=None, bearing=271.0)
    assert sent(client, code, vehicle=token(opened(client, code))).route_direction == 1


@pytest.mark.parametrize(("bearing", "measure_m"), [(90.0, 412), (270.0, 3 * 824 + 412)])
def test_both_passes_of_one_street_are_told_apart(client: Client, bearing: float, measure_m: float) -> None:
    there = [(69.55, 42.35), (69.56, 42.35), (69.57, 42.35)]
    version = make_route("8", *there, *there[-2::-1])
    code = make_code(version=version)
    fix(location=point(69.555, 42.35), route=version.route, direction=0, bearing=bearing)
    proposal = sent(client, code, vehicle=token(opened(client, code)))
    assert (proposal.location_source, proposal.route_direction) == (LocationSource.VEHICLE, 0)
    assert proposal.measure_m == pytest.approx(measure_m, abs=15)


@pytest.mark.parametrize(
    ("choice", "source"),
    [
        ({"about": "route"}, LocationSource.WHOLE_ROUTE),
        (
            {"about": "device", "device_lon": 69.6, "device_lat": 42.35, "device_accuracy_m": 20},
            LocationSource.DEVICE_ON_ROUTE,
        ),
        ({"about": "pin", "pin_lon": 69.52, "pin_lat": 42.31}, LocationSource.PIN),
    ],
)
def test_explicit_choice_wins_over_the_position_of_the_bus(
    client: Client, code: QRCode, choice: dict[str, Any], source: LocationSource
) -> None:
    fix()
    assert sent(client, code, vehicle=token(opened(client, code)), **choice).location_source == source


def test_chosen_stop_wins_over_the_position_of_the_bus(client: Client, code: QRCode) -> None:
    fix()
    stop = RouteStop.objects.filter(direction__direction=1).first()
    assert stop is not None
    proposal = sent(client, code, vehicle=token(opened(client, code)), about=f"stop:{stop.pk}")
    assert (proposal.location_source, proposal.place) == (LocationSource.CHOSEN_STOP, stop.place)


@pytest.mark.parametrize(("age_s", "known"), [(0, True), (118, True), (125, False), (86_000, False)])
def test_position_counts_while_it_is_at_most_120_s_old(
    client: Client, code: QRCode, age_s: float, known: bool
) -> None:
    fix(age_s)
    response = opened(client, code)
    assert (response.context["about"] == "vehicle") == known
    assert ('value="vehicle"' in response.content.decode()) == known


def test_newest_position_of_a_board_number_counts_in_any_case(code: QRCode) -> None:
    CodeBinding.objects.filter(code=code).update(board_number="19ab")
    fix(60, vehicle_id="old", board_number="19AB", location=point(69.5, 42.35))
    fix(5, vehicle_id="new", board_number="19Ab", location=point(69.6, 42.35))
    seen = sight_bus(binding_of(code), timezone.now())
    assert seen is not None
    assert seen.lon == 69.6


def test_position_of_another_bus_or_without_a_feed_is_not_used(code: QRCode, settings: Settings) -> None:
    fix(board_number="1908")
    assert sight_bus(binding_of(code), timezone.now()) is None
    fix(vehicle_id="v2")
    assert sight_bus(binding_of(code), timezone.now()) is not None
    settings.GTFS_REALTIME_URL = ""
    assert sight_bus(binding_of(code), timezone.now()) is None


@pytest.mark.parametrize(("off_m", "used"), [(195, True), (205, False)])
def test_bus_off_its_route_counts_along_the_whole_route(
    client: Client, code: QRCode, off_m: float, used: bool
) -> None:
    fix(location=point(69.55, 42.35 + off_m / M_PER_DEGREE_LAT))
    response = opened(client, code)
    assert response.context["about"] == ("vehicle" if used else "route")
    source = sent(client, code, about="vehicle", vehicle=token(response)).location_source
    assert source == (LocationSource.VEHICLE if used else LocationSource.WHOLE_ROUTE)


def test_form_kept_for_a_day_still_knows_where_the_bus_was_and_how_old_that_was(
    client: Client, code: QRCode
) -> None:
    scanned_at = timezone.now() - dt.timedelta(days=1)
    kept = kept_token(code, scanned_at=scanned_at, at=scanned_at - dt.timedelta(seconds=100))
    proposal = sent(client, code, about="vehicle", vehicle=kept)
    assert proposal.location_source == LocationSource.VEHICLE
    assert proposal.accuracy_m == pytest.approx(VEHICLE_ACCURACY_M + 100 * VEHICLE_SPEED_MAX_M_S)


def test_form_kept_for_too_long_counts_along_the_whole_route(client: Client, code: QRCode) -> None:
    kept = kept_token(code, scanned_at=timezone.now() - KEPT_FOR - dt.timedelta(minutes=1))
    assert sent(client, code, about="vehicle", vehicle=kept).location_source == LocationSource.WHOLE_ROUTE


@pytest.mark.parametrize("forged", ["", "x", "a:b:c", "é" * 50, "\x00"])
def test_token_that_is_not_ours_is_not_used(code: QRCode, forged: str) -> None:
    assert unseal(forged, binding_of(code)) is None


def test_token_with_another_purpose_or_changed_is_not_used(client: Client, code: QRCode) -> None:
    good = kept_token(code)
    other = signing.dumps(signing.loads(good, salt=SALT), salt="another")
    for bad in (other, f"{good[:-1]}{'A' if good[-1] != 'A' else 'B'}", "A" + good):
        assert unseal(bad, binding_of(code)) is None
    assert sent(client, code, vehicle=other).location_source == LocationSource.WHOLE_ROUTE


def test_token_cannot_be_carried_to_another_code_or_bus(
    client: Client, code: QRCode, version: RouteVersion
) -> None:
    other = make_code(version=make_route("20"))
    assert sent(client, other, vehicle=kept_token(code)).location_source == LocationSource.WHOLE_ROUTE
    CodeBinding.objects.filter(code=code).update(board_number="1999")
    assert unseal(kept_token(code), binding_of(code)) is None


def test_token_is_not_used_at_a_place(client: Client, code: QRCode) -> None:
    assert sent(client, make_code(), vehicle=kept_token(code)).location_source == LocationSource.CODE_POINT


def test_route_that_the_bus_says_is_opened_and_another_may_be_said(client: Client, code: QRCode) -> None:
    other = make_route("12", (69.55, 42.35), (69.55, 42.36))
    fix(route=other.route, direction=0, location=point(69.55, 42.355))
    response = opened(client, code)
    assert (response.context["whereabouts"].route, response.context["about"]) == (other.route, "vehicle")
    page = response.content.decode()
    assert "By its own account this bus runs as route 12 now. Its usual route is 19." in page
    proposal = sent(client, code, about="vehicle", vehicle=token(response), route=other.route.pk)
    assert (proposal.route_version, proposal.location_source) == (other, LocationSource.VEHICLE)
    usual = binding_of(code).route
    assert usual is not None
    said = sent(client, code, about="vehicle", vehicle=token(response), route=usual.pk)
    assert (said.route_version.route, said.location_source) == (usual, LocationSource.WHOLE_ROUTE)


def test_another_route_shows_the_bus_only_if_it_was_there(client: Client, code: QRCode) -> None:
    fix()
    kept = token(opened(client, code))
    far = make_route("12", (69.52, 42.31), (69.53, 42.31))
    shown = send(
        client, f"/q/{code.code}/", change_route="yes", route=far.route.pk, about="vehicle", vehicle=kept
    )
    assert shown.context["about"] == "route"
    assert TEXT in shown.content.decode()
    assert token(shown) == kept


def test_same_key_and_position_again_is_one_proposal(client: Client, code: QRCode) -> None:
    fix()
    fields = body(about="vehicle", vehicle=token(opened(client, code)))
    first, second = (client.post(f"/q/{code.code}/", fields) for _time in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first["Location"].rpartition("/r/")[2] == second["Location"].rpartition("/r/")[2]
    assert Proposal.objects.count() == 1


def test_same_key_with_another_position_is_another_proposal(client: Client, code: QRCode) -> None:
    key = str(uuid.uuid4())
    sent(client, code, key=key, vehicle=kept_token(code))
    again = send(client, f"/q/{code.code}/", key=key, vehicle=kept_token(code, lon=69.56))
    assert again.status_code == 409
    assert Proposal.objects.count() == 1


def test_position_does_not_matter_to_a_key_whose_place_was_chosen(client: Client, code: QRCode) -> None:
    fields: dict[str, Any] = {"key": str(uuid.uuid4()), "about": "route"}
    sent(client, code, vehicle=kept_token(code), **fields)
    sent(client, code, vehicle=kept_token(code, lon=69.56), **fields)
    assert Proposal.objects.count() == 1


def test_token_far_too_long_renews_the_page_and_keeps_the_text(client: Client, code: QRCode) -> None:
    response = send(client, f"/q/{code.code}/", vehicle="x" * 501)
    assert response.status_code == 422
    assert TEXT in response.content.decode()


def test_page_with_the_bus_takes_at_most_ten_queries(
    client: Client, code: QRCode, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fix()
    with django_assert_max_num_queries(10):
        opened(client, code)
