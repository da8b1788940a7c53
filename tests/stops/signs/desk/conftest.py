"""A small city with its signs, and who keeps them."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from geoportal.staff.models import Role
from stops.signs.models import CodeAction, CodeEvent, CodeState, QRCode, Scan
from tests.factories import make_city, make_staff

Scanned = Callable[..., None]


def put_up(code: QRCode, *, days_ago: int) -> QRCode:
    """Return a code whose sign was put up so many days ago."""
    at = timezone.now() - dt.timedelta(days=days_ago)
    QRCode.objects.filter(pk=code.pk).update(state=CodeState.INSTALLED)
    CodeEvent.objects.create(code=code, at=at, action=CodeAction.INSTALLED, state=CodeState.INSTALLED)
    code.refresh_from_db()
    return code


def scanned(code: QRCode, *, days_ago: int, count: int, sent: int = 0, slot: int = 0) -> None:
    """Count scans of one day."""
    day = timezone.localdate() - dt.timedelta(days=days_ago)
    Scan.objects.create(code=code, day=day, slot=slot, count=count, submissions=sent)


@pytest.fixture
def city(db: None) -> None:
    """Two districts."""
    make_city()


@pytest.fixture
def keeper(city: None) -> User:
    """Who keeps the signs of the whole city."""
    return make_staff(Role.SIGN_KEEPER, username="keeper")


@pytest.fixture
def desk(keeper: User) -> Client:
    """The keeper's browser, without JavaScript."""
    client = Client()
    client.force_login(keeper, backend="django.contrib.auth.backends.ModelBackend")
    return client
