"""A day of the portal with everything that goes wrong in it: none of its logs holds what is private."""

import io
import logging
import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.test import Client
from procrastinate.contrib.django import app
from pytest_django.fixtures import Settings

from geoportal.private_logs import PrivateFormatter
from geoportal.staff.models import Role
from proposals.models import Proposal
from proposals.residents.tasks import send_receipts
from tests.at_once import at_once
from tests.factories import PASSWORD, make_city, make_code, make_staff
from tests.proposals.residents.intake.sending import send

TEXT = "Поставьте навес zelkova у школы номер семь."
EMAIL, PHONE = "aigul.unmistakable@example.kz", "+7 701 765 43 21"
STAFF_EMAIL = "moderator.unmistakable@example.kz"
REASON = "Дубль moiseevka"
PRIVATE_WORDS = ("zelkova", "навес", "unmistakable", "765 43 21", "77017654321", "moiseevka")


class RefusingMail(EmailBackend):
    """A mail server that quotes what it refuses."""

    def send_messages(self, messages: Any) -> int:
        """Refuse everything."""
        for message in messages:
            raise smtplib.SMTPRecipientsRefused({message.to[0]: (550, message.body.encode())})
        return 0


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What every logger writes from DEBUG on, in the form that our handlers write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PrivateFormatter("%(levelname)s %(name)s %(message)s"))
    loggers = [logging.getLogger(), *(logging.getLogger(name) for name in logging.root.manager.loggerDict)]
    before = [(logger, logger.level, logger.disabled) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
        logger.disabled = False
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)
    for logger, level, disabled in before:
        logger.setLevel(level)
        logger.disabled = disabled


@contextmanager
def database_away() -> Iterator[None]:
    """Let the database be where nothing answers."""
    described, port = connection.settings_dict, connection.settings_dict["PORT"]
    pool = described["OPTIONS"]["pool"]
    connection.close()
    connection.close_pool()
    described["PORT"], described["OPTIONS"]["pool"] = "1", {**pool, "timeout": 0.2, "reconnect_timeout": 0.2}
    try:
        yield
    finally:
        connection.close()
        connection.close_pool()
        described["PORT"], described["OPTIONS"]["pool"] = port, pool


@contextmanager
def missing(table: str) -> Iterator[None]:
    """Let a table be away, so that every statement about it fails."""
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} RENAME TO gone_for_now")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE gone_for_now RENAME TO {table}")


def send_two(client: Client) -> list[str]:
    """Send a proposal with an address and one with a telephone; return their secrets."""
    code = make_code().code
    answers = [send(client, f"/q/{code}/", text=TEXT, contact=contact) for contact in (EMAIL, PHONE)]
    assert [answer.status_code for answer in answers] == [303, 303]
    found = [re.search(r"/r/([^/]+)/", answer["Location"]) for answer in answers]
    return [match[1] for match in found if match]


def ask_in_every_wrong_way(client: Client, secret: str) -> None:
    """Look at receipts that are there, are not, and cannot be shown."""
    addresses = [
        f"/ru/r/{secret}/",
        f"/kk/r/{secret.upper()}/",
        f"/ru/r/{secret}x/",
        f"/r/{secret}.",
        f"/{secret}",
    ]
    statuses = [client.get(address).status_code for address in addresses]
    assert statuses[0] == 200
    assert 404 in statuses
    with missing("proposals_proposal"):
        assert client.get(f"/ru/r/{secret}/").status_code == 500
        assert client.post(f"/ru/r/{secret}/", {"withdraw": "yes"}).status_code == 500
    with database_away():
        assert client.get(f"/ru/r/{secret}/").status_code == 503
        assert client.get(f"/ru/proposals/?q={TEXT}").status_code == 503


def send_while_all_is_broken(client: Client) -> None:
    """Send forms that end in errors, from elsewhere, and while the database is away."""
    code = make_code().code
    with missing("proposals_proposalcontact"):
        assert send(client, f"/q/{code}/", text=TEXT, contact=EMAIL).status_code == 500
    assert (
        client.post(f"/q/{code}/", {"text": TEXT}, headers={"Sec-Fetch-Site": "cross-site"}).status_code
        == 403
    )
    with database_away():
        assert client.post(f"/q/{code}/", {"text": TEXT, "contact": PHONE}).status_code == 503


def decide(client: Client) -> None:
    """Log in at the second try, reject one, be refused another page, and ask for a new password."""
    moderator = make_staff(Role.MODERATOR, username="moderator")
    User.objects.filter(pk=moderator.pk).update(email=STAFF_EMAIL)
    for password in ("wrong", PASSWORD):
        client.post("/ru/accounts/login/", {"login": "moderator", "password": password})
    first, second = Proposal.objects.order_by("pk")[:2]
    reject = {
        "status": first.status,
        "topic": first.topic_id,
        "language": "ru",
        "reason": "abuse",
        "note": REASON,
    }
    assert client.post(f"/ru/review/{first.public_id}/reject/", reject).status_code == 303
    publish = {"status": second.status, "topic": second.topic_id, "language": "ru", "title": "Навес zelkova"}
    assert client.post(f"/ru/review/{second.public_id}/publish/", publish).status_code == 303
    assert client.get("/ru/planning/").status_code == 403
    with missing("proposals_historyentry"):
        take_back = {"status": "published", "note": REASON}
        assert client.post(f"/ru/review/{second.public_id}/take-back/", take_back).status_code == 500
    for address in (STAFF_EMAIL, EMAIL):
        client.post("/ru/accounts/password/reset/", {"email": address})
    client.get("/ru/accounts/password/reset/key/1-set-unmistakable/")


def work(settings: Settings) -> None:
    """Let the worker mail what is due, to a server that refuses it, and do what became of that."""
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.{RefusingMail.__name__}"
    send_receipts(timestamp=0)
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        # In a thread of its own: a browser test may have left a loop in this one.
        ended = at_once(
            lambda: worker.run_worker(
                wait=False, install_signal_handlers=False, listen_notify=False, queues=["mail"]
            )
        )
    assert ended == [None]
    settings.EMAIL_BACKEND = backend


@pytest.mark.django_db(transaction=True)
def test_logs_of_a_played_day_hold_nothing_private(log: io.StringIO, settings: Settings) -> None:
    make_city()
    client = Client(raise_request_exception=False)
    secrets = send_two(client)
    for secret in secrets:
        ask_in_every_wrong_way(client, secret)
    send_while_all_is_broken(client)
    decide(client)
    work(settings)
    written = log.getvalue()
    for private in (*secrets, *PRIVATE_WORDS):
        assert private.lower() not in written.lower()
    # The day is in the logs all the same: refusals in one line, faults with their kind and place.
    assert re.search(r"WARNING django\.request Forbidden[^\n]*: /ru/planning/\n(?! )", written)
    assert "WARNING django.request Not Found: /ru/r/-/" in written
    assert re.search(r"ERROR django\.request Internal Server Error: /ru/r/-/\n  File", written)
    assert re.search(
        r"ERROR django\.request Service Unavailable: /ru/r/-/ · \S*OperationalError: [^\n]*\n(?! )", written
    )
    assert "SQLSTATE 42P01" in written
    assert "was not mailed: The mail server answered 550." in written
