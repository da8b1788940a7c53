"""Typing a code by hand."""

import pytest
from django.test import Client

from stops.codes import generate_code, grouped
from tests.factories import make_city, make_code, make_consent, make_topic

pytestmark = pytest.mark.django_db


def test_page_shows_the_field_in_the_phones_language(client: Client) -> None:
    response = client.get("/q/", headers={"Accept-Language": "en"})
    assert response.status_code == 200
    assert 'name="code"' in response.content.decode()
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize("spell", [grouped, str.lower, lambda code: f" {code[:5]} {code[5:]} "])
def test_typed_code_leads_to_its_page(client: Client, spell: object) -> None:
    code = generate_code()
    response = client.get("/q/", {"code": spell(code)})
    assert (response.status_code, response["Location"]) == (302, f"/q/{code}/")


def test_typed_code_of_a_sign_opens_the_form(client: Client) -> None:
    make_city()
    make_topic()
    make_consent()
    code = make_code()
    response = client.get("/q/", {"code": code.code.lower()}, follow=True)
    assert response.context["ground"].code == code


@pytest.mark.parametrize("typed", ["7K3M9", "7K3M9-QX2VD-77", "7K3M9-QX2VU", "u" * 500, "<b>"])
def test_what_no_code_looks_like_stays_in_the_field(client: Client, typed: str) -> None:
    response = client.get("/q/", {"code": typed}, headers={"Accept-Language": "en"})
    assert response.status_code == 400
    assert "A code has 10 letters and digits" in response.content.decode()
    assert "<b>" not in response.content.decode().replace("<b></b>", "")


def test_capital_letter_in_the_address_leads_here(client: Client) -> None:
    assert client.get("/Q/", follow=True).status_code == 200
