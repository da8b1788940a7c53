"""Guessing codes is slowed by network; a right code never is."""

import datetime as dt
import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone
from pytest_django.fixtures import Settings

from stops.signs import misses
from stops.signs.codes import generate_code
from stops.signs.misses import (
    DELAY_MAX_S,
    FREE_MISSES,
    KEPT_FOR,
    WAITING_MAX,
    WINDOW,
    count_miss,
    delay_s,
    forget_misses,
    network_digest,
    network_of,
    take_turn,
)
from stops.signs.models import CodeMiss
from stops.signs.tasks import forget_misses_hourly
from tests.factories import make_city, make_code, make_consent, make_topic

NOON = dt.datetime(2026, 6, 1, 12, 3, tzinfo=dt.UTC)
ADDRESS = "203.0.113.7"


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that answers were held back, without waiting for them."""
    waited: list[float] = []
    monkeypatch.setattr(misses, "wait_s", waited.append)
    return waited


def ask(client: Client, code: str, address: str = ADDRESS, **headers: str) -> int:
    return client.get(f"/q/{code}/", headers=headers, REMOTE_ADDR=address).status_code


def miss_often(times: int) -> None:
    for _time in range(times):
        count_miss(ADDRESS, timezone.now())


def test_digest_is_one_for_a_network_and_changes_with_the_day_and_the_key(settings: Settings) -> None:
    digest = network_digest("203.0.113.7", NOON)
    assert digest == network_digest("203.0.113.200", NOON)
    others = {network_digest("203.0.114.7", NOON), network_digest("203.0.113.7", NOON + dt.timedelta(days=1))}
    settings.SECRET_KEY = "another-key"
    assert len({digest, *others, network_digest("203.0.113.7", NOON)}) == 4
    assert "203" not in network_of("2001:db8::1")


def test_delay_begins_after_the_free_misses_and_grows_to_its_limit() -> None:
    assert delay_s(1) == delay_s(FREE_MISSES) == 0
    delays = [delay_s(number) for number in range(FREE_MISSES, FREE_MISSES + 60)]
    assert delays == sorted(delays)
    assert 0 < delays[1] < delays[2]
    assert delays[-1] == DELAY_MAX_S == 2


@pytest.mark.django_db
def test_misses_are_counted_by_span() -> None:
    assert [count_miss(ADDRESS, NOON) for _time in range(3)] == [1, 2, 3]
    assert count_miss("203.0.113.99", NOON) == 4
    assert count_miss("198.51.100.1", NOON) == 1
    assert count_miss(ADDRESS, NOON + WINDOW) == 1
    stored = CodeMiss.objects.values_list("network_digest", "window")
    assert {window for _digest, window in stored} == {
        NOON.replace(minute=0),
        NOON.replace(minute=10),
    }
    assert not any("203" in digest[:3] and "." in digest for digest, _window in stored)


@pytest.mark.django_db(transaction=True)
def test_misses_at_the_same_moment_are_all_counted() -> None:
    def miss() -> None:
        try:
            for _time in range(5):
                count_miss(ADDRESS, NOON)
        finally:
            connection.close()

    threads = [threading.Thread(target=miss) for _index in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert CodeMiss.objects.get().count == 30


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoil", [lambda code: generate_code(), lambda code: code[:-1] + ("0" if code[-1] != "0" else "1")]
)
def test_unknown_and_mistyped_codes_wait_after_the_free_misses(
    client: Client, waits: list[float], spoil: Callable[[str], str]
) -> None:
    miss_often(FREE_MISSES - 1)
    assert ask(client, spoil(generate_code())) == 404
    assert waits == []
    assert ask(client, spoil(generate_code())) == 404
    assert ask(client, spoil(generate_code())) == 404
    assert waits == [pytest.approx(0.1), pytest.approx(0.2)]


@pytest.mark.django_db
def test_report_page_is_no_way_round(client: Client, waits: list[float]) -> None:
    miss_often(FREE_MISSES)
    response = client.get(f"/q/{generate_code()}/report/", REMOTE_ADDR=ADDRESS)
    assert response.status_code == 404
    assert len(waits) == 1


@pytest.mark.django_db
def test_right_code_is_never_slowed_nor_counted(client: Client, waits: list[float]) -> None:
    make_city()
    make_topic()
    make_consent()
    code = make_code().code
    miss_often(FREE_MISSES + 50)
    before = CodeMiss.objects.get().count
    assert ask(client, code) == 200
    assert ask(client, code.lower()) == 200
    assert waits == []
    assert CodeMiss.objects.get().count == before


@pytest.mark.django_db
def test_another_network_does_not_wait(client: Client, waits: list[float]) -> None:
    miss_often(FREE_MISSES + 50)
    assert ask(client, generate_code(), address="198.51.100.1") == 404
    assert waits == []


@pytest.mark.django_db
def test_where_too_many_wait_the_same_page_comes_at_once(client: Client, waits: list[float]) -> None:
    miss_often(FREE_MISSES + 5)
    held = [misses._waiting.acquire(blocking=False) for _thread in range(WAITING_MAX)]
    try:
        assert all(held)
        response = client.get(
            f"/q/{generate_code()}/", headers={"Accept-Language": "en"}, REMOTE_ADDR=ADDRESS
        )
    finally:
        for _thread in held:
            misses._waiting.release()
    assert response.status_code == 429
    assert response["Retry-After"] == "2"
    assert "We do not know this code" in response.content.decode()
    assert waits == []


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/q/{}/", "/q/{}/report/"])
def test_no_form_that_is_sent_waits(client: Client, waits: list[float], address: str) -> None:
    miss_often(FREE_MISSES + 5)
    before = CodeMiss.objects.get().count
    response = client.post(address.format(generate_code()), {"text": "Скамейка"}, REMOTE_ADDR=ADDRESS)
    assert (response.status_code, waits) == (429, [])
    assert CodeMiss.objects.get().count == before + 1


def test_answer_is_held_by_the_clock_that_the_server_put_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of greenlets replaces the clock's sleep; the one it replaced would stop all of them."""
    slept: list[float] = []
    monkeypatch.setattr("time.sleep", slept.append)
    misses.wait_s(0.1)
    assert slept == [0.1]


@pytest.mark.django_db
def test_place_among_the_waiting_is_given_back_also_after_an_error() -> None:
    miss_often(FREE_MISSES)
    request = RequestFactory().get("/q/x/", REMOTE_ADDR=ADDRESS)

    def fail(seconds: float) -> None:
        raise KeyboardInterrupt

    for _time in range(WAITING_MAX + 2):
        with pytest.raises(KeyboardInterrupt):
            take_turn(request, wait=fail)
    assert not take_turn(request, wait=lambda seconds: None).is_crowded


@pytest.mark.django_db
def test_old_misses_are_forgotten() -> None:
    now = timezone.now()
    count_miss(ADDRESS, now)
    count_miss(ADDRESS, now - KEPT_FOR - WINDOW)
    assert forget_misses(now) == 1
    assert CodeMiss.objects.get().window > now - KEPT_FOR
    assert forget_misses_hourly(timestamp=0) == 0
