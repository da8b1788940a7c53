"""Where a proposal is located, by each source, at the borders and beyond them."""

import pytest
from django.contrib.gis.geos import Point

from districts.models import District
from proposals.location_limits import PIN_ACCURACY_M, PLACE_ACCURACY_M
from proposals.models import LocationSource
from proposals.residents.intake.location import (
    Choice,
    ChoiceKind,
    LocationRefused,
    Refusal,
    decide_source,
    locate,
)
from proposals.residents.intake.whereabouts import Whereabouts
from stops.network.models import RouteStop, RouteVersion
from stops.signs.models import CodeBinding
from tests.factories import (
    EAST_KATO,
    IN_WEST,
    LONG_AGO,
    ON_BORDER,
    WEST_KATO,
    make_code,
    make_place,
    make_route,
)

M_PER_DEGREE_LAT = 111_100
M_PER_DEGREE_LON = 82_300
pytestmark = pytest.mark.usefixtures("city")


def at_place() -> Whereabouts:
    code = make_code(place=make_place(*IN_WEST))
    return Whereabouts.of_binding(code, CodeBinding.objects.select_related("place__district").get(code=code))


def in_bus(version: RouteVersion) -> Whereabouts:
    code = make_code(version=version)
    return Whereabouts.of_binding(code, CodeBinding.objects.select_related("route").get(code=code))


def refusal(choice: Choice, whereabouts: Whereabouts) -> Refusal:
    with pytest.raises(LocationRefused) as refused:
        locate(choice, whereabouts)
    return refused.value.reason


def device(lon: float, lat: float, accuracy_m: float | None = 20) -> Choice:
    return Choice(ChoiceKind.DEVICE, None, lon, lat, accuracy_m)


def pin(lon: float | None, lat: float | None) -> Choice:
    return Choice(ChoiceKind.PIN, None, lon, lat)


def test_point_code_locates_at_its_place() -> None:
    whereabouts = at_place()
    located = locate(Choice(), whereabouts)
    assert (located.source, located.place) == (LocationSource.CODE_POINT, whereabouts.place)
    assert (located.location.coords, located.accuracy_m) == (IN_WEST, PLACE_ACCURACY_M)
    assert located.district_id() == District.objects.get(kato=WEST_KATO).pk


def test_bus_code_without_a_choice_counts_along_the_whole_route() -> None:
    whereabouts = in_bus(make_route("19", (69.52, 42.35), (69.61, 42.35)))
    located = locate(Choice(), whereabouts)
    assert (located.source, located.version) == (LocationSource.WHOLE_ROUTE, whereabouts.version)
    assert located.location is None
    assert located.district_id() == District.objects.get(kato=WEST_KATO).pk


@pytest.mark.parametrize("at", [True, False])
@pytest.mark.parametrize("on", [True, False])
@pytest.mark.parametrize("kind", [ChoiceKind.PIN, ChoiceKind.PLACE])
def test_another_place_may_be_chosen_anywhere(kind: ChoiceKind, at: bool, on: bool) -> None:
    assert decide_source(kind, at_place=at, on_route=on) == LocationSource.PIN


@pytest.mark.parametrize("kind", [ChoiceKind.STOP, ChoiceKind.DEVICE, ChoiceKind.ROUTE])
def test_choices_of_a_route_are_not_offered_at_a_place(kind: ChoiceKind) -> None:
    assert refusal(Choice(kind, 1), at_place()) == Refusal.NOT_OFFERED


def test_here_is_not_offered_in_a_bus_nor_on_the_map() -> None:
    assert refusal(Choice(ChoiceKind.HERE), in_bus(make_route())) == Refusal.NOT_OFFERED
    assert refusal(Choice(ChoiceKind.HERE), Whereabouts()) == Refusal.NOT_OFFERED


def test_without_a_code_a_place_must_be_chosen() -> None:
    assert refusal(Choice(), Whereabouts()) == Refusal.NO_PLACE_CHOSEN


def test_chosen_stop_keeps_direction_and_measure() -> None:
    version = make_route()
    stop = RouteStop.objects.get(direction__version=version, direction__direction=1, sequence=2)
    located = locate(Choice(ChoiceKind.STOP, stop.pk), in_bus(version))
    assert (located.source, located.place) == (LocationSource.CHOSEN_STOP, stop.place)
    assert (located.direction, located.measure_m) == (1, stop.measure_m)
    assert located.version == version


def test_stop_of_another_route_is_refused() -> None:
    other = RouteStop.objects.filter(direction__version=make_route("12", IN_WEST, (69.56, 42.36))).first()
    assert other is not None
    assert refusal(Choice(ChoiceKind.STOP, other.pk), in_bus(make_route())) == Refusal.NOT_A_STOP
    assert refusal(Choice(ChoiceKind.STOP, 2**60), in_bus(make_route())) == Refusal.NOT_A_STOP
    assert refusal(Choice(ChoiceKind.STOP), in_bus(make_route())) == Refusal.NOT_A_STOP


def test_stop_of_an_earlier_version_still_counts_for_a_kept_form() -> None:
    version = make_route()
    stop = RouteStop.objects.filter(direction__version=version).first()
    assert stop is not None
    version.valid_to = LONG_AGO
    version.save()
    newer = RouteVersion.objects.create(route=version.route, number=2, valid_from=LONG_AGO, length_m=1)
    whereabouts = Whereabouts(route=version.route, version=newer)
    assert locate(Choice(ChoiceKind.STOP, stop.pk), whereabouts).version == version


