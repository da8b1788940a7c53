"""Links find their page as people paste, send and type them; none leads anywhere else."""

from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from districts.languages import read_language
from geoportal.links import mended_address
from proposals.models import Proposal, Status
from stops.codes import generate_code
from tests.factories import make_city, make_code, make_proposal

JUNK = [
    *(".", ",", ")", "»", "…", ";", "!", "?!", '"', "'", "”", "’", "]", "}", ">", "*", "_", ":", "\\", "|"),
    *("\u200b", "\u200e", "\ufeff", "\u00ad", " ", "\u00a0", "\n", "\r\n", "\t", "\u2028", "\u2800"),
    *("&utm_source=vk", "&utm_source=vk&fbclid=1", "&amp;utm_source=x", ").", ".»", " спасибо", "),Смотрите"),
    *(".\n\nС уважением", "/.", "//", "./", "%", "&", "#top"),
]
SECRET = "0123456789abcdefghjkmnpq"
PAGES = [
    "/ru/",
    "/kk/proposals/",
    "/en/districts/",
    "/ru/districts/abay/",
    f"/kk/r/{SECRET}/",
    "/kk/propose/",
    "/q/",
]
WITHOUT_LANGUAGE = [
    "/q/",
    "/q/7K3M9QX2VD/",
    "/q/7K3M9QX2VD/report/",
    "/robots.txt",
    "/healthz",
    "/api/v1/districts",
]
BEFORE = ["ru", "kk", "en", "kz", "RU", "kk-KZ", "ru//kk", "/ru"]
junk = st.one_of(
    st.sampled_from(JUNK),
    st.text(
        st.characters(categories=["P", "S", "Z", "Cc", "Cf"], exclude_characters="-/"), min_size=1, max_size=5
    ),
)


def leads_to(address: str | None) -> str:
    return unquote(urlsplit(address or "").path)


@pytest.mark.parametrize("page", [*PAGES, "/ru/proposals/ABCDEFGHJK/"])
@pytest.mark.parametrize("tail", JUNK)
def test_what_clings_to_a_link_is_cut_off(page: str, tail: str) -> None:
    for address in (page.rstrip("/") + tail, page + tail):
        mended = mended_address(address)
        if mended is None:  # nothing but strokes: Django's own redirect adds or takes the last one
            assert address.rstrip("/") == page.rstrip("/")
        else:
            assert leads_to(mended) == page


@given(page=st.sampled_from(PAGES), tail=junk, more=junk)
def test_any_junk_leads_to_the_page_and_never_outside(page: str, tail: str, more: str) -> None:
    mended = mended_address(page + tail + more) or page
    assert leads_to(mended) == page
    assert mended_address(leads_to(mended)) is None


@pytest.mark.parametrize("page", WITHOUT_LANGUAGE)
@pytest.mark.parametrize("before", BEFORE)
def test_language_before_an_address_that_has_none_is_left_out(page: str, before: str) -> None:
    for address in (page, page.rstrip("/")):
        assert mended_address(f"/{before}{address}", "at=1") == f"{page}?at=1"


@given(page=st.sampled_from(WITHOUT_LANGUAGE), before=st.sampled_from(BEFORE), tail=junk)
def test_language_before_and_junk_behind_lead_to_the_page(page: str, before: str, tail: str) -> None:
    mended = leads_to(mended_address(f"/{before}{page.rstrip('/')}{tail}"))
    assert mended == page
    assert mended_address(mended) is None


@given(
    before=st.lists(st.sampled_from([*BEFORE, "..", "\\", "evil.example", ""]), max_size=4),
    room=st.sampled_from(["proposals", "review", "PROPOSALS", "q", "api", "admin", ""]),
    behind=st.text("8dm5Ø/\\.:@?#&% оОс-", max_size=14),
)
def test_languages_and_identifiers_lead_to_nothing_outside_and_in_no_ring(
    before: list[str], room: str, behind: str
) -> None:
    mended = mended_address(f"/{'/'.join([*before, room])}/{behind}")
    if mended is not None:
        assert mended.startswith("/")
        assert not mended.startswith(("//", "/\\"))
        assert mended_address(leads_to(mended)) is None


@pytest.mark.parametrize(
    "typed",
    ["8dm5ac0f1x", "8DM5A-C0F1X", "8dm5a c0f1x", "8dm5acof1x.", "8dm5acOfIx", "8ДM5ACОF1Х".replace("Д", "d")],
)
@pytest.mark.parametrize("room", ["proposals", "review"])
def test_identifier_is_read_as_a_code_is(typed: str, room: str) -> None:
    assert mended_address(f"/ru/{room}/{typed}/") == f"/ru/{room}/8DM5AC0F1X/"
    assert mended_address(f"/RU/{room.upper()}/{typed}") == f"/ru/{room}/8DM5AC0F1X/"
    assert mended_address(f"/ru/{room}/8DM5AC0F1X/") is None


def test_identifier_is_read_before_the_acts_on_it_too() -> None:
    assert mended_address("/kk/review/8dm5ac0f1x/publish/") == "/kk/review/8DM5AC0F1X/publish/"


