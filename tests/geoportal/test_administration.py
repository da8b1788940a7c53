"""The administration's lists are filtered by what they offer: no hidden column can be guessed at."""

from collections.abc import Iterator
from urllib.parse import parse_qsl

import pytest
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.db.models import Field, Model
from django.test import Client
from django.urls import reverse

from geoportal.administration import OfferedFilters
from proposals.models import Proposal
from tests.factories import make_city, make_proposal

BACKEND = "django.contrib.auth.backends.ModelBackend"
LOOKUPS = ("", "__exact", "__startswith", "__regex", "__gt", "__in", "__isnull")
LISTS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def superuser(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("root", password="a-long-password"), backend=BACKEND)
    return client


def changelist(model: type[Model]) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def columns(model: type[Model], prefix: str = "") -> Iterator[str]:
    """Yield the paths to all columns of a model, and to those of the models it leads to."""
    for field in model._meta.get_fields():
        path = f"{prefix}{field.name}"
        if isinstance(field, Field):
            yield path
        if field.related_model is not None and not prefix:
            yield from columns(field.related_model, f"{path}__")


def test_every_list_is_narrowed() -> None:
    assert len(LISTS) > 20
    assert all(isinstance(made, OfferedFilters) for made in admin.site._registry.values())


@pytest.mark.django_db
@pytest.mark.parametrize("model", LISTS, ids=lambda model: model._meta.label)
def test_columns_that_a_list_does_not_offer_are_no_filters(model: type[Model], superuser: Client) -> None:
    made = admin.site._registry[model]
    offers = [offer[0] if isinstance(offer, tuple) else offer for offer in made.list_filter]
    shown = {*offers, *(f"{offer}__id" for offer in offers), made.date_hierarchy}
    hidden = [path for path in columns(model) if path not in shown]
    for path in hidden:
        for lookup in LOOKUPS:
            assert not made.lookup_allowed(f"{path}{lookup}", "a", None), f"{path}{lookup}"
    first = next(path for path in hidden if "__" not in path)
    assert superuser.get(changelist(model), {f"{first}__startswith": "a"}).status_code == 400


@pytest.mark.parametrize(
    "column",
    ["idempotency_key", "follow_digest", "body_digest", "contact__ciphertext", "text", "status_changed_at"],
)
def test_right_and_wrong_guesses_at_a_private_column_are_answered_alike(
    superuser: Client, column: str
) -> None:
    make_city()
    proposal = make_proposal()
    right = str(getattr(proposal, column, "g"))[:4]
    for guess in (right, "zzzz"):
        for lookup in ("", "__startswith"):
            assert superuser.get(changelist(Proposal), {f"{column}{lookup}": guess}).status_code == 400


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (Authenticator, {"data__secret__startswith": "A"}),
        (User, {"password__startswith": "pbkdf2"}),
        (User, {"email__startswith": "a"}),
        (Group, {"user__password__startswith": "pbkdf2"}),
    ],
)
def test_lists_of_other_packages_are_narrowed_too(
    superuser: Client, model: type[Model], query: dict[str, str]
) -> None:
    assert superuser.get(changelist(model), query).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        {"status__exact": "published"},
        {"topic__id__exact": "1"},
        {"language": "ru"},
        {"submitted_at__year": "2026"},
        {"submitted_at__year": "2026", "submitted_at__month": "3"},
        {"q": "2000", "o": "1.-2"},
    ],
)
def test_what_a_list_offers_filters_it(superuser: Client, query: dict[str, str]) -> None:
    make_city()
    make_proposal()
    assert superuser.get(changelist(Proposal), query).status_code == 200


def test_every_link_of_every_filter_is_allowed(superuser: Client) -> None:
    make_city()
    make_proposal()
    seen = 0
    for model in LISTS:
        made = admin.site._registry[model]
        if not made.list_filter:
            continue
        shown = superuser.get(changelist(model)).context["cl"]
        for choice in (choice for spec in shown.filter_specs for choice in spec.choices(shown)):
            for name, value in parse_qsl(choice.get("query_string", "").lstrip("?")):
                assert made.lookup_allowed(name, value, None), f"{model._meta.label}: {name}"
                seen += 1
    assert seen > 20
