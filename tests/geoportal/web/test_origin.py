"""A form is taken from the portal's own pages, as far as the browser says where it stood."""

import pytest
from django.test import RequestFactory
from pytest_django.fixtures import Settings

from geoportal.web.origin import is_own_origin

OWN, FOREIGN = "http://testserver", "https://elsewhere.example"


@pytest.mark.parametrize(
    ("headers", "is_own"),
    [
        ({}, True),
        ({"Sec-Fetch-Site": "same-origin"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": OWN, "Referer": f"{OWN}/q/"}, False),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "null"}, False),
        ({"Origin": OWN}, True),
        ({"Origin": FOREIGN}, False),
        ({"Origin": FOREIGN, "Referer": f"{OWN}/q/"}, False),
        ({"Origin": f"{OWN}.elsewhere.example"}, False),
        # Older Safari, which knows no Sec-Fetch-Site.
        ({"Origin": "null"}, True),
        ({"Origin": "null", "Referer": f"{OWN}/q/0123456789/"}, True),
        ({"Origin": "null", "Referer": f"{FOREIGN}/"}, False),
        ({"Referer": f"{OWN}/q/0123456789/"}, True),
        ({"Referer": f"{FOREIGN}/?{OWN}"}, False),
        ({"Referer": "http://["}, False),
        ({"Origin": "", "Referer": f"{FOREIGN}/"}, False),
    ],
)
def test_origin(rf: RequestFactory, headers: dict[str, str], is_own: bool) -> None:
    assert is_own_origin(rf.post("/q/0123456789/", headers=headers)) == is_own


def test_public_address_is_our_own_behind_a_proxy(rf: RequestFactory, settings: Settings) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://ideas.example.org"]
    assert is_own_origin(rf.post("/q/", headers={"Origin": "https://ideas.example.org"}))
