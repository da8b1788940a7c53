"""From a typed code to what it stands for."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from stops.signs.codes import generate_code
from stops.signs.issuing import issue_code
from stops.signs.models import CodeBinding, CodeState, QRCode, Scan
from stops.signs.resolving import Outcome, resolve_code
from stops.signs.scanning import count_scan
from tests.factories import make_code, make_place, make_route

pytestmark = pytest.mark.django_db


def test_code_of_a_place_leads_to_it_in_any_spelling() -> None:
    place = make_place()
    code = make_code(place=place)
    for typed in (code.code, code.code.lower(), f" {code} "):
        resolution = resolve_code(typed)
        assert resolution.outcome is Outcome.FOUND
        assert resolution.binding is not None
        assert resolution.binding.place == place


def test_code_of_a_bus_leads_to_its_usual_route() -> None:
    version = make_route("19")
    resolution = resolve_code(make_code(version=version).code)
    assert resolution.binding is not None
    assert resolution.binding.route == version.route
    assert resolution.binding.board_number == "1907"


def test_one_query_tells_what_a_sign_hangs_at(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    at_place, in_bus = make_code(place=make_place()), make_code(version=make_route("19"))
    for code in (at_place, in_bus):
        with django_assert_num_queries(1):
            binding = resolve_code(code.code).binding
            assert binding is not None
            assert binding.code == code
            assert (binding.place is None) == (code == in_bus)


def test_unknown_mistyped_and_malformed_are_told_apart() -> None:
    code = generate_code()
    assert resolve_code(code).outcome is Outcome.UNKNOWN
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert resolve_code(wrong).outcome is Outcome.MISTYPED
    assert resolve_code("hello").outcome is Outcome.MALFORMED
    assert resolve_code("x" * 10_000).outcome is Outcome.MALFORMED


@pytest.mark.parametrize(
    ("state", "outcome"), [(CodeState.SUSPECT, Outcome.SUSPECT), (CodeState.REVOKED, Outcome.REVOKED)]
)
def test_life_cycle_is_told(state: CodeState, outcome: Outcome) -> None:
    code = make_code()
    QRCode.objects.filter(pk=code.pk).update(state=state)
    assert resolve_code(code.code).outcome is outcome


def test_replaced_code_leads_along_the_chain_to_the_one_in_use() -> None:
    first, second, third = make_code(), make_code(), make_code()
    QRCode.objects.filter(pk=first.pk).update(state=CodeState.REPLACED, replaced_by=second)
    QRCode.objects.filter(pk=second.pk).update(state=CodeState.REPLACED, replaced_by=third)
    resolution = resolve_code(first.code)
    assert resolution.outcome is Outcome.REPLACED
    assert resolution.successor == third


def test_chain_of_replacements_that_ends_in_a_revoked_code_leads_nowhere() -> None:
    first, second = make_code(), make_code()
    QRCode.objects.filter(pk=first.pk).update(state=CodeState.REPLACED, replaced_by=second)
    QRCode.objects.filter(pk=second.pk).update(state=CodeState.REVOKED)
    assert resolve_code(first.code).successor is None


def test_binding_names_exactly_one_target() -> None:
    code = QRCode.objects.create()
    with pytest.raises(IntegrityError, match="binding_exactly_one_target"), transaction.atomic():
        CodeBinding.objects.create(code=code, valid_from=timezone.now())
    with pytest.raises(IntegrityError, match="binding_exactly_one_target"), transaction.atomic():
        CodeBinding.objects.create(
            code=code, place=make_place(), route=make_route().route, valid_from=timezone.now()
        )


def test_code_has_one_binding_in_force() -> None:
    code = make_code()
    with pytest.raises(IntegrityError), transaction.atomic():
        CodeBinding.objects.create(code=code, place=make_place(), valid_from=timezone.now())


def test_issuing_the_same_code_twice_is_refused() -> None:
    code = make_code()
    with pytest.raises(IntegrityError), transaction.atomic():
        issue_code(at=timezone.now(), place=make_place(), code=code.code)


@pytest.mark.django_db(transaction=True)
def test_no_scan_is_lost_when_many_count_at_once() -> None:
    code = make_code()

    def scan_ten_times() -> None:
        for _ in range(10):
            count_scan(code)
        connection.close()

    threads = [threading.Thread(target=scan_ten_times) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rows = list(Scan.objects.filter(code=code).values_list("slot", "count"))
    assert sum(count for _slot, count in rows) == 80
    assert len(rows) > 1
