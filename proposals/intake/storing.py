"""Write a new proposal with all that belongs to it in one call of the database: quick, and all or nothing.

The function ``store_proposal`` (migration 0014) does what is done there: it draws the number, looks up consent and
topic, and writes proposal, history, contact and the count of the sign. Its statements are planned once a connection,
which makes sending half as dear. A column that a proposal brings from its form stands here and there.
"""

import json
from enum import StrEnum
from typing import Any

from django.db import connection
from django.utils import timezone

from proposals.intake.contacts import Contact, encrypted
from proposals.intake.location import Located
from proposals.models.contact import ContactKind
from stops.codes import generate_code

STORE_SQL = "SELECT number, refusal FROM public.store_proposal(%s::jsonb)"


class Refused(StrEnum):
    """Why nothing was stored."""

    SENT = "sent"
    """The key has sent something already."""
    CONSENT = "consent"
    """There is no such text of the consent."""
    TOPIC = "topic"
    """There is no such topic, or it is not offered any more."""


class NotStored(ValueError):
    """Nothing was stored; ``reason`` says why."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(reason)
        self.reason = reason


def store_new(located: Located, contact: Contact | None, **sent: Any) -> str:
    """Store a proposal and return its receipt number.

    Calls with one idempotency key wait in line, each until the transaction of the one before it has ended.

    Args:
        located: what it is about.
        contact: of its author, or None.
        sent: the columns of the proposal that its form decides, the slug of its ``topic`` and the version of its
            ``consent``.

    Raises:
        NotStored: the key was used before, or consent or topic are unknown.
    """
    now = timezone.localtime()
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
        cursor.execute(STORE_SQL, [json.dumps(values, ensure_ascii=False, allow_nan=False)])
        number, refusal = cursor.fetchone()
    if refusal is not None:
        raise NotStored(Refused(refusal))
    return str(number)
