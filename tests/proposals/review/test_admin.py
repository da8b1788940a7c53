"""The administration: every list opens for administrators, nothing unpublished for others."""

import json

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from districts.models import District
from geoportal.staff.administering import AdministratorsOnly
from geoportal.staff.models import Role
from proposals.models import Status
from stops.network.models import Place
from tests.factories import IN_EAST, make_code, make_place, make_proposal, make_route, make_staff
from tests.proposals.review.acts import take

BACKEND = "django.contrib.auth.backends.ModelBackend"
OURS = [model for model, made in admin.site._registry.items() if isinstance(made, AdministratorsOnly)]


@pytest.fixture
def superuser(client: Client, city: tuple[District, District]) -> Client:
    """A client of a superuser, in a city with a bit of everything."""
    make_code(version=make_route())
    proposal = make_proposal(status=Status.UNDER_REVIEW)
    take(
        proposal,
        Status.ACCEPTED,
        make_staff(Role.OFFICIAL, topics=("transport",)),
        expected=Status.UNDER_REVIEW,
    )
    client.force_login(User.objects.create_superuser("root"), backend=BACKEND)
    return client


def test_index_and_every_list_and_record_open(superuser: Client) -> None:
    assert superuser.get(reverse("admin:index")).status_code == 200
    assert {model._meta.app_label for model in OURS} == {
        "staff",
        "districts",
        "network",
        "signs",
        "proposals",
    }
    for model in OURS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert superuser.get(reverse(f"{name}_changelist")).status_code == 200, model
        record = model._default_manager.first()
        if record is not None:
            assert superuser.get(reverse(f"{name}_change", args=[record.pk])).status_code == 200, model


@pytest.mark.django_db
def test_staff_who_do_not_administer_read_no_proposal_there(client: Client) -> None:
    moderator = make_staff(Role.MODERATOR)
    moderator.is_staff = True
    moderator.save()
    client.force_login(moderator, backend=BACKEND)
    for model in OURS:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert client.get(reverse(name)).status_code == 403, model


def test_the_administrators_role_opens_it_without_superuser(client: Client, administrator: User) -> None:
    address = reverse("admin:proposals_proposal_changelist")
    client.force_login(administrator, backend=BACKEND)
    assert client.get(address).status_code == 302
    administrator.is_staff = True
    administrator.save()
    assert client.get(address).status_code == 200


def test_a_saved_district_keeps_its_boundary(superuser: Client, city: tuple[District, District]) -> None:
    west = city[0]
    data = {
        "name_kk": "Батыс",
        "name_ru": "Запад",
        "name_en": "West",
        "population": 5,
        "boundary": json.dumps({"type": "MultiPolygon", "coordinates": []}),
    }
    response = superuser.post(reverse("admin:districts_district_change", args=[west.pk]), data)
    assert response.status_code == 302
    after = District.objects.get(pk=west.pk)
    assert (after.name_ru, after.population) == ("Запад", 5)
    assert after.boundary.equals_exact(west.boundary)


def test_a_moved_place_changes_its_district(superuser: Client, city: tuple[District, District]) -> None:
    place = make_place()
    data = {
        **{name: getattr(place, name) for name in ("kind", "name_kk", "name_ru", "name_en")},
        "source": place.source,
        "source_id": place.source_id,
        "location": json.dumps({"type": "Point", "coordinates": list(IN_EAST)}),
    }
    assert superuser.post(reverse("admin:network_place_change", args=[place.pk]), data).status_code == 302
    assert Place.objects.get(pk=place.pk).district == city[1]


@pytest.mark.parametrize("model", ["proposal", "historyentry", "officialreply"])
def test_what_was_said_and_done_is_not_changed_there(model: str, superuser: Client) -> None:
    assert superuser.get(reverse(f"admin:proposals_{model}_add")).status_code == 403
    record = admin.site._registry  # the same registry that serves the pages
    made = next(item for item in record if item._meta.model_name == model)
    pk = made._default_manager.values_list("pk", flat=True)[0]
    assert superuser.post(reverse(f"admin:proposals_{model}_change", args=[pk]), {}).status_code == 403
    assert superuser.post(reverse(f"admin:proposals_{model}_delete", args=[pk]), {}).status_code == 403


def test_contacts_are_not_administered() -> None:
    assert "proposalcontact" not in {model._meta.model_name for model in admin.site._registry}


def test_the_administration_is_entered_by_the_staff_login_only(client: Client, moderator: User) -> None:
    response = client.get(reverse("admin:login"), {"next": "/admin/"})
    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]
    client.force_login(moderator, backend=BACKEND)
    assert client.get(reverse("admin:login")).status_code == 403
