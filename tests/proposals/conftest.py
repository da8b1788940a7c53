"""What the tests of the rooms share: the two squares, a topic and a consent."""

import pytest

from districts.models import District
from tests.factories import make_city, make_consent, make_topic


@pytest.fixture
def city(db: None) -> tuple[District, District]:
    """The districts west and east, with what a form needs."""
    make_topic()
    make_consent()
    return make_city()
