"""Codes for what has none, and the PDF of the chosen signs."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from geoportal.staff.models import Role
from stops.network.models import PlaceKind
from stops.signs.models import CodeBinding, CodeEvent, QRCode
from tests.factories import EAST_KATO, IN_EAST, IN_WEST, make_code, make_place, make_route, make_staff

BACKEND = "django.contrib.auth.backends.ModelBackend"


def of(kato: str) -> Client:
    client = Client()
    client.force_login(make_staff(Role.SIGN_KEEPER, kato=kato), backend=BACKEND)
    return client


def test_missing_codes_are_counted_then_made_for_places_without_one(desk: Client) -> None:
    make_code(place=make_place(*IN_WEST))
    bare = [make_place(*IN_WEST), make_place(*IN_WEST)]
    make_place(*IN_EAST)
    asked = {"kind": PlaceKind.STOP, "district": "west"}
    counted = desk.get(reverse("signs:create"), asked)
    assert (counted.context["summary"].created, counted.context["summary"].existing) == (2, 1)
    assert QRCode.objects.count() == 1
    made = desk.post(reverse("signs:create"), asked)
    assert made.status_code == 303
    assert "state=issued" in made["Location"]
    assert set(CodeBinding.objects.filter(place__in=bare).values_list("place", flat=True)) == {
        place.pk for place in bare
    }
    assert CodeEvent.objects.latest("pk").actor is not None
    desk.post(reverse("signs:create"), asked)
    assert QRCode.objects.count() == 3


def test_codes_are_made_in_own_districts_only(city: None) -> None:
    make_place(*IN_WEST)
    east = make_place(*IN_EAST)
    client = of(EAST_KATO)
    assert client.post(reverse("signs:create"), {"kind": "stop", "district": "west"}).status_code == 422
    client.post(reverse("signs:create"), {"kind": "stop"})
    assert [binding.place for binding in CodeBinding.objects.all()] == [east]


def test_codes_for_buses_are_of_the_routes_that_cross_the_district(desk: Client) -> None:
    make_route("19")
    make_route("7", (69.51, 42.31), (69.55, 42.31))
    desk.post(reverse("signs:create"), {"kind": "bus", "district": "east"})
    assert [binding.route.number for binding in CodeBinding.objects.all() if binding.route] == ["19"]


@pytest.mark.parametrize("asked", [{"kind": "tram"}, {"kind": "stop", "district": "nowhere"}])
def test_form_that_makes_no_sense_is_refused(desk: Client, asked: dict[str, str]) -> None:
    make_place()
    assert desk.post(reverse("signs:create"), asked).status_code == 422
    assert not QRCode.objects.exists()


@pytest.mark.parametrize("chosen", ["a5", "sticker60"])
def test_selected_signs_are_printed(desk: Client, chosen: str) -> None:
    signs = [make_code(), make_code()]
    response = desk.post(reverse("signs:print"), {"code": [sign.code for sign in signs], "format": chosen})
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")
    assert "attachment" in response["Content-Disposition"]
    assert "no-store" in response["Cache-Control"]


def test_signs_left_out_of_a_print_are_told(desk: Client) -> None:
    kept, revoked = make_code(), make_code()
    QRCode.objects.filter(pk=revoked.pk).update(state="revoked")
    response = desk.post(reverse("signs:print"), {"code": [kept.code, revoked.code]})
    assert response["Content-Type"] == "application/pdf"
    assert str(revoked) in str(next(iter(get_messages(response.wsgi_request))))
    response = desk.post(reverse("signs:print"), {"code": [revoked.code, "\0"]})
    assert response.status_code == 303


def test_what_cannot_be_printed_is_told(city: None) -> None:
    theirs = make_code(place=make_place(*IN_WEST))
    client = of(EAST_KATO)
    for asked in ({}, {"code": theirs.code}, {"code": theirs.code, "format": "a0"}, {"code": ["X"] * 51}):
        response = client.post(reverse("signs:print"), asked)
        assert response.status_code == 303
        assert len(list(get_messages(response.wsgi_request))) > 0
    assert client.get(reverse("signs:print")).status_code == 405
