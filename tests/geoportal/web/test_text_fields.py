"""Text fields refuse as empty what nobody can see, and measure what can be seen."""

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import models

from geoportal.staff.administering import AdministratorsOnly
from geoportal.web.text_fields import LineField, TextField
from proposals.residents.intake.forms import ProposalForm
from proposals.review.forms import DecisionForm, MergeForm, ModerationForm
from stops.signs.desk.forms import MoveForm, ReasonForm
from stops.signs.desk.install import OnSiteForm
from stops.signs.report_page import ReportForm
from tests.geoportal.web.test_text import FAMILY, UNSEEN

FORMS = (ProposalForm, DecisionForm, MergeForm, ModerationForm, ReportForm, MoveForm, ReasonForm, OnSiteForm)
NO_PROSE = {"key", "consent", "topic", "about", "vehicle", "subject_line"}
"""Fields of the proposal's form that carry keys, tokens and a trap, no text of people."""


class Example(forms.Form):
    text = TextField(min_length=10, max_length=20)
    line = LineField(required=False)


@pytest.mark.parametrize("unseen", UNSEEN)
def test_text_that_nobody_sees_is_refused_as_empty(unseen: str) -> None:
    form = Example({"text": unseen, "line": unseen})
    assert form.errors["text"].as_data()[0].code == "required"
    assert form.cleaned_data["line"] == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a" * 10, ""),
        ("a" * 9, "min_length"),
        ("a" * 9 + "\u200b\u2800\u0301", "min_length"),
        (FAMILY * 3, "min_length"),
        ("а б в г д е", "min_length"),
        ("a" * 20 + "\u200b" * 50, ""),
        ("a" * 21, "max_length"),
        ("и\u0306" * 20, ""),
    ],
)
def test_length_is_of_what_can_be_seen_and_of_what_is_stored(text: str, code: str) -> None:
    errors = Example({"text": text}).errors.get("text")
    assert [error.code for error in errors.as_data()] == [code] if errors else not code


@pytest.mark.parametrize("form", FORMS)
def test_every_form_cleans_its_texts(form: type[forms.Form]) -> None:
    texts = [name for name, field in form.base_fields.items() if type(field) is forms.CharField]
    assert set(texts) - NO_PROSE == set()


@pytest.mark.django_db
def test_every_text_typed_in_the_administration_is_cleaned(admin_client: object, rf: object) -> None:
    request = rf.get("/")  # type: ignore[attr-defined]
    request.user = User.objects.get()
    ours = [own for own in admin.site._registry.values() if isinstance(own, AdministratorsOnly)]
    assert ours
    for own in ours:
        if not own.may_add and not own.may_change:
            continue
        for field in own.model._meta.fields:
            if type(field) in (models.CharField, models.TextField) and not field.choices and field.editable:
                made = own.formfield_for_dbfield(field, request)
                assert isinstance(made, TextField), f"{own}: {field}"
