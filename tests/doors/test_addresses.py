"""The corpus goes through every address: nothing runs, nothing is lost, nothing answers 500."""

import itertools
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker

from geoportal.staff.models import Role
from tests.doors.addresses import ACCOUNTS, BY_PATTERN, admin_addresses, every_pattern
from tests.doors.city import City, make_hostile_city
from tests.doors.own import DOORS
from tests.doors.reading import shown_by
from tests.hostile import COMPOUND, TEXTS, TYPED_ONLY, flat, visible

pytestmark = pytest.mark.django_db
SEE_OTHER, SERVER_ERROR = 303, 500
ACCOUNT_FIELDS = ("login", "username", "password", "password1", "password2", "email", "code", "next")
PARAMETERS = (
    "topic", "status", "from", "to", "district", "area", "route", "within_m", "place", "bbox", "page", "q", "find",
    "sign", "kind", "state", "lang", "at", "view", "embed", "zoom", "measure", "limit", "offset", "format", "code",
    "next", "tab", "sort", "period", "text", "detail", "rank", "lon", "lat", "silent", "done", "vehicle",
)  # fmt: skip
TYPED = {**TEXTS, **TYPED_ONLY, "compound": COMPOUND}
FEW = {name: TYPED[name] for name in ("compound", "nul", "lone surrogate")}


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[City]:
    """Make the hostile city once for the module, and take it back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_hostile_city()
        transaction.set_rollback(True)


def raised_nothing(client: Client) -> Client:
    """Let the client give the page of an error instead of raising it, so that the message names the address."""
    client.raise_request_exception = False
    return client


def judged(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code < SERVER_ERROR, address
    return shown_by(address, response)


def encoded(text: str) -> str:
    """Return a text for an address; half a pair is sent as the bytes that no text has."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def test_every_address_is_fed() -> None:
    patterns = {pattern for pattern in every_pattern() if not pattern.startswith(BY_PATTERN)}
    assert patterns - DOORS.keys() == set(), "say in DOORS how the corpus goes through these"
    assert DOORS.keys() - patterns == set(), "these are no addresses any more"


@pytest.mark.parametrize("pattern", DOORS)
def test_what_is_kept_is_shown_as_it_was_typed(pattern: str, city: City) -> None:
    door = DOORS[pattern]
    client = raised_nothing(city.client(door.role))
    shown = " \n ".join(judged(client, address) for address in door.opens(city))
    missing = [text for kind in door.shows for text in city.texts[kind] if flat(text) not in shown]
    assert missing == []


@pytest.mark.parametrize("pattern", DOORS)
def test_what_stands_in_an_address_does_nothing(pattern: str, city: City) -> None:
    door = DOORS[pattern]
    client = raised_nothing(city.client(door.role))
    address = next(iter(door.opens(city)), "")
    for text in FEW.values():
        if address:
            query = "&".join(f"{name}={encoded(text)}" for name in PARAMETERS)
            judged(client, f"{address.partition('?')[0]}?{query}")
        if "<" in pattern.removeprefix("<lang>"):
            path = re.sub(r"<int:\w+>", "1", pattern.replace("<lang>", "ru"))
            judged(client, "/" + re.sub(r"<\w+:\w+>", encoded(text).replace("\\", ""), path))


def post(client: Client, address: str, form: dict[str, Any]) -> HttpResponse:
    """Send a form as a page of ours does, with whatever bytes, and judge the answer."""
    body = urlencode(form, doseq=True, errors="surrogatepass")
    response = client.post(
        address,
        body,
        content_type="application/x-www-form-urlencoded",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert response.status_code < SERVER_ERROR, (address, form)
    shown_by(address, response)
    return response


@pytest.mark.parametrize("pattern", [pattern for pattern, door in DOORS.items() if door.sends])
def test_what_is_sent_does_nothing_and_is_kept_whole(pattern: str, city: City) -> None:
    door = DOORS[pattern]
    client = raised_nothing(city.client(door.role))
    assert door.sends is not None
    for name, text in (TYPED if door.kept else FEW).items():
        with transaction.atomic():
            response = post(client, *door.sends(city, text))
            if door.kept and name in TEXTS:
                assert response.status_code == SEE_OTHER, (pattern, text)
            if door.kept and response.status_code == SEE_OTHER:
                assert visible(door.kept(city)) == visible(text)
            transaction.set_rollback(True)


def test_the_administration_shows_texts_as_they_are(city: City) -> None:
    client = raised_nothing(city.client(Role.ADMINISTRATOR))
    shown = " \n ".join(judged(client, address) for address in admin_addresses())
    assert flat(COMPOUND) in shown
    for model in admin.site._registry:
        for text in (COMPOUND, FEW["nul"]):
            judged(client, f"/admin/{model._meta.app_label}/{model._meta.model_name}/?q={encoded(text)}")


def test_the_pages_of_accounts_take_any_text(city: City) -> None:
    for pattern, role in itertools.product(every_pattern(), ("", Role.CHIEF)):
        if not pattern.startswith(ACCOUNTS) or "^" in pattern:
            continue
        client = raised_nothing(city.client(role))
        address = "/" + pattern.replace("<lang>", "ru")
        judged(client, f"{address}?next={encoded(COMPOUND)}")
        for text in (COMPOUND, FEW["nul"]):
            with transaction.atomic():
                post(client, address, dict.fromkeys(ACCOUNT_FIELDS, text))
                transaction.set_rollback(True)
