"""Every mail says that a program wrote it; kept as files, mails are for their owner's eyes only."""

import os
import stat
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection, send_mail
from django.test import Client
from pytest_django.fixtures import Settings

from geoportal import env
from proposals.residents.tasks import send_receipts
from tests.factories import give_contact, make_city, make_proposal


@pytest.fixture
def in_memory(settings: Settings) -> None:
    settings.EMAIL_BACKEND = env.EMAIL_BACKENDS["memory"]


@pytest.mark.django_db
@pytest.mark.usefixtures("in_memory")
def test_receipts_and_passwords_are_marked_as_written_by_a_program(client: Client) -> None:
    make_city()
    give_contact(make_proposal(), "aigul@example.kz", is_receipt_due=True)
    User.objects.create_user("moderator", email="moderator@example.kz", password="a-long-password")
    send_receipts(timestamp=0)
    client.post("/ru/accounts/password/reset/", {"email": "moderator@example.kz"})
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        sent = message.message()
        assert sent["Auto-Submitted"] == "auto-generated"
        assert sent["X-Auto-Response-Suppress"] == "All"


@pytest.mark.usefixtures("in_memory")
def test_a_mails_own_header_wins() -> None:
    EmailMessage("s", "b", to=["a@example.kz"], headers={"Auto-Submitted": "auto-replied"}).send()
    assert mail.outbox[0].message()["Auto-Submitted"] == "auto-replied"


@pytest.mark.parametrize("scheme", env.EMAIL_BACKENDS)
def test_every_way_out_marks_what_it_sends(scheme: str) -> None:
    assert any(
        base.__name__ == "AutomaticMail" for base in type(get_connection(env.EMAIL_BACKENDS[scheme])).__mro__
    )


def test_files_are_for_the_owner_only(settings: Settings, tmp_path: Path) -> None:
    folder = tmp_path / "a" / "mail"
    folder.mkdir(parents=True, mode=0o755)
    settings.EMAIL_BACKEND, settings.MAIL_FOLDER = env.EMAIL_BACKENDS["file"], str(folder)
    before = os.umask(0)
    try:
        for number in range(2):
            send_mail(f"Өтініш {number}", "Мәтін", None, ["aigul@example.kz"])
    finally:
        os.umask(before)
    files = sorted(folder.iterdir())
    assert len(files) == 2
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    read = [message_from_bytes(file.read_bytes(), policy=default) for file in files]
    assert {str(message["Subject"]) for message in read} == {"Өтініш 0", "Өтініш 1"}
    assert {str(message["Auto-Submitted"]) for message in read} == {"auto-generated"}


def test_folder_is_read_from_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "file:///srv/the%20mails")
    assert env.email("EMAIL_URL", "")["MAIL_FOLDER"] == "/srv/the mails"


@pytest.mark.parametrize("address", ["file://", "file://mails", "file:mails", "ftp://x"])
def test_address_that_names_no_folder_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("EMAIL_URL", address)
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        env.email("EMAIL_URL", "")
