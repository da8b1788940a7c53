"""Only the map, and only with ``embed=1``, may be framed by other sites."""

import re

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from geoportal.checks import check_embed_origins
from geoportal.staff.models import Role
from tests.factories import IN_WEST, make_city, make_code, make_consent, make_place, make_proposal, make_staff

UNFRAMED = "frame-ancestors 'none'"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city() -> None:
    make_city()
    make_consent()
    make_proposal(at=IN_WEST)


def ancestors(policy: str) -> str:
    (directive,) = re.findall(r"frame-ancestors [^;]*", policy)
    return str(directive)


@pytest.mark.parametrize("query", ["", "?embed=0", "?embed=true", "?embed=1&embed=0", "?topic=embed%3D1"])
def test_map_is_not_framed_unless_asked_for(client: Client, query: str) -> None:
    response = client.get(f"/kk/{query}")
    assert ancestors(response["Content-Security-Policy"]) == UNFRAMED
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_embedded_map_may_be_framed_and_keeps_the_rest_of_the_policy(client: Client, language: str) -> None:
    plain, framed = client.get(f"/{language}/"), client.get(f"/{language}/?embed=1&view=grid")
    assert framed.status_code == 200
    assert "X-Frame-Options" not in framed
    policy = framed["Content-Security-Policy"]
    assert ancestors(policy) == "frame-ancestors *"
    assert policy.replace("frame-ancestors *", UNFRAMED) == plain["Content-Security-Policy"]


def test_only_the_sites_of_the_setting_may_frame(client: Client, settings: Settings) -> None:
    settings.EMBED_ORIGINS = ["https://shymkent.gov.kz", "https://*.example.org:8443"]
    policy = client.get("/kk/?embed=1")["Content-Security-Policy"]
    assert ancestors(policy) == "frame-ancestors 'self' https://shymkent.gov.kz https://*.example.org:8443"
    settings.EMBED_ORIGINS = []
    response = client.get("/kk/?embed=1")
    assert ancestors(response["Content-Security-Policy"]) == UNFRAMED
    assert response["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("origin", "is_right"),
    [
        ("*", True),
        ("https://shymkent.gov.kz", True),
        ("http://127.0.0.1:8000", True),
        ("shymkent.gov.kz", False),
        ("https://shymkent.gov.kz/", False),
        ("https://a.kz; script-src *", False),
    ],
)
def test_check_refuses_what_is_not_an_origin(settings: Settings, origin: str, is_right: bool) -> None:
    settings.EMBED_ORIGINS = [origin]
    assert (check_embed_origins(None) == []) is is_right


def test_no_other_page_may_be_framed_whatever_is_asked(client: Client) -> None:
    moderator = make_staff(Role.MODERATOR)
    code = make_code(place=make_place(*IN_WEST)).code.lower()
    proposal = make_proposal(at=IN_WEST)
    public = ["list", "districts", "privacy", "propose"]
    paths = [f"/q/{code}/", "/q/", "/kk/accounts/login/", *(reverse(f"residents:{name}") for name in public)]
    paths += [reverse("residents:detail", args=[proposal.public_id]), "/kk/districts/west/", "/kk/none-such/"]
    staff = ["/kk/review/", f"/kk/review/{proposal.public_id}/", "/admin/login/", "/kk/planning/"]
    for path in [*paths, *staff]:
        if path in staff:
            client.force_login(moderator)
        response = client.get(path, {"embed": "1"})
        assert ancestors(response["Content-Security-Policy"]) == UNFRAMED, path
        assert response["X-Frame-Options"] == "DENY", path


def test_embedded_map_sets_no_cookie_and_carries_no_form_to_send(client: Client) -> None:
    response = client.get("/kk/?embed=1&lang=ru")
    assert not response.cookies
    text = response.content.decode()
    assert "csrfmiddlewaretoken" not in text
    assert not re.search(r"<form[^>]*method=.?post", text, flags=re.IGNORECASE)
    assert django_settings.LANGUAGE_COOKIE_NAME in client.get("/kk/?lang=ru").cookies


def test_embedded_map_is_the_public_one_for_staff_too(client: Client) -> None:
    public = client.get("/kk/?embed=1").content
    client.force_login(make_staff(Role.CHIEF, username="aigerim"))
    response = client.get("/kk/?embed=1")
    assert not response.cookies
    assert b"aigerim" not in response.content
    assert len(response.content) == len(public)


def test_links_of_the_embedded_map_open_in_a_new_tab(client: Client) -> None:
    text = client.get("/kk/?embed=1").content.decode()
    everywhere = re.search(r'<base[^>]*target="_blank"', text) is not None
    links = [link for link in re.findall(r"<a\s[^>]*>", text) if 'href="#' not in link]
    assert links
    assert everywhere or all('target="_blank"' in link for link in links), links
