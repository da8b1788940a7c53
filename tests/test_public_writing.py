"""Every door through which somebody without an account may write is known here, with what brakes it."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from proposals.follow import follow_digest
from proposals.models import Status
from tests.factories import make_city, make_code, make_consent, make_proposal, make_topic

SECRET = "a1b2c3d4e5f6g7h8j9k0m1n2"
CLOSED = frozenset({301, 403, 404, 405})
"""Moved, refused, not there, not to be written to."""
BRAKED = {
    "proposals.residents.intake.scan.scan_form": "stops.signs.brakes",
    "proposals.residents.intake.propose.propose": "stops.signs.brakes",
    "proposals.residents.intake.receipt.receipt": "stops.signs.brakes",
    "stops.signs.report_page.report_form": "stops.signs.brakes",
    "allauth.account.views.LoginView": "django-axes, and a password is asked for",
    "allauth.account.views.PasswordResetView": "allauth: few for an address and an account",
    "allauth.account.views.LogoutView": "ends a session, of which a stranger has none",
}
"""The views that take a form from anybody, and what brakes each."""
WRITE_NOTHING = {
    "allauth.account.views.SignupView",  # closed: accounts are made by administrators
    "django.views.generic.base.RedirectView",
    "functools.api/v1/docs",
    "functools.api/v1/openapi.json",
    "geoportal.health.healthz",
    "geoportal.health.readyz",
    "geoportal.home.home",
}
"""The views that answer a form as they answer a look."""
CODES: list[str] = []
"""The code of a sign that stands in addresses."""


def doors(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """Yield each address with the view behind it; what stands in an address is what the records of the test have."""
    for pattern in resolver.url_patterns:
        address = before + _filled(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from doors(pattern, address)
        elif isinstance(pattern, URLPattern):
            view = getattr(pattern.callback, "view_class", pattern.callback)
            yield address, f"{view.__module__}.{getattr(view, '__qualname__', address)}"


def _filled(route: str) -> str:
    parts = {"code": CODES[0] if CODES else "", "secret": SECRET, "language": "ru"}
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: parts.get(found[1], "1"), route)
    return re.sub(r"\(\?P<\w+>[^)]*\)", "1", filled).replace("^", "").replace("$", "").replace("/?", "/")


@pytest.mark.django_db
def test_every_public_form_is_braked() -> None:
    make_city()
    make_topic()
    make_consent()
    CODES[:] = [make_code().code]
    make_proposal(status=Status.SUBMITTED, follow_digest=follow_digest(SECRET))
    client = Client()
    open_doors = {}
    for address, view in doors(get_resolver()):
        if view.startswith(("django.contrib.admin", "django.views.static")):
            continue
        response = client.post(f"/{address}", {}, headers={"Sec-Fetch-Site": "same-origin"})
        to_login = response.status_code == 302 and settings.LOGIN_URL.split("_")[1] in response["Location"]
        if response.status_code not in CLOSED and not to_login:
            open_doors[view] = (address, response.status_code)
    assert set(open_doors) == {*BRAKED, *WRITE_NOTHING}, open_doors
