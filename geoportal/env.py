"""Read typed settings from the environment."""

import os
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE_WORDS = frozenset({"1", "true", "yes", "on"})
FALSE_WORDS = frozenset({"", "0", "false", "no", "off"})
POSTGIS_SCHEMES = frozenset({"postgis", "postgres", "postgresql"})
DATABASE_WAIT_S = 3
"""So long a page waits for a connection before it says that the portal cannot answer now."""
POOL = {
    "min_size": 0,
    "max_size": 16,
    "timeout": DATABASE_WAIT_S,
    # The pool tries at ever longer intervals; given up early, the next visitor begins anew and finds a database
    # that has come back at once.
    "reconnect_timeout": DATABASE_WAIT_S,
}
EMAIL_BACKENDS = {
    "console": "geoportal.mail.ConsoleBackend",
    "file": "geoportal.mail.FileBackend",
    "memory": "geoportal.mail.MemoryBackend",
    "smtp": "geoportal.mail.SmtpBackend",
    "smtp+tls": "geoportal.mail.SmtpBackend",
    "smtp+ssl": "geoportal.mail.SmtpBackend",
}


def text(name: str, default: str = "") -> str:
    """Return the variable, or ``default`` where it is not set."""
    return os.environ.get(name, default)


def flag(name: str, *, default: bool = False) -> bool:
    """Return the variable as a boolean.

    Raises:
        ImproperlyConfigured: it is neither a word for yes nor one for no.
    """
    word = os.environ.get(name, "1" if default else "0").strip().lower()
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ImproperlyConfigured(f"{name} must be 1 or 0, not {word!r}.")


def integer(name: str, default: int) -> int:
    """Return the variable as a whole number.

    Raises:
        ImproperlyConfigured: it is not one.
    """
    word = os.environ.get(name, str(default))
    try:
        return int(word)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {word!r}.") from None


def country(name: str, default: str) -> str:
    """Return the variable as a country's two letters (ISO 3166 alpha-2), upper case.

    Raises:
        ImproperlyConfigured: it is not two letters.
    """
    word = os.environ.get(name, default).strip().upper()
    if len(word) != 2 or not (word.isascii() and word.isalpha()):
        raise ImproperlyConfigured(f"{name} must be a country's two letters such as KZ, not {word!r}.")
    return word


def words(name: str, default: str = "") -> list[str]:
    """Return the variable split at commas, without empty parts."""
    return [word.strip() for word in os.environ.get(name, default).split(",") if word.strip()]


def networks(name: str, default: str = "") -> list[IPv4Network | IPv6Network]:
    """Return the variable as networks or single addresses, separated by commas.

    Raises:
        ImproperlyConfigured: one of them is neither.
    """
    try:
        return [ip_network(word, strict=False) for word in words(name, default)]
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} must be networks such as 10.0.0.0/8, separated by commas."
        ) from None


def bbox(name: str, default: str) -> tuple[float, float, float, float]:
    """Return the variable as (west, south, east, north) in degrees, EPSG:4326.

    Raises:
        ImproperlyConfigured: it is not four ordered numbers inside the world.
    """
    value = os.environ.get(name, default)
    try:
        west, south, east, north = (float(part) for part in value.split(","))
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be west,south,east,north in degrees.") from None
    if not (-180 <= west < east <= 180 and -85 <= south < north <= 85):
        raise ImproperlyConfigured(f"{name} must be west,south,east,north inside the world.")
    return west, south, east, north


def database(name: str, default: str) -> dict[str, Any]:
    """Return Django's description of the PostGIS database at a ``postgis://`` address.

    Raises:
        ImproperlyConfigured: the address is for another kind of database.
    """
    parts = urlsplit(os.environ.get(name, default))
    if parts.scheme not in POSTGIS_SCHEMES:
        raise ImproperlyConfigured(f"{name} must begin with postgis://, for PostGIS is the only database.")
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "geoportal.database.postgis",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "OPTIONS": {"pool": {**POOL}, "connect_timeout": DATABASE_WAIT_S, **query},
    }


def email(name: str, default: str) -> dict[str, Any]:
    """Return Django's EMAIL_* settings for an address such as ``smtp+tls://user:password@host:587``.

    ``file:///folder`` keeps mails as files.

    Raises:
        ImproperlyConfigured: the scheme is unknown, or the folder is not a whole path.
    """
    parts = urlsplit(os.environ.get(name, default))
    if parts.scheme not in EMAIL_BACKENDS:
        raise ImproperlyConfigured(f"{name} must begin with one of {', '.join(sorted(EMAIL_BACKENDS))}.")
    folder = unquote(parts.path) if parts.scheme == "file" else ""
    if parts.scheme == "file" and (parts.netloc or not folder.startswith("/")):
        raise ImproperlyConfigured(f"{name} must name a folder by its whole path, such as file:///var/mails.")
    return {
        "EMAIL_BACKEND": EMAIL_BACKENDS[parts.scheme],
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or 25,
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
        "EMAIL_TIMEOUT": 10,
        "MAIL_FOLDER": folder,
    }
