"""A proposal is stored exactly once, with everything that belongs to it or nothing at all."""

import threading
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from districts.models import District
from proposals.contacts import parse_contact
from proposals.follow import follow_digest, follow_secret
from proposals.models import (
    Consent,
    HistoryAction,
    HistoryEntry,
    LocationSource,
    Proposal,
    ProposalContact,
    Status,
    Topic,
)
from proposals.residents.intake.location import Choice, ChoiceKind, Located, LocationRefused
from proposals.residents.intake.storing import NotStored, Refused, store_new
from proposals.residents.intake.submission import KeyReused, Submission, submit_proposal
from proposals.residents.intake.whereabouts import Whereabouts
from stops.signs.models import CodeBinding, Scan
from tests.factories import (
    IN_WEST,
    OUTSIDE,
    WEST_KATO,
    make_city,
    make_code,
    make_consent,
    make_route,
    make_topic,
)
from tests.proposals.residents.intake.sending import TEXT, body

IN_THE_WEST = Choice(ChoiceKind.PIN, None, *IN_WEST)
SENDERS = 20


def submit(**fields: Any) -> Submission:
    defaults: dict[str, Any] = {
        "idempotency_key": uuid.uuid4(),
        "text": TEXT,
        "topic": make_topic().slug,
        "language": "ru",
        "consent": make_consent().version,
        "whereabouts": Whereabouts(),
        "choice": IN_THE_WEST,
    }
    return submit_proposal(**{**defaults, **fields})


def stored(**fields: Any) -> Proposal:
    return Proposal.objects.get(number=submit(**fields).number)


@pytest.mark.usefixtures("city")
class TestOneSubmission:
    def test_is_stored_with_number_place_and_history(self) -> None:
        proposal = stored()
        assert (proposal.status, proposal.text, proposal.language) == (Status.SUBMITTED, TEXT, "ru")
        assert proposal.number.startswith(f"{timezone.localdate().year}-")
        assert (proposal.location_source, proposal.district.kato) == (LocationSource.PIN, WEST_KATO)
        entry = HistoryEntry.objects.get(proposal=proposal)
        assert (entry.action, entry.to_status, entry.actor) == (HistoryAction.SUBMITTED, "submitted", None)

    def test_keeps_the_code_it_was_written_at(self) -> None:
        code = make_code()
        binding = CodeBinding.objects.select_related("place__district").get(code=code)
        proposal = stored(whereabouts=Whereabouts.of_binding(code, binding), choice=Choice())
        assert (proposal.code, proposal.place) == (code, binding.place)

    def test_stores_only_the_digest_of_its_secret(self) -> None:
        submission = submit()
        proposal = Proposal.objects.get(number=submission.number)
        assert proposal.follow_digest == follow_digest(submission.secret)
        stored = Proposal.objects.filter(pk=proposal.pk).values_list()[0]
        assert submission.secret not in [str(value) for value in stored]

    def test_again_gives_the_same_proposal_and_secret(self) -> None:
        key = uuid.uuid4()
        first, second = submit(idempotency_key=key), submit(idempotency_key=key)
        assert (first.number, first.secret) == (second.number, second.secret)
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


@pytest.mark.usefixtures("city")
class TestWhatCannotBeStored:
    @pytest.mark.parametrize("reason", [Refused.TOPIC, Refused.CONSENT])
    def test_unknown_topic_or_consent_stores_nothing_and_draws_no_number(self, reason: Refused) -> None:
        before = int(submit().number[5:])
        with pytest.raises(NotStored) as refused:
            submit(**{reason: "no-such"}, contact=parse_contact("a@example.kz"))
        assert refused.value.reason == reason
        assert Proposal.objects.count() == 1
        assert not ProposalContact.objects.exists()
        assert int(submit().number[5:]) == before + 1

    def test_a_topic_that_is_not_offered_any_more_is_unknown(self) -> None:
        make_topic("closed", is_active=False)
        with pytest.raises(NotStored):
            submit(topic="closed")

    def test_what_was_sent_before_is_told_though_its_topic_and_place_are_gone(self) -> None:
        key = uuid.uuid4()
        first = submit(idempotency_key=key)
        Topic.objects.update(is_active=False)
        again = submit_proposal(**sent_again(key))
        District.objects.update(valid_to=timezone.localdate())
        assert (again.number, submit_proposal(**sent_again(key)).number) == (first.number, first.number)


def sent_again(key: uuid.UUID) -> dict[str, Any]:
    return {
        "idempotency_key": key,
        "text": TEXT,
        "topic": Topic.objects.get().slug,
        "language": "ru",
        "consent": Consent.objects.get().version,
        "whereabouts": Whereabouts(),
        "choice": IN_THE_WEST,
    }


@pytest.mark.django_db
def test_each_column_that_the_form_decides_is_stored() -> None:
    """A column that is new in the model must be stored by the function too, or be one of those that start empty."""
    start_empty = {
        "id", "cell", "title", "rejection_reason", "merged_into_id", "department_id", "executor_id", "due_on",
        "published_at", "support_count", "erased_at", "status",
    }  # fmt: skip
    make_city()
    version = make_route("19", (69.51, 42.35), (69.59, 42.35))
    route_stop = version.directions.get(direction=0).stops.first()
    code = make_code(version=version)
    located = Located(
        LocationSource.CHOSEN_STOP, route_stop.place.location, 12.5, route_stop.place, version, 1, 2, 345.25
    )
    number = store_new(
        located,
        None,
        idempotency_key=str(uuid.uuid4()),
        follow_digest="f" * 64,
        body_digest="b" * 64,
        text=TEXT,
        topic=make_topic().slug,
        language="kk",
        consent=make_consent().version,
        code_id=code.pk,
    )
    proposal = Proposal.objects.get(number=number)
    columns = {field.attname: getattr(proposal, field.attname) for field in Proposal._meta.concrete_fields}
    assert {name for name, value in columns.items() if value in (None, "")} <= start_empty
    assert (proposal.location.coords, proposal.accuracy_m, proposal.measure_m) == (
        located.location.coords,
        12.5,
        345.25,
    )
    assert (proposal.route_direction, proposal.route_branch, proposal.route_version) == (1, 2, version)
    assert Scan.objects.get(code=code).submissions == 1


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
    assert ProposalContact.objects.filter(is_receipt_due=True).count() == ProposalContact.objects.count() == 1
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
