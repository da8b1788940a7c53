"""Receipts are mailed to those who gave an address, once, and none is lost while the mail server is away."""

import smtplib
import socket
import threading
import traceback
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django.fixtures import Settings

from geoportal.web.mailing import MailRefused
from proposals.contacts import erase_contact, parse_contact, read_contact
from proposals.models import Proposal, ProposalContact
from proposals.residents.tasks import RECEIPTS_ON_A_CONNECTION, send_receipt, send_receipts
from tests.factories import give_contact, make_city, make_proposal
from tests.killing import Killed, KillingBackend
from tests.proposals.residents.intake.test_submission import stored, submit

REFUSED = "nobody@example.kz"


class Closing(EmailBackend):
    """Takes three mails over one connection, then closes it, as many servers do."""

    opened = taken = 0

    def open(self) -> bool:
        """Count the connections."""
        Closing.opened, Closing.taken = Closing.opened + 1, 0
        return True

    def send_messages(self, messages: Any) -> int:
        """Answer 421 to the fourth."""
        Closing.taken += 1
        if Closing.taken > 3:
            raise smtplib.SMTPSenderRefused(421, b"too many mails over this connection", "no-reply@localhost")
        return int(super().send_messages(messages))


class Refusing(EmailBackend):
    """Takes all mail but that to one address."""

    def send_messages(self, messages: Any) -> int:
        """Refuse the one address as a server does."""
        if any(REFUSED in message.to for message in messages):
            raise smtplib.SMTPRecipientsRefused({REFUSED: (550, b"no such user")})
        return int(super().send_messages(messages))


def due() -> int:
    return ProposalContact.objects.filter(is_receipt_due=True).count()


@pytest.mark.usefixtures("city")
class TestReceipts:
    def test_contact_is_stored_encrypted(self) -> None:
        proposal = stored(contact=parse_contact("aigul@example.kz"))
        assert b"aigul" not in bytes(proposal.contact.ciphertext)
        assert read_contact(proposal.pk).value == "aigul@example.kz"
        assert due() == 1

    def test_gets_number_and_link_in_the_proposals_language_once(self) -> None:
        submission = submit(contact=parse_contact("aigul@example.kz"), language="ru")
        assert (send_receipts(timestamp=0), send_receipts(timestamp=5)) == (1, 0)
        [message] = mail.outbox
        assert message.to == ["aigul@example.kz"]
        assert submission.number in message.subject
        assert f"/ru/r/{submission.secret}/" in message.body

    def test_by_telephone_none_is_due(self) -> None:
        submit(contact=parse_contact("8 701 000 00 00"))
        assert send_receipts(timestamp=0) == due() == 0

    def test_erased_before_the_worker_came_gets_none(self) -> None:
        proposal = stored(contact=parse_contact("aigul@example.kz"))
        erase_contact(proposal)
        assert send_receipts(timestamp=0) == 0
        send_receipt(proposal_id=proposal.pk)
        assert mail.outbox == []

    def test_more_than_a_connection_takes_are_all_mailed_in_one_run(self) -> None:
        for number in range(RECEIPTS_ON_A_CONNECTION + 1):
            give_contact(make_proposal(), f"resident{number}@example.kz", is_receipt_due=True)
        assert send_receipts(timestamp=0) == RECEIPTS_ON_A_CONNECTION + 1
        assert len({message.to[0] for message in mail.outbox}) == RECEIPTS_ON_A_CONNECTION + 1

    def test_stay_due_while_the_server_is_away(self, settings: Settings) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            settings.EMAIL_PORT = taken.getsockname()[1]
        settings.EMAIL_BACKEND, settings.EMAIL_HOST = (
            "django.core.mail.backends.smtp.EmailBackend",
            "127.0.0.1",
        )
        submit(contact=parse_contact("aigul@example.kz"))
        assert (send_receipts(timestamp=0), due()) == (0, 1)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        assert (send_receipts(timestamp=5), due()) == (1, 0)

    def test_one_that_the_server_refuses_holds_up_no_other_and_is_tried_later(
        self, settings: Settings
    ) -> None:
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        refused = stored(contact=parse_contact(REFUSED))
        submit(contact=parse_contact("aigul@example.kz"))
        assert (send_receipts(timestamp=0), due()) == (1, 0)
        job = ProcrastinateJob.objects.get()
        assert (job.task_name, job.args) == ("residents.send_receipt", {"proposal_id": refused.pk})
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        send_receipt(**job.args)
        assert not send_receipt(**job.args)
        assert [message.to for message in mail.outbox] == [["aigul@example.kz"], [REFUSED]]

    def test_what_a_server_answers_names_nobody_in_the_log(
        self, settings: Settings, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.EMAIL_BACKEND = f"{__name__}.Refusing"
        refused = stored(contact=parse_contact(REFUSED))
        send_receipts(timestamp=0)
        with pytest.raises(MailRefused) as raised:
            send_receipt(proposal_id=refused.pk)
        said = caplog.text + "".join(traceback.format_exception(raised.value))
        assert "MailRefused" in said
        assert REFUSED not in said

    def test_a_server_that_closes_after_some_mails_gets_the_others_over_new_connections(
        self, settings: Settings
    ) -> None:
        settings.EMAIL_BACKEND = f"{__name__}.Closing"
        Closing.opened = 0
        for number in range(8):
            give_contact(make_proposal(), f"resident{number}@example.kz", is_receipt_due=True)
        assert (send_receipts(timestamp=0), due()) == (8, 0)
        assert Closing.opened == 3
        assert not ProcrastinateJob.objects.exists()

    def test_one_whose_contact_cannot_be_read_holds_up_no_other(self) -> None:
        broken = give_contact(make_proposal(), "lost@example.kz", is_receipt_due=True)
        ProposalContact.objects.filter(pk=broken.pk).update(ciphertext=b"of another key")
        give_contact(make_proposal(), "aigul@example.kz", is_receipt_due=True)
        assert (send_receipts(timestamp=0), due()) == (1, 0)
        assert ProcrastinateJob.objects.get().args == {"proposal_id": broken.proposal_id}

    @pytest.mark.parametrize("server_took_it", [False, True])
    def test_a_worker_killed_among_many_doubles_one_at_most_and_loses_none(
        self, settings: Settings, server_took_it: bool
    ) -> None:
        settings.EMAIL_BACKEND = "tests.killing.KillingBackend"
        KillingBackend.reset(**({"after": 25} if server_took_it else {"before": 25}))
        for number in range(29):
            give_contact(make_proposal(), f"resident{number}@example.kz", is_receipt_due=True)
        with pytest.raises(Killed):
            send_receipts(timestamp=0)
        KillingBackend.reset()
        send_receipts(timestamp=5)
        addresses = [message.to[0] for message in mail.outbox]
        assert len(set(addresses)) == 29
        assert len(addresses) == 29 + server_took_it
        assert due() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_mail_no_receipt_twice_and_wait_for_nobody() -> None:
    make_city()
    for number in range(2):
        give_contact(make_proposal(), f"resident{number}@example.kz", is_receipt_due=True)
    mailed: list[int] = []

    def other() -> None:
        try:
            mailed.append(send_receipts(timestamp=0))
        finally:
            connection.close()

    with transaction.atomic():
        held = ProposalContact.objects.select_for_update().order_by("proposal").first()
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()
        assert mailed == [1]
    assert send_receipts(timestamp=5) == 1
    assert Proposal.objects.filter(contact=held).exists()
    assert len({message.to[0] for message in mail.outbox}) == 2
