"""A city with codes at places and in buses, and the address that its signs lead to."""

import pytest
from pytest_django.fixtures import Settings

from stops.network.models import PlaceKind
from stops.signs.models import QRCode
from tests.factories import make_city, make_code, make_place, make_route

# Every Kazakh letter that Russian lacks, and the signs № and ₸.
KAZAKH_NAME = "Әғқңөұүһі №5 ₸"


@pytest.fixture(autouse=True)
def public_address(settings: Settings) -> None:
    settings.PUBLIC_URL = "https://shymkent.example"


@pytest.fixture
def codes(db: None) -> list[QRCode]:
    """Return codes at a stop, a park and in a bus."""
    make_city()
    stop = make_place(name_kk="Ордабасы алаңы", name_ru="Площадь Ордабасы")
    park = make_place(kind=PlaceKind.PUBLIC_SPACE, name_kk=KAZAKH_NAME, name_ru="Парк")
    return [make_code(place=stop), make_code(place=park), make_code(version=make_route("19"))]
