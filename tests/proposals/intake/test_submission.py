"""A proposal is stored exactly once, with everything that belongs to it or nothing at all."""

import threading
import uuid
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from proposals.follow import follow_digest, follow_secret
from proposals.intake.contacts import parse_contact, read_contact
from proposals.intake.ground import Ground
from proposals.intake.location import Choice, ChoiceKind, LocationRefused
from proposals.intake.submission import KeyReused, Submission, submit_proposal
from proposals.intake.tasks import send_receipt
from proposals.models import (
    HistoryAction,
    HistoryEntry,
    LocationSource,
    Proposal,
    ProposalContact,
    Status,
)
from stops.models import CodeBinding
from tests.factories import (
    IN_WEST,
    OUTSIDE,
    WEST_KATO,
    make_city,
    make_code,
    make_consent,
    make_topic,
)
from tests.proposals.intake.sending import TEXT, body

IN_THE_WEST = Choice(ChoiceKind.PIN, None, *IN_WEST)
SENDERS = 20


def submit(**fields: Any) -> Submission:
    defaults: dict[str, Any] = {
        "idempotency_key": uuid.uuid4(),
        "text": TEXT,
        "topic": make_topic(),
        "language": "ru",
        "consent": make_consent(),
        "ground": Ground(),
        "choice": IN_THE_WEST,
    }
    return submit_proposal(**{**defaults, **fields})


@pytest.mark.usefixtures("city")
class TestOneSubmission:
    def test_is_stored_with_number_place_and_history(self) -> None:
        proposal = submit().proposal
        proposal.refresh_from_db()
        assert (proposal.status, proposal.text, proposal.language) == (Status.SUBMITTED, TEXT, "ru")
        assert proposal.number.startswith(f"{timezone.localdate().year}-")
        assert (proposal.location_source, proposal.district.kato) == (LocationSource.PIN, WEST_KATO)
        entry = HistoryEntry.objects.get(proposal=proposal)
        assert (entry.action, entry.to_status, entry.actor) == (HistoryAction.SUBMITTED, "submitted", None)

    def test_keeps_the_code_it_was_written_at(self) -> None:
        code = make_code()
        binding = CodeBinding.objects.select_related("place__district").get(code=code)
        proposal = submit(ground=Ground.of_binding(code, binding), choice=Choice()).proposal
        assert (proposal.code, proposal.place) == (code, binding.place)

    def test_stores_only_the_digest_of_its_secret(self) -> None:
        submission = submit()
        assert submission.proposal.follow_digest == follow_digest(submission.secret)
        stored = Proposal.objects.filter(pk=submission.proposal.pk).values_list()[0]
        assert submission.secret not in [str(value) for value in stored]

    def test_again_gives_the_same_proposal_and_secret(self) -> None:
        key = uuid.uuid4()
        first, second = submit(idempotency_key=key), submit(idempotency_key=key)
        assert (first.proposal.pk, first.secret) == (second.proposal.pk, second.secret)
        assert (first.is_new, second.is_new) == (True, False)
        assert Proposal.objects.count() == HistoryEntry.objects.count() == 1

    @pytest.mark.parametrize("same", [f"  {TEXT}\r\n", TEXT.replace("й", "й")])
    def test_again_with_the_same_text_in_other_bytes_is_the_same(self, same: str) -> None:
        key = uuid.uuid4()
        submit(idempotency_key=key)
        assert not submit(idempotency_key=key, text=same).is_new

    @pytest.mark.parametrize(
        "changed",
        [
            {"text": "Совсем другое предложение."},
            {"choice": Choice(ChoiceKind.PIN, None, 69.56, 42.36)},
            {"contact": parse_contact("a@example.kz")},
        ],
    )
    def test_again_with_other_content_is_refused(self, changed: dict[str, Any]) -> None:
        key = uuid.uuid4()
        submit(idempotency_key=key)
        with pytest.raises(KeyReused):
            submit(idempotency_key=key, **changed)
        assert Proposal.objects.count() == 1

    def test_outside_the_city_leaves_nothing(self) -> None:
        with pytest.raises(LocationRefused):
            submit(choice=Choice(ChoiceKind.PIN, None, *OUTSIDE), contact=parse_contact("a@example.kz"))
        assert not Proposal.objects.exists()
        assert not ProposalContact.objects.exists()
        assert not ProcrastinateJob.objects.exists()


@pytest.mark.usefixtures("city")
class TestContact:
    def test_is_stored_encrypted_and_no_job_carries_it(self) -> None:
        proposal = submit(contact=parse_contact("aigul@example.kz")).proposal
        assert b"aigul" not in bytes(proposal.contact.ciphertext)
        assert read_contact(proposal.pk).value == "aigul@example.kz"
        job = ProcrastinateJob.objects.get()
        assert (job.task_name, job.args) == ("proposals.send_receipt", {"proposal_id": proposal.pk})

    def test_by_telephone_sends_no_mail(self) -> None:
        submit(contact=parse_contact("8 701 000 00 00"))
        assert not ProcrastinateJob.objects.exists()

    def test_by_mail_gets_number_and_link_in_the_proposals_language(self) -> None:
        submission = submit(contact=parse_contact("aigul@example.kz"), language="ru")
        send_receipt(proposal_id=submission.proposal.pk)
        [message] = mail.outbox
        assert message.to == ["aigul@example.kz"]
        assert submission.proposal.number in message.subject
        assert f"/ru/r/{submission.secret}/" in message.body

    def test_erased_before_the_worker_came_gets_nothing(self) -> None:
        proposal = submit(contact=parse_contact("aigul@example.kz")).proposal
        ProposalContact.objects.all().delete()
        send_receipt(proposal_id=proposal.pk)
        assert mail.outbox == []


def in_threads(work: Any, count: int) -> list[Any]:
    """Run ``work(index)`` in threads that start together, each with a connection of its own."""
    barrier, results = threading.Barrier(count), [None] * count

    def run(index: int) -> None:
        try:
            barrier.wait()
            results[index] = work(index)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(index,)) for index in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_twenty_posts_of_one_key_at_once_give_one_proposal_and_one_receipt() -> None:
    make_city()
    address = reverse("scan:form", args=[make_code().code])
    sent = body(contact="aigul@example.kz")

    def post(_index: int) -> tuple[int, str]:
        response = Client().post(f"{address}?lang=ru", sent)
        return response.status_code, response["Location"]

    receipt = f"/ru/r/{follow_secret(uuid.UUID(sent['key']))}/"
    assert in_threads(post, SENDERS) == [(303, receipt)] * SENDERS
    assert Proposal.objects.count() == HistoryEntry.objects.count() == 1
    assert ProcrastinateJob.objects.count() == ProposalContact.objects.count() == 1
    assert Client().get(receipt).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_texts_with_one_key_at_once_store_one_and_return_the_other() -> None:
    make_city()
    address = reverse("scan:form", args=[make_code().code])
    sent = body()

    def post(index: int) -> int:
        return Client().post(address, {**sent, "text": f"{TEXT} {index}"}).status_code

    assert sorted(in_threads(post, 4)) == [303, 409, 409, 409]
    assert Proposal.objects.count() == 1
