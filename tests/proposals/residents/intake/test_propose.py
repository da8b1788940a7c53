"""Proposing from the map, without a code."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from proposals.models import LocationSource, Proposal
from tests.factories import IN_WEST
from tests.proposals.residents.intake.sending import send

ADDRESS = "/en/propose/"
pytestmark = pytest.mark.usefixtures("city")


def test_pin_is_stored(client: Client) -> None:
    lon, lat = IN_WEST
    response = send(client, ADDRESS, about="pin", pin_lon=lon, pin_lat=lat)
    proposal = Proposal.objects.get()
    assert response["Location"].startswith("/en/r/")
    assert (proposal.code, proposal.location_source) == (None, LocationSource.PIN)
    assert proposal.location.coords == IN_WEST


def test_without_a_place_the_form_comes_back(client: Client) -> None:
    response = send(client, ADDRESS)
    assert response.status_code == 422
    assert "Say which place it is about" in response.content.decode()


def test_pin_of_the_address_is_set_and_chosen(client: Client) -> None:
    response = client.get(ADDRESS, {"lon": "69.55", "lat": "42.35"})
    assert response.context["pin"] == {"lon": "69.55", "lat": "42.35", "district": "West district"}
    assert response.context["about"] == "pin"


@pytest.mark.parametrize(
    "query",
    [{"lon": "x", "lat": "42"}, {"lon": "69"}, {"lon": "nan", "lat": "42"}, {"lon": "999", "lat": "0"}],
)
def test_senseless_pin_of_the_address_is_not_set(client: Client, query: dict[str, str]) -> None:
    response = client.get(ADDRESS, query)
    assert response.status_code == 200
    assert response.context["pin"] is None


def test_where_the_city_takes_none_the_page_explains(client: Client, settings: Settings) -> None:
    settings.PROPOSE_WITHOUT_CODE = False
    response = client.get(ADDRESS)
    assert response.status_code == 404
    assert "Proposals are sent from a sign" in response.content.decode()
    assert send(client, ADDRESS, about="pin", pin_lon=69.55, pin_lat=42.35).status_code == 404
    assert not Proposal.objects.exists()


def test_form_of_another_origin_is_refused(client: Client) -> None:
    assert client.post(ADDRESS, {}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
