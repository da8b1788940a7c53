"""Store what a resident sends, exactly once."""

import hashlib
import json
import unicodedata
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from proposals.follow import follow_digest, follow_secret
from proposals.intake.contacts import Contact, store_contact
from proposals.intake.ground import Ground
from proposals.intake.location import Choice, ChoiceKind, locate
from proposals.intake.tasks import send_receipt
from proposals.models import (
    Consent,
    HistoryAction,
    HistoryEntry,
    Proposal,
    Status,
    Topic,
)
from proposals.models.contact import ContactKind
from proposals.numbers import next_number_unless_sent
from stops.scanning import count_submission

CONTACT_SALT = "proposals.submission.contact"


class KeyReused(ValueError):
    """The idempotency key has already sent something else."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A stored proposal.

    Attributes:
        proposal: the record.
        secret: of its follow link.
        is_new: whether this very call stored it.
    """

    proposal: Proposal
    secret: str
    is_new: bool


@transaction.atomic
def submit_proposal(
    *,
    idempotency_key: uuid.UUID,
    text: str,
    topic: Topic,
    language: str,
    consent: Consent,
    ground: Ground,
    choice: Choice,
    contact: Contact | None = None,
) -> Submission:
    """Store a proposal with its place, history, contact and the job of its e-mail; all or nothing.

    The same key with the same content, again or at the same time, returns the one stored proposal. Calls with
    one key wait in line, so that none of them draws a number in vain.

    Raises:
        KeyReused: the key has already sent something else.
        LocationRefused: the chosen location cannot be used.
    """
    text = canonical_text(text)
    digest = body_digest(text=text, topic=topic, ground=ground, choice=choice, contact=contact)
    secret = follow_secret(idempotency_key)
    now = timezone.now()
    number = next_number_unless_sent(now, idempotency_key)
    if number is None:
        earlier = Proposal.objects.get(idempotency_key=idempotency_key)
        if earlier.body_digest != digest:
            raise KeyReused
        return Submission(earlier, secret, is_new=False)
    located = locate(choice, ground)
    proposal = Proposal.objects.create(
        number=number,
        follow_digest=follow_digest(secret),
        idempotency_key=idempotency_key,
        body_digest=digest,
        topic=topic,
        text=text,
        language=language,
        consent=consent,
        code=ground.code,
        place=located.place,
        route_version=located.version,
        route_direction=located.direction,
        route_branch=located.branch,
        measure_m=located.measure_m,
        location=located.location,
        location_source=located.source,
        accuracy_m=located.accuracy_m,
        district_id=located.district_id(),
        submitted_at=now,
        status_changed_at=now,
    )
    HistoryEntry.objects.create(
        proposal=proposal, at=now, action=HistoryAction.SUBMITTED, to_status=Status.SUBMITTED
    )
    if ground.code is not None:
        count_submission(ground.code)
    if contact is not None:
        store_contact(proposal, contact)
        if contact.kind == ContactKind.EMAIL:
            send_receipt.defer(proposal_id=proposal.pk)
    return Submission(proposal, secret, is_new=True)


def canonical_text(text: str) -> str:
    """Return a text as it is stored: composed Unicode, line feeds alone, no space around it."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def body_digest(*, text: str, topic: Topic, ground: Ground, choice: Choice, contact: Contact | None) -> str:
    """Return the digest of what was sent, as 64 hexadecimal characters.

    A contact enters it keyed, so that nobody can find it out from the digest by trying. Where the bus was
    enters it where it decides the place, without what the token's signature adds.
    """
    canonical: dict[str, object] = {
        "text": text,
        "topic": topic.slug,
        "code": ground.code.code if ground.code else "",
        "route": ground.route.pk if ground.route else None,
        "choice": [choice.kind, choice.record_id, choice.lon, choice.lat, choice.accuracy_m],
        "contact": salted_hmac(CONTACT_SALT, contact.value, algorithm="sha256").hexdigest()
        if contact
        else "",
    }
    if choice.heading is not None:
        canonical["heading"] = choice.heading
    seen = ground.seen
    if seen is not None and choice.kind in {ChoiceKind.NOTHING, ChoiceKind.VEHICLE}:
        canonical["bus"] = [
            seen.lon,
            seen.lat,
            seen.route_id,
            seen.direction,
            seen.bearing,
            seen.at.timestamp(),
            seen.scanned_at.timestamp(),
        ]
    return hashlib.sha256(
        json.dumps(canonical, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
