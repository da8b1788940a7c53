"""What is read of the signs: which, how used, in which order."""

import pytest
from django.contrib.auth.models import User
from django.utils import timezone, translation

from geoportal.staff.models import Role
from stops.network.models import PlaceKind
from stops.signs.codes import grouped
from stops.signs.desk.access import bindings_kept_by, signs_kept_by
from stops.signs.desk.filters import SORTS, SignFilter
from stops.signs.desk.table import CONVERSION_SCANS_MIN, SignRow, count_signs, every_sign, list_signs
from stops.signs.life import check_sign, install_sign, replace_sign, revoke_sign
from stops.signs.models import CodeState, QRCode, ReportKind, SignReport
from stops.signs.reporting import report_sign
from tests.factories import (
    EAST_KATO,
    IN_EAST,
    IN_WEST,
    OUTSIDE,
    WEST_KATO,
    make_code,
    make_place,
    make_route,
    make_staff,
    point,
)
from tests.stops.signs.desk.conftest import put_up, scanned
from tests.stops.signs.reports import make_suspect

EVERYTHING = SignFilter()


def rows(user: User, chosen: SignFilter = EVERYTHING) -> list[SignRow]:
    return list_signs(bindings_kept_by(user), chosen, skipped=0, limit=100)[0]


def codes(user: User, **fields: object) -> list[str]:
    return [row.code.code for row in rows(user, SignFilter(**fields))]  # type: ignore[arg-type]


def the_only(user: User, chosen: SignFilter = EVERYTHING) -> SignRow:
    (row,) = rows(user, chosen)
    return row


def test_signs_are_kept_by_the_keepers_of_their_district(city: None) -> None:
    west, east = make_code(place=make_place(*IN_WEST)), make_code(place=make_place(*IN_EAST))
    beyond = make_code(place=make_place(*OUTSIDE))
    through_both = make_code(version=make_route())
    keepers = {kato: make_staff(Role.SIGN_KEEPER, kato=kato) for kato in (WEST_KATO, EAST_KATO, "")}
    assert set(signs_kept_by(keepers[WEST_KATO])) == {west, through_both}
    assert set(signs_kept_by(keepers[EAST_KATO])) == {east, through_both}
    assert set(signs_kept_by(keepers[""])) == {west, east, beyond, through_both}
    assert not signs_kept_by(make_staff(Role.MODERATOR)).exists()


def test_sign_out_of_use_stays_with_the_keeper_of_its_last_place(city: None) -> None:
    keeper = make_staff(Role.SIGN_KEEPER, kato=WEST_KATO)
    old = make_code(place=make_place(*IN_WEST))
    new = replace_sign(code=old, actor=keeper, at=timezone.now(), reason="Faded")
    gone = make_code(place=make_place(*IN_WEST))
    revoke_sign(code=gone, actor=keeper, at=timezone.now(), reason="Stop closed")
    assert set(signs_kept_by(keeper)) == {old, new, gone}
    successors = {row.code.code: row.code.replaced_by for row in rows(keeper)}
    assert str(successors[old.code]) == grouped(new.code)
    assert successors[new.code] is None


def test_use_is_of_the_last_thirty_days_over_all_slots(keeper: User) -> None:
    code = make_code()
    scanned(code, days_ago=0, count=10, sent=1)
    scanned(code, days_ago=0, count=5, sent=1, slot=3)
    scanned(code, days_ago=29, count=25, sent=2)
    scanned(code, days_ago=30, count=1000, sent=500)
    row = the_only(keeper)
    assert (row.scans, row.sent) == (40, 4)
    assert row.conversion == pytest.approx(10)
    assert row.last_scan == timezone.localdate()


def test_weeks_are_twelve_with_the_oldest_first(keeper: User) -> None:
    code = make_code()
    scanned(code, days_ago=0, count=7)
    scanned(code, days_ago=6, count=3)
    scanned(code, days_ago=7, count=5)
    scanned(code, days_ago=83, count=9)
    scanned(code, days_ago=84, count=100)
    assert the_only(keeper).weeks == (9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 5, 10)


