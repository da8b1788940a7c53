"""Texts that the administration and an upload bring in: kept as they were typed, in the record and on the disk."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from PIL import Image

from districts.models import District
from geoportal.staff.models import Role
from proposals.models import Department, Topic
from stops.network.models import BusRoute, Place
from stops.signs.life import last_event_id
from tests.doors.reading import shown_by
from tests.factories import (
    IN_WEST,
    make_city,
    make_code,
    make_department,
    make_place,
    make_route,
    make_staff,
    make_topic,
)
from tests.hostile import COMPOUND, TEXTS, visible

pytestmark = pytest.mark.django_db
FOUND, SEE_OTHER = 302, 303


@pytest.fixture
def root() -> Client:
    """The browser of someone who may change everything."""
    user = make_staff(Role.ADMINISTRATOR)
    user.is_staff = user.is_superuser = True
    user.save()
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def filled(client: Client, address: str) -> dict[str, Any]:
    """Return what the form of a record in the administration holds."""
    context = client.get(address).context
    fields = list(context["adminform"].form)
    data = {}
    for formset in context["inline_admin_formsets"]:
        fields += [
            field for form in (formset.formset.management_form, *formset.formset.forms) for field in form
        ]
    for field in fields:
        value = field.value()
        data[field.html_name] = value.geojson if isinstance(value, GEOSGeometry) else value
    return {name: value for name, value in data.items() if value is not None}


@pytest.mark.parametrize("model", [Place, Topic, Department, District, BusRoute])
def test_names_typed_in_the_administration(root: Client, model: type[models.Model]) -> None:
    make_city()
    made = {Place: make_place, Topic: make_topic, Department: make_department}.get(model)
    record = made() if made else model._default_manager.first() or make_route().route
    address = f"/admin/{model._meta.app_label}/{model._meta.model_name}/{record.pk}/change/"
    form = filled(root, address)
    for text in (TEXTS["closing textarea"], TEXTS["line separators"], COMPOUND):
        response = root.post(address, {**form, **{f"name_{each}": text for each in ("kk", "ru", "en")}})
        assert response.status_code == FOUND, "the form was refused"
        record.refresh_from_db()
        assert visible(record.name_ru) == visible(text)
        assert visible(text) in visible(shown_by(address, root.get(address)))


@pytest.mark.parametrize(
    "name", ["../../evil.py", "{{ 7*191191 }}.svg", 'a";\r\nX-Bad: 1.jpg', "Ы" * 300, "\u202egpj.exe"]
)
def test_the_name_of_an_uploaded_photo_is_not_kept(name: str) -> None:
    make_city()
    sign, client = make_code(place=make_place()), Client()
    client.force_login(make_staff(Role.SIGN_KEEPER), backend="django.contrib.auth.backends.ModelBackend")
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "green").save(out, "JPEG")
    photo = SimpleUploadedFile("photo.jpg", out.getvalue())
    photo.__dict__["_name"] = name
    lon, lat = IN_WEST
    fields = {"seen": last_event_id(sign), "lon": lon, "lat": lat, "accuracy_m": "8", "photo": photo}
    assert client.post(f"/ru/signs/{sign.code}/install/", fields).status_code == SEE_OTHER
    event = sign.events.latest("pk")
    (stored,) = (path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file())
    assert stored.is_relative_to(Path(settings.MEDIA_ROOT) / "signs")
    assert stored.name.isascii()
    assert stored.suffix == ".jpg"
    answer = client.get(f"/ru/signs/{sign.code}/photos/{event.pk}/")
    assert answer.headers["Content-Type"] == "image/jpeg"
    shown_by("photo", answer)
