"""Forms speak the page's language: the browser checks nothing and cuts nothing, the server says what is wrong."""

import re
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.test import Client

from stops.signs.report_page import ReportForm
from tests.factories import make_city, make_code, make_consent, make_topic
from tests.geoportal.web.test_text_fields import FORMS
from tests.proposals.residents.intake.sending import send

FORM = re.compile(r"<form\b[^>]*>", re.DOTALL)
TEMPLATES = sorted(
    path
    for app in ("geoportal", "districts", "stops", "proposals")
    for path in (Path(settings.BASE_DIR) / app).rglob("*.html")
)


def test_no_form_lets_the_browser_check_in_its_own_language() -> None:
    found = [(path.name, tag) for path in TEMPLATES for tag in FORM.findall(path.read_text(encoding="utf-8"))]
    assert len(found) > 20
    assert [pair for pair in found if "novalidate" not in pair[1]] == []


def test_no_field_for_words_is_cut_in_silence_by_the_browser() -> None:
    for form in FORMS:
        for name, field in form.base_fields.items():
            if isinstance(field.widget, forms.Textarea):
                assert "maxlength" not in field.widget.attrs, f"{form}.{name}"
    assert "maxlength" not in str(ReportForm()["text"])


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("kk", "Нені жақсартқыңыз келетінін жазыңыз"),
        ("ru", "Напишите, что бы вы улучшили"),
        ("en", "Write what you would improve"),
    ],
)
def test_empty_proposal_is_answered_in_the_pages_language(client: Client, language: str, words: str) -> None:
    make_city()
    make_topic()
    make_consent()
    response = send(client, f"/q/{make_code().code}/?lang={language}", text="", topic="")
    page = response.content.decode()
    assert response.status_code == 422
    assert words in page
    assert "autofocus" in page


@pytest.mark.django_db
def test_text_that_is_too_long_comes_back_whole(client: Client) -> None:
    make_city()
    make_topic()
    make_consent()
    text = "а" * 4001
    response = send(client, f"/q/{make_code().code}/", text=text)
    assert response.status_code == 422
    assert text in response.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "   ", "\u200b"])
def test_empty_code_is_asked_for(client: Client, typed: str) -> None:
    response = client.get("/q/", {"code": typed, "lang": "en"})
    assert response.status_code == 400
    assert "Type the code that is printed under the square" in response.content.decode()


@pytest.mark.django_db
def test_taking_back_without_the_tick_says_what_is_missing(client: Client) -> None:
    make_city()
    make_topic()
    make_consent()
    receipt = send(client, f"/q/{make_code().code}/?lang=en")["Location"]
    answer = client.post(receipt, {}, follow=True)
    assert "Put the tick first" in answer.content.decode()


@pytest.mark.django_db
def test_login_says_in_the_pages_language_what_is_missing(client: Client) -> None:
    page = client.post("/kk/accounts/login/", {"login": "", "password": ""}).content.decode()
    assert "This field" not in page
    assert page.count('class="field__error"') == 2
