"""The secret of a follow link: derived, so that it can be shown again; only its digest is stored."""

import hashlib
import uuid

from django.utils.crypto import salted_hmac

from stops.signs.codes import ALPHABET

SALT = "proposals.follow"
SECRET_LENGTH = 24


def follow_secret(idempotency_key: uuid.UUID) -> str:
    """Return the secret of the proposal that was sent with a key: 24 characters, 120 bits.

    It follows from the key and from ``SECRET_KEY``, so the same submission always leads to the same receipt.
    """
    digest = salted_hmac(SALT, str(idempotency_key), algorithm="sha256").digest()
    return "".join(ALPHABET[byte % 32] for byte in digest[:SECRET_LENGTH]).lower()


def follow_digest(secret: str) -> str:
    """Return the stored digest of a secret, as 64 hexadecimal characters."""
    return hashlib.sha256(secret.encode()).hexdigest()
