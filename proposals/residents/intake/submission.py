"""Store what a resident sends, exactly once."""

import hashlib
import json
import uuid
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from geoportal.web.text import clean_text
from proposals.contacts import Contact
from proposals.digests import sealed_digest
from proposals.follow import follow_digest, follow_secret
from proposals.models import Proposal
from proposals.residents.intake.location import Choice, ChoiceKind, LocationRefused, locate
from proposals.residents.intake.storing import NotStored, Refused, store_new
from proposals.residents.intake.whereabouts import Whereabouts

CONTACT_SALT = "proposals.submission.contact"


class KeyReused(ValueError):
    """The idempotency key has already sent something else."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A stored proposal.

    Attributes:
        number: on the receipt.
        secret: of its follow link.
        is_new: whether this very call stored it.
    """

    number: str
    secret: str
    is_new: bool


def submit_proposal(
    *,
    idempotency_key: uuid.UUID,
    text: str,
    topic: str,
    language: str,
    consent: str,
    whereabouts: Whereabouts,
    choice: Choice,
    contact: Contact | None = None,
    address: str = "",
) -> Submission:
    """Store a proposal with its place, history, contact and the note that its e-mail is due; all or nothing.

    The same key with the same content, again or at the same time, returns the one stored proposal. Calls with
    one key wait in line, so that none of them draws a number in vain.

    Args:
        idempotency_key: of the form.
        text: what is proposed.
        topic: the slug of an active topic.
        language: of the form.
        consent: the version of the text agreed to.
        whereabouts: where the form was opened.
        choice: what the resident chose as its place.
        contact: of the author, or None.
        address: that it was sent from.

    Raises:
        KeyReused: the key has already sent something else.
        TooMuchSent: the cap for the disk's sake is reached.
        LocationRefused: the chosen location cannot be used.
        NotStored: there is no such topic or consent.
    """
    text = clean_text(text)
    digest = body_digest(text=text, topic=topic, whereabouts=whereabouts, choice=choice, contact=contact)
    secret = follow_secret(idempotency_key)
    try:
        number = store_new(
            locate(choice, whereabouts),
            contact,
            address=address,
            idempotency_key=str(idempotency_key),
            follow_digest=follow_digest(secret),
            body_digest=digest,
            text=text,
            topic=topic,
            language=language,
            consent=consent,
            code_id=whereabouts.code and whereabouts.code.pk,
        )
    except LocationRefused:
        if not Proposal.objects.filter(idempotency_key=idempotency_key).exists():
            raise
    except NotStored as refused:
        if refused.reason != Refused.SENT:
            raise
    else:
        return Submission(number, secret, is_new=True)
    return _sent_before(idempotency_key, digest)


def _sent_before(idempotency_key: uuid.UUID, digest: str) -> Submission:
    """Return what a key has sent already.

    Raises:
        KeyReused: it was something else.
    """
    earlier = Proposal.objects.get(idempotency_key=idempotency_key)
    if earlier.body_digest not in {digest, sealed_digest(digest)}:
        raise KeyReused
    return Submission(earlier.number, follow_secret(idempotency_key), is_new=False)


def body_digest(
    *, text: str, topic: str, whereabouts: Whereabouts, choice: Choice, contact: Contact | None
) -> str:
    """Return the digest of what was sent, as 64 hexadecimal characters.

    A contact enters it keyed, so that nobody can find it out from the digest by trying. Where the bus was
    enters it where it decides the place, without what the token's signature adds.
    """
    canonical: dict[str, object] = {
        "text": text,
        "topic": topic,
        "code": whereabouts.code.code if whereabouts.code else "",
        "route": whereabouts.route.pk if whereabouts.route else None,
        "choice": [choice.kind, choice.record_id, choice.lon, choice.lat, choice.accuracy_m],
        "contact": salted_hmac(CONTACT_SALT, contact.value, algorithm="sha256").hexdigest()
        if contact
        else "",
    }
    if choice.heading is not None:
        canonical["heading"] = choice.heading
    seen = whereabouts.seen
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
