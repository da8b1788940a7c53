"""A city with staff, for the review's tests."""

import pytest
from django.contrib.auth.models import User

from districts.models import District
from geoportal.staff.models import Role
from tests.factories import make_city, make_staff


@pytest.fixture
def city(db: None) -> tuple[District, District]:
    """West and east."""
    return make_city()


@pytest.fixture
def moderator(city: tuple[District, District]) -> User:
    """A moderator of the whole city."""
    return make_staff(Role.MODERATOR)


@pytest.fixture
def official(city: tuple[District, District]) -> User:
    """An official of the whole city."""
    return make_staff(Role.OFFICIAL)


@pytest.fixture
def administrator(city: tuple[District, District]) -> User:
    """Someone who may do everything that staff may."""
    return make_staff(Role.ADMINISTRATOR)
