"""Encrypt what only some may read; each purpose has a key of its own, so that what one wrote no other opens."""

import base64
from functools import cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def sealed(text: str, purpose: bytes) -> bytes:
    """Return a text encrypted: letters, digits, ``-``, ``_`` and ``=``."""
    return _cipher(purpose).encrypt(text.encode())


def unsealed(stored: bytes | memoryview, purpose: bytes) -> str:
    """Return what was encrypted for the same purpose.

    Raises:
        cryptography.fernet.InvalidToken: it was not, or with a key that is not known any more.
    """
    return _cipher(purpose).decrypt(bytes(stored)).decode()


def _cipher(purpose: bytes) -> MultiFernet:
    """Return what writes with ``CONTACTS_KEY``, else ``SECRET_KEY``, and reads with old ones too."""
    secrets = (settings.CONTACTS_KEY, settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derived_key(secret, purpose)) for secret in secrets if secret])


@cache
def _derived_key(secret: str, purpose: bytes) -> bytes:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
