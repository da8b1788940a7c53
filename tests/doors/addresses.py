"""Every address of the portal, as its resolver holds them, and the pages of the administration."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import LocalePrefixPattern

from tests.doors.city import City

Sent = tuple[str, dict[str, Any]]

PUBLIC_ROLE = ""
ADMIN, ACCOUNTS = "admin/", "<lang>/accounts/"
BY_PATTERN = (ADMIN, ACCOUNTS)
"""Addresses of other packages, fed by walking what they hold."""


@dataclass(frozen=True)
class Door:
    """How an address is called.

    Attributes:
        opens: the addresses to read; together they show every text of the kinds in ``shows``.
        shows: kinds of ``City.texts``.
        sends: what is posted for one text, where the address takes forms.
        role: who asks.
        kept: returns what was stored of the text that was sent; without it an address keeps none.
    """

    opens: Callable[[City], Iterable[str]] = lambda _city: ()
    shows: tuple[str, ...] = ()
    sends: Callable[[City, str], Sent] | None = None
    role: str = PUBLIC_ROLE
    kept: Callable[[City], str] | None = None


def every_pattern() -> Iterable[str]:
    """Yield the route of every address, as the resolver holds it, languages joined as ``<lang>/``."""
    yield from _below(get_resolver(), "")


def _below(resolver: URLResolver, before: str) -> Iterable[str]:
    for pattern in resolver.url_patterns:
        own = "<lang>/" if isinstance(pattern.pattern, LocalePrefixPattern) else str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield before + own
        else:
            yield from _below(pattern, before + own)


def admin_addresses() -> Iterable[str]:
    """Yield the pages of the administration: each list, searched too, and the pages of its first records."""
    yield from ("/admin/", "/admin/jsi18n/", "/admin/password_change/")
    for model in admin.site._registry:
        options = model._meta
        base = f"/admin/{options.app_label}/{options.model_name}/"
        yield from (f"/admin/{options.app_label}/", base, f"{base}add/")
        for record in model._default_manager.order_by("-pk")[:1]:
            yield from (f"{base}{record.pk}/{page}/" for page in ("change", "history", "delete"))
