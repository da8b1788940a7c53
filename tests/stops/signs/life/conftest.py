"""A small city with one sign in the west and its keeper."""

import pytest

from geoportal.staff.models import Role
from stops.signs.models import QRCode
from tests.factories import WEST_KATO, make_city, make_code, make_consent, make_place, make_staff, make_topic


@pytest.fixture
def city(db: None) -> None:
    """Two districts."""
    make_city()


@pytest.fixture
def sign(city: None) -> QRCode:
    """A sign just issued, for a stop in the west."""
    return make_code(place=make_place(name_en="Ordabasy square"))


@pytest.fixture
def keeper(city: None) -> object:
    """Who keeps the signs of the west."""
    return make_staff(Role.SIGN_KEEPER, kato=WEST_KATO, username="keeper-west")


@pytest.fixture
def consent(city: None) -> object:
    """What the scan page needs beside a sign."""
    make_topic()
    return make_consent()
