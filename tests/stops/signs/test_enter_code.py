"""Typing a code by hand."""

import pytest
from django.test import Client

from stops.signs.codes import find_code, generate_code, grouped
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
    assert response.context["whereabouts"].code == code


@pytest.mark.parametrize("typed", ["7K3M9", "7K3M9-QX2VD-77", "7K3M9-QX2VU", "u" * 500, "<b>"])
def test_what_no_code_looks_like_stays_in_the_field(client: Client, typed: str) -> None:
    response = client.get("/q/", {"code": typed}, headers={"Accept-Language": "en"})
    assert response.status_code == 400
    assert "A code has 10 letters and digits" in response.content.decode()
    assert "<b>" not in response.content.decode().replace("<b></b>", "")


def test_capital_letter_in_the_address_leads_here(client: Client) -> None:
    assert client.get("/Q/", follow=True).status_code == 200


def spelled(code: str) -> list[str]:
    """Return how people bring a code here: as printed, copied with what stands around it, typed on other keys."""
    grouped_code = grouped(code)
    cyrillic = code.translate(str.maketrans("ABCEHKMTXY", "АВСЕНКМТХУ"))
    return [
        f"HTTPS://IDEAS.EXAMPLE/Q/{code}",
        f"https://ideas.example/q/{code.lower()}/?utm_source=qr#top",
        f"https://ideas.example/q/{grouped_code}.",
        f"Смотри: HTTPS://IDEAS.EXAMPLE/Q/{code}, там автобус № 19",
        f"ideas.example/Q/{code} спасибо",
        f"HTTPS://\nIDEAS.EXAMPLE/Q/\u200b{code}\n",
        f"код {grouped_code}",
        f"«{grouped_code}»",
        f"№{grouped_code}!",
        f"{code[:5]}–{code[5:]}",
        f"{code[:5]} — {code[5:]}",
        " ".join(code),
        cyrillic,
        f"Код: {cyrillic.lower()}.",
        "".join(chr(ord(character) + 0xFEE0) for character in code),
        code.replace("0", "O").replace("1", "l"),
    ]


def test_code_is_found_in_its_printed_address_and_among_words() -> None:
    for _turn in range(20):
        code = generate_code()
        for typed in spelled(code):
            assert find_code(typed) == code, typed


def test_whole_printed_address_opens_the_form(client: Client) -> None:
    code = generate_code()
    answer = client.get("/q/", {"code": f"Здравствуйте! HTTPS://IDEAS.EXAMPLE/Q/{code}, не сканируется"})
    assert answer["Location"] == f"/q/{code}/"
    mistyped = f"HTTPS://IDEAS.EXAMPLE/Q/{code[:-1]}{'0' if code[-1] != '0' else '1'}"
    assert client.get("/q/", {"code": mistyped})["Location"].startswith(f"/q/{code[:-1]}")


@pytest.mark.parametrize(
    "typed", ["https://evil.example/x", "//evil.example", "/q/", "HTTPS://HOST/Q/", "слова " * 60]
)
def test_text_without_a_code_leads_nowhere(client: Client, typed: str) -> None:
    assert client.get("/q/", {"code": typed}).status_code == 400