@given(st.text(max_size=80))
def test_no_address_leads_outside_or_round_in_a_ring(path: str) -> None:
    mended = mended_address(f"/{path}")
    if mended is not None:
        assert mended.startswith("/")
        assert not mended.startswith(("//", "/\\"))
        assert mended_address(leads_to(mended)) is None


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("//evil.example/ru/", None),
        ("/\\evil.example", None),
        ("//ru//proposals/", "/ru/proposals/"),
        ("/RU/", "/ru/"),
        ("/KK/Proposals/", "/kk/proposals/"),
        ("/kz", "/kk/"),
        ("/kz/districts/", "/kk/districts/"),
        ("/kz-KZ/proposals/", "/kk/proposals/"),
        ("/kk_KZ/", "/kk/"),
        ("/ru-RU/r/" + SECRET.upper(), f"/ru/r/{SECRET}/"),
        ("/ru/&topic=roads", "/ru/?topic=roads"),
        ("/ru/proposals&topic=roads&from=2026-01", "/ru/proposals/?topic=roads&from=2026-01"),
        ("/there-is-no-such-page.", None),
        ("/ru/there-is-no-such-page/", None),
        ("/ru//evil.example/", None),
        ("/ru/kk/proposals/", "/kk/proposals/"),
        ("/ru/Q/7K3M9QX2VD", "/Q/7K3M9QX2VD/"),
        ("/ru/proposals/", None),
    ],
)
def test_address_leads_to_what_it_means(address: str, page: str | None) -> None:
    assert mended_address(address) == page


@pytest.mark.parametrize("tail", JUNK)
def test_code_is_found_behind_whatever_was_pasted(tail: str) -> None:
    code = generate_code()
    for path in (f"/q/{code}{tail}", f"/Q/{code}{tail}", f"/q/{code[:5]}-{code[5:]}{tail}"):
        mended = mended_address(path)
        found = leads_to(mended) if mended else path.rstrip("/") + "/"
        assert found.upper().replace("-", "") == f"/Q/{code}/"


@pytest.mark.django_db
def test_pasted_links_open_their_pages(client: Client) -> None:
    make_city()
    code = make_code()
    proposal = make_proposal(status=Status.PUBLISHED)
    for page in (f"/q/{code.code}/", f"/ru/proposals/{proposal.public_id}/"):
        for tail in (".", "»", "%E2%80%8B", "%0A", "&utm_source=vk"):
            answer = client.get(page.rstrip("/") + tail, follow=True)
            assert answer.status_code == 200
            assert answer.redirect_chain[-1][0].split("?")[0] == page
    for typed in (f"/ru/q/{code.code}/", f"/ru/proposals/{proposal.public_id.lower()}/"):
        answer = client.get(typed, follow=True)
        assert (answer.status_code, len(answer.redirect_chain)) == (200, 1)
    assert Proposal.objects.count() == 1


@pytest.mark.django_db
def test_identifier_in_small_letters_that_nothing_has_is_not_found(client: Client) -> None:
    hidden = make_proposal(status=Status.SUBMITTED, public_id="8DM5AC0F1X")
    for typed in (hidden.public_id.lower(), "8dm5ac0f1w", hidden.public_id + "0"):
        assert client.get(f"/ru/proposals/{typed}/", follow=True).status_code == 404


@pytest.mark.django_db
def test_receipt_is_found_and_its_secret_stands_in_no_log(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    answer = client.get(f"/ru/r/{SECRET}.")
    assert (answer.status_code, answer["Location"]) == (302, f"/ru/r/{SECRET}/")
    assert answer["Cache-Control"] == "private, no-store"
    assert SECRET not in caplog.text


@pytest.mark.django_db
def test_only_reading_is_led_on(client: Client) -> None:
    assert client.post("/q/7K3M9QX2VD.").status_code == 404
    assert client.head("/ru/proposals.").status_code == 302


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("name", ["map", "list", "districts", "privacy", "propose", "review", "planning"])
def test_missing_stroke_is_added(client: Client, language: str, name: str) -> None:
    address = f"/{language}" + reverse(f"proposals:{name}")[3:]
    answer = client.get(address.rstrip("/") + "?topic=roads")
    assert answer.status_code in (301, 302)
    assert answer["Location"] == f"{address}?topic=roads"


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["topic=roads", "embed=1", "topic=a&topic=b&from=2026-01"])
def test_bare_address_keeps_its_query(client: Client, query: str) -> None:
    answer = client.get(f"/?{query}", headers={"Accept-Language": "ru"})
    assert answer["Location"] == f"/ru/?{query}"
    assert client.get("/?lang=kz&" + query, headers={"Accept-Language": "ru"})["Location"] == f"/kk/?{query}"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "phone", ["kz", "kz-KZ", "KZ;q=0.9,ru;q=0.1", "kk_KZ", "kk-KZ,ru;q=0.8", "kk-Cyrl-KZ"]
)
def test_country_code_means_kazakh(client: Client, phone: str) -> None:
    assert client.get("/", headers={"Accept-Language": phone})["Location"] == "/kk/"


def test_country_of_another_language_does_not(client: Client, db: None) -> None:
    assert client.get("/", headers={"Accept-Language": "ru-KZ"})["Location"] == "/ru/"


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["kz", "KZ", "kk-KZ", "kk", "kaz"])
def test_kazakh_is_asked_for_by_any_of_its_codes(client: Client, asked: str) -> None:
    answer = client.get(f"/q/?lang={asked}", headers={"Accept-Language": "ru"})
    assert answer["Content-Language"] == "kk"
    assert answer.cookies["django_language"].value == "kk"


@pytest.mark.django_db
def test_data_addresses_take_kazakh_under_its_countrys_code(client: Client) -> None:
    for address in ("/api/v1/districts", "/api/v1/base/places", "/tiles/"):
        assert client.get(f"{address}?lang=kz").status_code == 200
    assert client.get("/api/v1/districts?lang=xx").status_code == 422


@pytest.mark.parametrize("code", ["", "k", "kkk", "kk kk", "русский", "x" * 99, "kk;q=1"])
def test_what_is_no_language_is_none(code: str) -> None:
    assert read_language(code) == ""
