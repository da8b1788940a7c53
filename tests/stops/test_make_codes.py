"""`make_codes`: a code for every place and bus, never a second one unless asked."""

import threading
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from districts.models import Role
from stops import issuing
from stops.codes import generate_code, is_valid
from stops.issuing import Bus, IssueSummary, issue_code, issue_codes
from stops.models import BusRoute, CodeAction, CodeBinding, CodeEvent, CodeState, Place, PlaceKind, QRCode
from tests.factories import IN_EAST, make_city, make_code, make_place, make_route, make_staff


def call(capsys: pytest.CaptureFixture[str], **options: Any) -> str:
    """Run the command and return what it tells."""
    call_command("make_codes", **options)
    return capsys.readouterr().out


def issue_all(**options: Any) -> IssueSummary:
    """Give codes to all places and buses."""
    return issue_codes(
        at=timezone.now(), places=Place.objects.all(), routes=BusRoute.objects.all(), **options
    )


@pytest.fixture
def city(db: None) -> None:
    """Make two stops at the ends of route 19 with two buses, a park in the west and a clinic in the east."""
    make_city()
    BusRoute.objects.filter(pk=make_route("19").route_id).update(boards=["1907", "1908"])
    make_place(kind=PlaceKind.PUBLIC_SPACE, source_id="park")
    make_place(*IN_EAST, kind=PlaceKind.INSTITUTION, source_id="clinic")


@pytest.mark.usefixtures("city")
class TestService:
    def test_every_place_and_bus_gets_one_valid_code(self) -> None:
        summary = issue_all()
        assert (summary.created, summary.existing, summary.skipped) == (6, 0, [])
        assert all(is_valid(code.code) and code.state == CodeState.ISSUED for code in summary.codes)
        bound = CodeBinding.objects.in_force().filter(code__in=summary.codes)
        assert bound.values("place").exclude(place=None).distinct().count() == 4
        assert set(bound.exclude(route=None).values_list("board_number", flat=True)) == {"1907", "1908"}
        assert CodeEvent.objects.filter(action=CodeAction.ISSUED, code__in=summary.codes).count() == 6

    def test_repeating_changes_nothing(self) -> None:
        issue_all()
        again = issue_all()
        assert (again.created, again.existing, again.codes) == (0, 6, [])
        assert QRCode.objects.count() == 6

    def test_second_codes_are_made_on_request_only(self) -> None:
        issue_all()
        assert issue_all(allow_second=True).created == 6
        assert QRCode.objects.count() == 12

    def test_trying_creates_nothing(self) -> None:
        summary = issue_all(dry_run=True)
        assert (summary.created, summary.codes, QRCode.objects.count()) == (6, [], 0)

    @pytest.mark.parametrize("state", [CodeState.REPLACED, CodeState.REVOKED])
    def test_place_whose_code_is_out_of_use_gets_a_new_one(self, state: CodeState) -> None:
        code = make_code(place=Place.objects.get(source_id="park"))
        QRCode.objects.filter(pk=code.pk).update(state=state)
        assert issue_all().created == 6

    def test_place_whose_code_was_moved_away_gets_a_new_one(self) -> None:
        make_code(place=Place.objects.get(source_id="park")).bindings.update(valid_to=timezone.now())
        assert issue_all().created == 6

    def test_retired_places_and_routes_get_none(self) -> None:
        Place.objects.update(retired_at=timezone.now())
        BusRoute.objects.update(retired_at=timezone.now())
        assert issue_all().created == 0

    def test_bus_that_changed_its_route_keeps_its_code(self) -> None:
        issue_code(at=timezone.now(), route=make_route("2").route, board_number="1907")
        summary = issue_codes(at=timezone.now(), routes=BusRoute.objects.filter(number="19"))
        assert summary.created == 1
        assert [(each.what, each.reason) for each in summary.skipped] == [
            ("bus 1907 of route 19", "has a code as a bus of route 2: move that one")
        ]

    def test_route_without_listed_buses_gets_one_code(self) -> None:
        route = make_route("2").route
        for created in (1, 0):
            summary = issue_codes(at=timezone.now(), routes=BusRoute.objects.filter(pk=route.pk))
            assert summary.created == created
        assert CodeBinding.objects.get(route=route).board_number == ""

    def test_bus_named_twice_gets_one_code(self) -> None:
        route = BusRoute.objects.get()
        summary = issue_codes(at=timezone.now(), boards=[Bus(route, "1", 2), Bus(route, "1", 3)])
        assert summary.created == 1
        assert [each.line for each in summary.skipped] == [3]

    def test_history_says_who(self) -> None:
        keeper = make_staff(Role.SIGN_KEEPER)
        summary = issue_all(actor=keeper)
        assert {event.actor for event in CodeEvent.objects.filter(code__in=summary.codes)} == {keeper}

    def test_code_that_exists_is_drawn_anew(self) -> None:
        taken = make_code(place=Place.objects.get(source_id="park")).code
        fresh = [generate_code() for _each in range(5)]
        draws = iter([*fresh[:4], taken, *fresh])
        with patch.object(issuing, "generate_code", lambda: next(draws)):
            summary = issue_all()
        assert {code.code for code in summary.codes} == set(fresh)

    def test_queries_do_not_grow_with_the_places(self, django_assert_max_num_queries: Any) -> None:
        for _each in range(40):
            make_place()
        with django_assert_max_num_queries(14):
            assert issue_all().created == 46


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_give_each_place_one_code() -> None:
    make_city()
    for _each in range(30):
        make_place()
    barrier, created, errors = threading.Barrier(2), [], []

    def run() -> None:
        barrier.wait()
        try:
            created.append(issue_all().created)
        except Exception as error:  # noqa: BLE001  (handed to the test)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sorted(created) == [0, 30]
    assert QRCode.objects.count() == CodeBinding.objects.values("place").distinct().count() == 30