def test_few_scans_have_no_conversion(keeper: User) -> None:
    code = make_code()
    scanned(code, days_ago=1, count=CONVERSION_SCANS_MIN - 1, sent=5)
    assert the_only(keeper).conversion is None
    scanned(code, days_ago=2, count=1)
    assert the_only(keeper).conversion == pytest.approx(25)


def test_conversion_of_one_or_two_proposals_is_not_told(keeper: User) -> None:
    code = make_code()
    scanned(code, days_ago=1, count=50, sent=2)
    row = the_only(keeper)
    assert row.conversion_is_hidden
    assert row.conversion_below == pytest.approx(6)


def test_order_by_conversion_does_not_tell_one_from_two(keeper: User) -> None:
    two, one = make_code(), make_code()
    scanned(two, days_ago=1, count=60, sent=2)
    scanned(one, days_ago=1, count=50, sent=1)
    assert codes(keeper, sort="-conversion") == [one.code, two.code]


def test_sign_is_silent_once_installed_and_quiet_for_so_long(keeper: User) -> None:
    never, fresh, quiet, busy, issued = (make_code() for _ in range(5))
    put_up(never, days_ago=30)
    put_up(fresh, days_ago=29)
    put_up(quiet, days_ago=200)
    scanned(quiet, days_ago=34, count=4)
    put_up(busy, days_ago=200)
    scanned(busy, days_ago=1, count=4)
    assert set(codes(keeper, silent_days=30)) == {never.code, quiet.code}
    assert set(codes(keeper, silent_days=29)) == {never.code, quiet.code, fresh.code}
    assert codes(keeper, silent_days=34) == [quiet.code]
    assert {row.code.code: row.quiet_days for row in rows(keeper)}[quiet.code] == 34
    assert {row.code.code for row in rows(keeper) if row.is_silent} == {never.code, quiet.code}
    assert issued.code not in codes(keeper, silent_days=1)


def test_sign_put_up_again_is_not_silent_at_once(keeper: User) -> None:
    code = put_up(make_code(place=make_place(*IN_WEST)), days_ago=100)
    assert the_only(keeper).is_silent
    install_sign(code=code, actor=keeper, at=timezone.now(), position=point(*IN_WEST), accuracy_m=5)
    assert not the_only(keeper).is_silent


def test_suspect_sign_tells_its_open_reports(keeper: User) -> None:
    code = put_up(make_code(), days_ago=10)
    for kind in (ReportKind.PASTED_OVER, ReportKind.ASKS_MONEY):
        make_suspect(code, kind=kind)
    row = the_only(keeper)
    assert row.mark == CodeState.SUSPECT
    assert set(row.reports) == {ReportKind.PASTED_OVER, ReportKind.ASKS_MONEY}


def test_reported_sign_stands_before_the_others_and_is_found(keeper: User) -> None:
    quiet, many, suspect = (put_up(make_code(), days_ago=60) for _sign in range(3))
    make_suspect(suspect)
    report_sign(code=many, kind=ReportKind.DAMAGED, text="", at=timezone.now())
    SignReport.objects.filter(code=many).update(is_one_of_many=True)
    told = {row.code.code: row for row in every_sign(bindings_kept_by(keeper), SignFilter(sort="state"))}
    assert list(told) == [suspect.code, many.code, quiet.code]
    row = told[many.code]
    assert (row.mark, row.reports, row.has_one_of_many) == ("reported", (ReportKind.DAMAGED,), True)
    assert (told[quiet.code].mark, told[quiet.code].reports) == ("silent", ())
    assert codes(keeper, state="reported") == [many.code]
    assert count_signs(bindings_kept_by(keeper), SignFilter()).reported == 1
    check_sign(code=many, actor=keeper, at=timezone.now(), reason="Looked at it")
    assert codes(keeper, state="reported") == []


def test_each_filter_finds_its_signs(keeper: User) -> None:
    stop = make_code(place=make_place(*IN_WEST))
    park = make_code(place=make_place(*IN_EAST, kind=PlaceKind.PUBLIC_SPACE))
    beyond = put_up(make_code(place=make_place(*OUTSIDE)), days_ago=1)
    bus = make_code(version=make_route())
    assert set(codes(keeper, district="west")) == {stop.code, bus.code}
    assert set(codes(keeper, district="east")) == {park.code, bus.code}
    assert set(codes(keeper, district="outside")) == {beyond.code, bus.code}
    assert codes(keeper, kind="public_space") == [park.code]
    assert codes(keeper, kind="bus") == [bus.code]
    assert codes(keeper, state="installed") == [beyond.code]
    assert codes(keeper, district="east", kind="stop") == []


