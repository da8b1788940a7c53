"""Guessing a password locks the guesser's network out of that account, and nobody else."""

import re
from ipaddress import ip_network

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from geoportal.staff.models import Role
from tests.factories import PASSWORD, make_staff

LOGIN = "/en/accounts/login/"
RESET = "/en/accounts/password/reset/"
PROXY, OFFICE, ATTACKER = "10.0.0.5", "198.51.100.20", "203.0.113.7"
NEIGHBOUR_OF_ATTACKER = "203.0.113.99"
LIMIT = 8
LET_IN, ASKED_AGAIN, LOCKED_OUT = 302, 200, 429


@pytest.fixture
def moderator(db: None, settings: Settings) -> User:
    """A moderator, and a proxy that is trusted."""
    settings.TRUSTED_PROXIES = [ip_network("10.0.0.0/8")]
    return make_staff(Role.MODERATOR, username="moderator")


def log_in(password: str, *, name: str = "moderator", remote: str = PROXY, forwarded: str = "") -> int:
    """Return the status of logging in with a name and a password from somewhere."""
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    sent = {"login": name, "password": password}
    return Client().post(LOGIN, sent, headers=headers, REMOTE_ADDR=remote).status_code


def guess(
    times: int = LIMIT, *, remote: str = PROXY, forwarded: str = "", name: str = "moderator"
) -> list[int]:
    return [log_in("wrong", name=name, remote=remote, forwarded=forwarded) for _time in range(times)]


def test_guesser_is_locked_out_and_the_moderator_is_not(moderator: User) -> None:
    assert guess(forwarded=ATTACKER)[-1] == LOCKED_OUT
    assert log_in(PASSWORD, forwarded=ATTACKER) == LOCKED_OUT
    assert log_in(PASSWORD, forwarded=NEIGHBOUR_OF_ATTACKER) == LOCKED_OUT
    assert log_in(PASSWORD, forwarded=OFFICE) == LET_IN


def test_without_a_proxy_the_connections_own_address_counts(moderator: User) -> None:
    assert guess(remote=ATTACKER)[-1] == LOCKED_OUT
    assert log_in(PASSWORD, remote=ATTACKER) == LOCKED_OUT
    assert log_in(PASSWORD, remote=OFFICE) == LET_IN


def test_header_from_elsewhere_than_a_trusted_proxy_changes_nothing(moderator: User) -> None:
    statuses = [log_in("wrong", remote=ATTACKER, forwarded=f"192.0.2.{number}") for number in range(LIMIT)]
    assert statuses == [ASKED_AGAIN] * (LIMIT - 1) + [LOCKED_OUT]
    assert log_in(PASSWORD, remote=ATTACKER, forwarded=OFFICE) == LOCKED_OUT
    assert log_in(PASSWORD, remote=OFFICE) == LET_IN


def test_what_a_guesser_writes_before_the_proxys_own_entry_changes_nothing(moderator: User) -> None:
    statuses = [log_in("wrong", forwarded=f"192.0.2.{number}, {ATTACKER}") for number in range(LIMIT)]
    assert statuses[-1] == LOCKED_OUT
    assert log_in(PASSWORD, forwarded=f"{OFFICE}, {ATTACKER}") == LOCKED_OUT
    assert log_in(PASSWORD, forwarded=f"192.0.2.1, {OFFICE}") == LET_IN


@pytest.mark.parametrize("address", ["2001:db8:1:2::5", "::ffff:203.0.113.9"])
def test_addresses_of_the_newer_protocol_are_counted_too(moderator: User, address: str) -> None:
    assert guess(forwarded=address)[-1] == LOCKED_OUT
    assert log_in(PASSWORD, forwarded=OFFICE) == LET_IN


def test_nonsense_for_an_address_is_counted_as_one_network(moderator: User) -> None:
    assert guess(forwarded="nonsense")[-1] == LOCKED_OUT
    assert log_in(PASSWORD, forwarded=OFFICE) == LET_IN


@pytest.mark.parametrize("other", ["Official", "OFFICIAL", " official ", "off\u0131cial"])
def test_name_in_another_case_is_the_same_account(moderator: User, other: str) -> None:
    make_staff(Role.OFFICIAL, username="official")
    guess(LIMIT - 1, name="official", forwarded=ATTACKER)
    assert log_in("wrong", name=other, forwarded=ATTACKER) == LOCKED_OUT


def test_another_account_from_the_same_network_is_let_in(moderator: User) -> None:
    make_staff(Role.OFFICIAL, username="official")
    guess(forwarded=ATTACKER)
    assert log_in(PASSWORD, name="official", forwarded=ATTACKER) == LET_IN


def test_guesses_at_the_second_step_end_too(moderator: User) -> None:
    TOTP.activate(moderator, generate_totp_secret())
    client = Client()
    client.post(LOGIN, {"login": "moderator", "password": PASSWORD})
    second_step = "/en/accounts/2fa/authenticate/"
    answers = [client.post(second_step, {"code": "not-it"}).content.decode() for _time in range(LIMIT + 1)]
    assert "Too many failed login attempts" not in answers[0]
    assert "Too many failed login attempts" in answers[LIMIT]


def test_administration_has_no_login_of_its_own(moderator: User) -> None:
    sent = {"username": "moderator", "password": "wrong"}
    answers = [Client().post("/admin/login/", sent, REMOTE_ADDR=ATTACKER) for _time in range(LIMIT + 2)]
    assert {(answer.status_code, re.sub(r"\?.*", "", answer["Location"])) for answer in answers} == {
        (302, "/kk/accounts/login/")
    }


@pytest.mark.parametrize("address", ["nobody@example.kz", "moderator@example.kz"])
def test_password_reset_mails_known_addresses_only(moderator: User, address: str) -> None:
    User.objects.filter(pk=moderator.pk).update(email="moderator@example.kz")
    answer = Client().post(RESET, {"email": address})
    assert (answer.status_code, answer["Location"]) == (302, f"{RESET}done/")
    assert [message.to for message in mail.outbox] == ([[address]] if address.startswith("moderator") else [])


def test_one_address_is_not_flooded_with_resets_and_others_go_on(moderator: User) -> None:
    User.objects.filter(pk=moderator.pk).update(email="moderator@example.kz")
    for number in range(6):
        Client().post(
            RESET,
            {"email": "moderator@example.kz"},
            headers={"X-Forwarded-For": f"203.0.{number}.7"},
            REMOTE_ADDR=PROXY,
        )
    assert len(mail.outbox) == 3
    answer = Client().post(
        RESET, {"email": "x@example.kz"}, headers={"X-Forwarded-For": OFFICE}, REMOTE_ADDR=PROXY
    )
    assert answer.status_code == 302


def test_resets_are_limited_by_the_visitor_and_not_by_the_proxy(moderator: User) -> None:
    def ask(number: int, visitor: str) -> int:
        sent = {"email": f"{number}@example.kz"}
        return Client().post(RESET, sent, headers={"X-Forwarded-For": visitor}, REMOTE_ADDR=PROXY).status_code

    for number in range(10):
        assert ask(number, ATTACKER) == 302
    assert ask(10, ATTACKER) == LOCKED_OUT
    assert ask(11, OFFICE) == 302


def test_nobody_registers(db: None) -> None:
    answer = Client().post("/en/accounts/signup/", {"username": "stranger", "password1": "a-long-password-1"})
    assert answer.status_code == 200
    assert not User.objects.exists()