def test_phone_on_the_route_is_snapped_to_it() -> None:
    located = locate(device(69.55, 42.35 + 50 / M_PER_DEGREE_LAT), in_bus(make_route()))
    assert located.source == LocationSource.DEVICE_ON_ROUTE
    assert located.location.coords == pytest.approx((69.55, 42.35), abs=2e-5)
    assert located.direction in (0, 1)
    assert located.measure_m == pytest.approx(0.05 * M_PER_DEGREE_LON, rel=0.01)
    assert located.accuracy_m == 20


@pytest.mark.parametrize(("off_m", "used"), [(195, True), (205, False), (50_000, False)])
def test_phone_is_believed_within_200_m_of_the_route(off_m: float, used: bool) -> None:
    choice = device(69.55, 42.35 + off_m / M_PER_DEGREE_LAT)
    whereabouts = in_bus(make_route())
    if used:
        assert locate(choice, whereabouts).source == LocationSource.DEVICE_ON_ROUTE
    else:
        assert refusal(choice, whereabouts) == Refusal.OFF_ROUTE


@pytest.mark.parametrize(
    ("accuracy_m", "reason"),
    [(300, None), (300.1, Refusal.INACCURATE), (100_000, Refusal.INACCURATE), (None, Refusal.NO_POSITION)],
)
def test_phone_is_believed_up_to_300_m_of_accuracy(accuracy_m: float | None, reason: Refusal | None) -> None:
    choice, whereabouts = device(69.55, 42.35, accuracy_m), in_bus(make_route())
    if reason is None:
        assert locate(choice, whereabouts).accuracy_m == 300
    else:
        assert refusal(choice, whereabouts) == reason


def test_position_on_a_shared_border_belongs_to_one_district() -> None:
    located = locate(device(*ON_BORDER), in_bus(make_route()))
    lowest = District.objects.get(kato=min(WEST_KATO, EAST_KATO))
    assert located.district_id() == lowest.pk
    assert locate(pin(*ON_BORDER), Whereabouts()).district_id() == lowest.pk


def test_part_of_a_route_beyond_the_districts_counts_as_outside() -> None:
    assert locate(device(69.73, 42.35), in_bus(make_route())).district_id() is None


def test_pin_in_the_city_is_taken_with_a_fixed_accuracy() -> None:
    located = locate(pin(*IN_WEST), at_place())
    assert (located.source, located.location.coords) == (LocationSource.PIN, IN_WEST)
    assert (located.accuracy_m, located.place) == (PIN_ACCURACY_M, None)


@pytest.mark.parametrize(("beyond_m", "taken"), [(0, True), (290, True), (310, False), (40_000, False)])
def test_pin_is_taken_within_300_m_of_the_districts(beyond_m: float, taken: bool) -> None:
    choice = pin(69.7 + beyond_m / M_PER_DEGREE_LON, 42.35)
    if taken:
        located = locate(choice, Whereabouts())
        assert (located.district_id() is None) == (beyond_m > 0)
    else:
        assert refusal(choice, Whereabouts()) == Refusal.OUTSIDE_CITY


def test_pin_without_coordinates_is_refused() -> None:
    assert refusal(pin(None, 42.35), Whereabouts()) == Refusal.NO_PLACE_CHOSEN


def test_pin_is_refused_where_no_districts_are_known() -> None:
    District.objects.all().delete()
    assert refusal(pin(*IN_WEST), Whereabouts()) == Refusal.OUTSIDE_CITY


def test_named_place_stands_for_itself() -> None:
    place = make_place(*IN_WEST)
    located = locate(Choice(ChoiceKind.PLACE, place.pk), Whereabouts())
    assert (located.source, located.place) == (LocationSource.PIN, place)
    assert located.accuracy_m == PLACE_ACCURACY_M


def test_named_place_that_is_gone_or_outside_is_refused() -> None:
    retired = make_place(*IN_WEST, retired_at=LONG_AGO)
    far = make_place(60.0, 45.0)
    assert refusal(Choice(ChoiceKind.PLACE, retired.pk), Whereabouts()) == Refusal.PLACE_GONE
    assert refusal(Choice(ChoiceKind.PLACE), Whereabouts()) == Refusal.PLACE_GONE
    assert refusal(Choice(ChoiceKind.PLACE, far.pk), Whereabouts()) == Refusal.OUTSIDE_CITY


def test_another_route_gives_its_own_version() -> None:
    usual, other = make_route("19"), make_route("12", IN_WEST, (69.56, 42.36))
    code = make_code(version=usual)
    binding = CodeBinding.objects.select_related("route").get(code=code)
    whereabouts = Whereabouts.of_binding(code, binding, other.route.pk)
    assert (whereabouts.version, whereabouts.usual_route) == (other, usual.route)
    assert Whereabouts.of_binding(code, binding, 2**40).version == usual
    assert locate(Choice(ChoiceKind.ROUTE), whereabouts).version == other


def test_points_keep_lon_before_lat() -> None:
    assert locate(pin(69.55, 42.35), Whereabouts()).location == Point(69.55, 42.35, srid=4326)