def test_words_find_code_place_board_and_route(keeper: User) -> None:
    place = make_place(name_kk="Ордабасы алаңы", name_ru="Площадь Ордабасы", name_en="Ordabasy square")
    square = make_code(place=place)
    bus = make_code(version=make_route("19"))
    make_code(place=make_place(name_kk="Хайуанаттар бағы", name_ru="Зоопарк", name_en="Zoo"))
    for words in ("алаңы", "ПЛОЩАДЬ ОРДА", "ordabasy", "орда"):
        assert codes(keeper, words=words) == [square.code]
    forgiven = grouped(square.code).lower().replace("0", "o").replace("1", "l").replace("-", " - ")
    assert codes(keeper, words=forgiven) == [square.code]
    assert codes(keeper, words=square.code[2:8]) == [square.code]
    assert codes(keeper, words="1907") == [bus.code]
    assert codes(keeper, words="19") == [bus.code]
    assert codes(keeper, words="%") == []
    for words in (
        "Остановка «Площадь Ордабасы»",
        "ордабасы площадь",
        f"https://city.example/q/{square.code}/",
    ):
        assert codes(keeper, words=words) == [square.code]
    for words in ("Автобус 19, борт 1907", "№ 19", "маршрут 19", "борт 1907"):
        assert codes(keeper, words=words) == [bus.code]
    assert codes(keeper, words="19 зоопарк") == []
    assert codes(keeper, words="«»") == []


def test_letter_of_a_route_is_found_in_either_script(keeper: User) -> None:
    bus = make_code(version=make_route("171а"))
    for words in ("171а", "171a", "171А", "171A"):
        assert codes(keeper, words=words) == [bus.code]


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("key", SORTS)
def test_order_turns_round_and_what_has_no_value_stays_last(keeper: User, key: str, language: str) -> None:
    for number in range(4):
        code = put_up(make_code(), days_ago=50 + number)
        scanned(code, days_ago=number, count=30 + number, sent=3 * number)
    unscanned = make_code(version=make_route())
    with translation.override(language):
        upwards, downwards = codes(keeper, sort=key), codes(keeper, sort=f"-{key}")
        named = [row.title for row in rows(keeper, SignFilter(sort="name", kind="stop"))]
    assert sorted(upwards) == sorted(downwards) == sorted(QRCode.objects.values_list("code", flat=True))
    assert upwards != downwards
    if key in ("conversion", "last"):
        assert upwards[-1] == downwards[-1] == unscanned.code
    assert named == sorted(named)


def test_pages_hold_every_sign_once(keeper: User) -> None:
    for _ in range(7):
        make_code()
    kept = bindings_kept_by(keeper)
    pages = [list_signs(kept, SignFilter(), skipped=skipped, limit=3) for skipped in (0, 3, 6)]
    assert [found for _rows, found in pages] == [7, 7, 7]
    told = [row.code.code for page, _found in pages for row in page]
    assert sorted(told) == sorted(QRCode.objects.values_list("code", flat=True))
    assert [row.code.code for row in every_sign(kept, SignFilter())] == told


def test_key_figures_are_of_all_states_whatever_is_chosen(keeper: User) -> None:
    busy, silent, _issued = put_up(make_code(), days_ago=90), put_up(make_code(), days_ago=90), make_code()
    scanned(busy, days_ago=3, count=40, sent=4)
    make_suspect(make_code())
    for chosen in (SignFilter(), SignFilter(state="suspect"), SignFilter(silent_days=30)):
        figures = count_signs(bindings_kept_by(keeper), chosen)
        assert (figures.total, figures.installed, figures.suspect, figures.silent) == (4, 2, 1, 1)
        assert (figures.scans, figures.sent, figures.conversion) == (40, 4, pytest.approx(10))
    assert codes(keeper, silent_days=30) == [silent.code]
    assert count_signs(bindings_kept_by(keeper), SignFilter(district="east")).total == 0