@pytest.mark.usefixtures("city")
class TestCommand:
    @pytest.mark.parametrize(
        ("options", "created"),
        [
            ({}, 6),
            ({"kind": ["stop"]}, 2),
            ({"kind": ["public_space", "institution"]}, 2),
            ({"kind": ["bus"]}, 2),
            ({"district": "east"}, 3),
            ({"district": "east", "kind": ["institution"]}, 1),
            ({"route": ["19"]}, 2),
            ({"route": ["19"], "kind": ["stop"]}, 2),
            ({"place": ["park", "clinic"]}, 2),
        ],
    )
    def test_filters(self, capsys: pytest.CaptureFixture[str], options: dict[str, Any], created: int) -> None:
        assert f"Codes: {created} created, 0 already have one, 0 skipped" in call(capsys, **options)
        assert QRCode.objects.count() == created
        assert f"Codes: 0 created, {created} already have one" in call(capsys, **options)

    def test_dry_run_and_second(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert "Codes: 6 would be created" in call(capsys, dry_run=True)
        assert QRCode.objects.count() == 0
        call(capsys)
        assert "Codes: 6 created" in call(capsys, second=True)

    def test_place_that_does_not_exist_is_skipped(self, capsys: pytest.CaptureFixture[str]) -> None:
        told = call(capsys, place=["park", "nowhere"])
        assert "skipped: place nowhere: no such place in use" in told
        assert "Codes: 1 created, 0 already have one, 1 skipped" in told

    def test_boards_from_a_file(self, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        file = tmp_path / "boards.csv"
        file.write_text(
            "route;board_number;note\n19;2001;\n19;2002;\n19;2001;again\n77;2003;\n19;;\n;2004;\n\n"
            f"19;{'9' * 21};\n",
            encoding="utf-8-sig",
        )
        told = call(capsys, boards=file)
        assert "Codes: 2 created, 0 already have one, 5 skipped" in told
        for sentence in (
            "bus 2003 (boards.csv line 5): no route 77 is in use",
            "bus ? (boards.csv line 6): no board number",
            "bus 2004 (boards.csv line 7): no route",
            "(boards.csv line 9): the board number is longer than 20 characters",
            "bus 2001 of route 19 (line 4): named before",
        ):
            assert sentence in told
        assert "Codes: 0 created, 2 already have one" in call(capsys, boards=file)

    def test_two_routes_of_one_number_need_more_than_a_number(
        self, capsys: pytest.CaptureFixture[str], tmp_path: Path
    ) -> None:
        make_route("19")
        file = tmp_path / "boards.csv"
        file.write_text("board_number,route\n2001,19\n", encoding="utf-8")
        assert "2 routes have the number 19" in call(capsys, boards=file)

    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "boards.csv is empty"),
            (b"\n;\n", "the column board_number and route is missing"),
            (b"board,route\n1,19\n", "line 1: the column board_number is missing"),
            (b"board_number,route\n1,\xff\n", "line 2: this is not UTF-8"),
            ("board_number,route\n1,19\n".encode("utf-16"), "boards.csv is in UTF-16"),
            ("board_number,route\n1,19\n".encode("utf-32"), "boards.csv is in UTF-32"),
            (b"board_number,route\n1,\x0019\n", "line 2: there is a NUL byte"),
            (
                b'board_number,route\n"1,19\n' + b"1" * 140_000,
                "line 3: a value is longer than 131,072 characters",
            ),
        ],
    )
    def test_broken_file_is_refused(self, tmp_path: Path, content: bytes, sentence: str) -> None:
        file = tmp_path / "boards.csv"
        file.write_bytes(content)
        with pytest.raises(CommandError, match=sentence):
            call_command("make_codes", boards=file)
        assert QRCode.objects.count() == 0

    @pytest.mark.parametrize(
        ("options", "sentence"),
        [
            ({"district": "nowhere"}, "no district 'nowhere' today; there are: east, west"),
            ({"route": ["77"]}, "no route '77' in use"),
            ({"place": ["park"], "kind": ["bus"]}, "--place names places"),
            ({"boards": Path("missing.csv")}, "missing.csv: there is no such file"),
        ],
    )
    def test_wrong_options_are_refused(self, options: dict[str, Any], sentence: str) -> None:
        with pytest.raises(CommandError, match=sentence):
            call_command("make_codes", **options)
