"""Write a new proposal with all that belongs to it in one call of the database: quick, and all or nothing.

The function ``store_proposal`` (its file is in ``sql``) does what is done there: it draws the number, looks up consent
and topic, and writes proposal, history, contact and the count of the sign. Its statements are planned once a
connection, which makes sending half as dear. A column that a proposal brings from its form stands here and there.
``take_proposal`` calls it under the brakes of ``stops.signs.brakes``.
"""

import json
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from proposals.contacts import Contact, encrypted
from proposals.models.contact import ContactKind
from proposals.residents.intake.location import Located
from stops.signs.brakes import TooMuchSent, caps_of, sender_of
from stops.signs.codes import generate_code
from stops.signs.models import SentKind

STORE_SQL = "SELECT number, refusal FROM public.take_proposal(%s::jsonb, %s::jsonb)"


class Refused(StrEnum):
    """Why nothing was stored."""

    SENT = "sent"
    """The key has sent something already."""
    CONSENT = "consent"
    """There is no such text of the consent."""
    TOPIC = "topic"
    """There is no such topic, or it is not offered any more."""
    FULL = "full"
    """So much was sent in this span that no more is stored."""


class NotStored(ValueError):
    """Nothing was stored; ``reason`` says why."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(reason)
        self.reason = reason


def store_new(located: Located, contact: Contact | None, *, address: str = "", **sent: Any) -> str:
    """Store a proposal and return its receipt number.

    Calls with one idempotency key wait in line, each until the transaction of the one before it has ended.

    Args:
        located: what it is about.
        contact: of its author, or None.
        address: that it was sent from; its network is counted, and not kept with the proposal.
        sent: the columns of the proposal that its form decides, the slug of its ``topic`` and the version of its
            ``consent``.

    Raises:
        NotStored: the key was used before, or consent or topic are unknown.
        TooMuchSent: the cap for the disk's sake is reached.
    """
    now = timezone.localtime()
    sender = sender_of(SentKind.PROPOSAL, address, now)
    caps = caps_of(sender.kind)
    brakes = {
        "network": sender.network,
        "since": sender.since.isoformat(),
        "flag_network": settings.PROPOSALS_FLAG_NETWORK,
        "flag_sign": settings.PROPOSALS_FLAG_SIGN,
        "flag_city": settings.PROPOSALS_FLAG_CITY,
        "max_network": caps.of_network,
        "max_city": caps.in_all,
    }
    values = {
        **sent,
        "public_id": generate_code(),
        "place_id": located.place and located.place.pk,
        "route_version_id": located.version and located.version.pk,
        "route_direction": located.direction,
        "route_branch": located.branch,
        "measure_m": located.measure_m,
        "location": located.location and located.location.hexewkb.decode(),
        "location_source": located.source,
        "accuracy_m": located.accuracy_m,
        "district_id": located.district_id(),
        "submitted_at": now.isoformat(),
        "year": f"{now:%Y}",
        "today": now.date().isoformat(),
    }
    if contact is not None:
        values |= {
            "contact": encrypted(contact).decode(),
            "contact_kind": contact.kind,
            "is_receipt_due": contact.kind == ContactKind.EMAIL,
        }
    with connection.cursor() as cursor:
        told = [json.dumps(part, ensure_ascii=False, allow_nan=False) for part in (values, brakes)]
        cursor.execute(STORE_SQL, told)
        number, refusal = cursor.fetchone()
    if refusal == Refused.FULL:
        raise TooMuchSent(sender)
    if refusal is not None:
        raise NotStored(Refused(refusal))
    return str(number)
