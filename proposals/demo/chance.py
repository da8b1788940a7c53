"""Repeatable chance: the same key always draws the same number, code and identifier."""

import hashlib
import uuid

from stops.signs.codes import ALPHABET, CODE_LENGTH, check_character

NAMESPACE = uuid.UUID("6f2f5c1e-3a55-4c0e-9d7b-5a1c0a5f7e10")


def number(key: str, below: int) -> int:
    """Return a number from 0 to ``below`` - 1 drawn by a key."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big") % below


def code(key: str) -> str:
    """Return a valid code drawn by a key. Anyone can repeat it, so it suits a demo only."""
    digest = hashlib.sha256(f"code:{key}".encode()).digest()
    payload = "".join(ALPHABET[byte % 32] for byte in digest[: CODE_LENGTH - 1])
    return payload + check_character(payload)


def identifier(key: str) -> uuid.UUID:
    """Return a UUID drawn by a key."""
    return uuid.uuid5(NAMESPACE, key)
