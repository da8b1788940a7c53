"""Error pages help, in the page's language, whatever is broken."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.test import Client, RequestFactory
from django.utils import translation

from geoportal import errors


@pytest.mark.django_db
def test_missing_page_answers_404_and_leads_on(client: Client) -> None:
    response = client.get("/ru/there-is-no-such-page/")
    assert response.status_code == 404
    assert 'href="/kk/there-is-no-such-page/"' in response.content.decode()
    assert "error-page" in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/ru/proposals/", "/ru/", "/api/v1/heatmap", "/q/"])
def test_address_with_too_many_parameters_is_refused_with_a_page(client: Client, path: str) -> None:
    client.raise_request_exception = False
    assert client.get(f"{path}?{'topic=a&' * 480}").status_code == 400


@pytest.mark.parametrize(("path", "kind"), [("/ru/", "text/html"), ("/api/v1/heatmap", "application/json")])
def test_database_that_is_away_is_said_to_be_unavailable(rf: RequestFactory, path: str, kind: str) -> None:
    try:
        raise OperationalError("connection refused")
    except OperationalError:
        response = errors.server_error(rf.get(path))
    assert response.status_code == 503
    assert response["Retry-After"]
    assert response["Content-Type"].startswith(kind)


@pytest.mark.parametrize(
    ("language", "heading"),
    [
        ("kk", "Портал қазір жауап бере алмайды"),
        ("ru", "Портал сейчас не отвечает"),
        ("en", "The portal cannot answer just now"),
    ],
)
def test_page_of_a_database_that_is_away_says_so_in_the_pages_language(
    rf: RequestFactory, language: str, heading: str
) -> None:
    with translation.override(language):
        try:
            raise OperationalError("connection refused")
        except OperationalError:
            page = errors.server_error(rf.get(f"/{language}/")).content.decode()
    assert f"<h1>{heading}</h1>" in page
    assert ">503</text>" in page
    assert ">500<" not in page


def test_server_error_needs_no_database() -> None:
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "error-page" in response.content.decode()


@pytest.mark.django_db
def test_form_from_elsewhere_is_refused_with_a_page_that_says_what_to_do() -> None:
    response = Client(enforce_csrf_checks=True).post("/ru/accounts/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert "error-page" in response.content.decode()


@pytest.mark.django_db
def test_forbidden_page_and_bad_request_have_pages(rf: RequestFactory) -> None:
    request = rf.get("/ru/review/")
    assert errors.forbidden(request, PermissionDenied()).status_code == 403
    assert errors.bad_request(request).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["login/", "password/reset/", "password/reset/done/"])
def test_account_pages_wear_the_look(client: Client, path: str) -> None:
    response = client.get(f"/kk/accounts/{path}")
    assert response.status_code == 200
    assert "account__card" in response.content.decode()
