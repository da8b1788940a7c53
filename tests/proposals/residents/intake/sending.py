"""What a phone sends, for the tests of the intake."""

import uuid
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tests.factories import make_consent, make_topic

TEXT = "Поставьте навес от солнца и две скамейки."


def body(**fields: Any) -> dict[str, str]:
    """Return a filled form; a field given as None is left out."""
    filled = {
        "key": str(uuid.uuid4()),
        "consent": make_consent().version,
        "text": TEXT,
        "topic": make_topic().slug,
        **fields,
    }
    return {name: str(value) for name, value in filled.items() if value is not None}


def send(client: Client, address: str, **fields: Any) -> HttpResponse:
    """Send a filled form as a page of the portal does."""
    return client.post(
        address, body(**fields), headers={"Sec-Fetch-Site": "same-origin", "Accept-Language": "ru"}
    )
