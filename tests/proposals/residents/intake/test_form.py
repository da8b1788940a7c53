"""What is sent is taken or comes back whole, with the reason; nothing foreign gets in."""

import uuid

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings

from proposals.models import LocationSource, Proposal
from proposals.models.contact import ContactKind
from proposals.residents.intake.answering import BODY_MAX_BYTES
from stops.network.models import RouteStop
from stops.signs.models import QRCode
from tests.factories import IN_EAST, IN_WEST, make_code, make_consent, make_place, make_route, make_topic
from tests.proposals.residents.intake.sending import TEXT, body, send

pytestmark = pytest.mark.usefixtures("city")
SCRIPT = '"><script>alert(1)</script>'


@pytest.fixture
def code() -> QRCode:
    return make_code()


@pytest.fixture
def address(code: QRCode) -> str:
    return f"/q/{code.code}/?lang=en"


@pytest.fixture
def bus() -> str:
    return f"/q/{make_code(version=make_route('19')).code}/?lang=en"


def errors(response: HttpResponse) -> set[str]:
    assert response.status_code == 422
    assert not Proposal.objects.exists()
    return set(response.context["form"].errors)


def test_filled_form_is_stored_and_leads_to_the_receipt(client: Client, address: str, code: QRCode) -> None:
    response = send(client, address)
    proposal = Proposal.objects.get()
    assert response.status_code == 303
    assert response["Location"].startswith("/en/r/")
    assert (proposal.code, proposal.text, proposal.language) == (code, TEXT, "en")
    assert proposal.location_source == LocationSource.CODE_POINT


def test_sent_twice_by_back_or_reload_leads_to_the_same_receipt(client: Client, address: str) -> None:
    key = str(uuid.uuid4())
    first, second = send(client, address, key=key), send(client, address, key=key)
    assert first["Location"] == second["Location"]
    assert Proposal.objects.count() == 1


def test_same_key_with_another_text_comes_back_with_a_new_key(client: Client, address: str) -> None:
    key = str(uuid.uuid4())
    send(client, address, key=key)
    response = send(client, address, key=key, text="Посадите здесь карагачи.")
    assert response.status_code == 409
    page = response.content.decode()
    assert "Посадите здесь карагачи." in page
    assert "has already been received" in page
    assert response.context["key"] != key
    again = send(client, address, key=response.context["key"], text="Посадите здесь карагачи.")
    assert again.status_code == 303
    assert Proposal.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("text", ""),
        ("text", "коротко"),
        ("text", "я" * 4001),
        ("topic", ""),
        ("topic", "no-such-topic"),
        ("contact", "not a contact"),
        ("contact", "x" * 300),
        ("about", "moon"),
        ("about", "stop:"),
        ("about", "stop:1"),
        ("about", "device"),
        ("about", "route"),
        ("about", "pin"),
        ("about", f"place:{10**17}"),
        ("key", "not-a-key"),
        ("key", ""),
        ("consent", "never"),
        ("subject_line", "I am a machine"),
        ("route", "9" * 40),
    ],
)
def test_wrong_field_brings_the_form_back_with_its_name(
    client: Client, address: str, field: str, value: str
) -> None:
    response = send(client, address, **{field: value})
    assert errors(response) == {field}
    assert "Not sent yet" in response.content.decode()


@pytest.mark.parametrize(
    "position",
    [
        {"pin_lon": "nan", "pin_lat": "42.35"},
        {"pin_lon": "inf", "pin_lat": "42.35"},
        {"pin_lon": "190", "pin_lat": "42.35"},
        {"pin_lon": "69.55", "pin_lat": "x'; DROP TABLE"},
    ],
)
def test_senseless_coordinates_are_an_error_of_the_place(
    client: Client, address: str, position: dict[str, str]
) -> None:
    assert errors(send(client, address, about="pin", **position)) == {"about"}


@pytest.mark.parametrize("length", [10, 4000])
def test_shortest_and_longest_text_are_taken(client: Client, address: str, length: int) -> None:
    assert send(client, address, text="қ" * length).status_code == 303


def test_line_ends_of_a_browser_count_once(client: Client, address: str) -> None:
    assert send(client, address, text="ә\r\n" * 1999 + "әә").status_code == 303
    assert Proposal.objects.get().text.count("\n") == 1999


def test_a_very_long_text_comes_back_whole(client: Client, address: str) -> None:
    text = "ұзақ мәтін " * 1500
    response = send(client, address, text=text)
    assert errors(response) == {"text"}
    assert text.strip() in response.content.decode()


def test_far_too_large_a_body_is_refused_with_words(client: Client, address: str) -> None:
    response = send(client, address, text="x" * (BODY_MAX_BYTES + 1))
    assert response.status_code == 413
    assert "Too much at once" in response.content.decode()


def test_too_many_fields_are_refused_with_words(client: Client, address: str) -> None:
    response = client.post(address, {**body(), **{f"f{number}": "" for number in range(500)}})
    assert response.status_code == 413


def test_everything_typed_comes_back(client: Client, address: str) -> None:
    response = send(client, address, topic="", contact="me@example.kz", key="x")
    page = response.content.decode()
    assert TEXT in page
    assert "me@example.kz" in page


@pytest.mark.parametrize("field", ["text", "topic", "contact", "about", "place_query", "pin_lon", "key"])
def test_markup_that_was_typed_is_shown_as_text(client: Client, address: str, field: str) -> None:
    for extra in ({}, {"find": "yes"}):
        page = send(client, address, **{**extra, field: SCRIPT}).content.decode()
        assert "<script>alert" not in page


def test_markup_in_the_code_is_shown_as_text(client: Client) -> None:
    assert b"<script>alert" not in client.get("/q/<script>alert(1)<script>/").content


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null", "Referer": "https://evil.example/"},
        {"Origin": "https://testserver.evil.example"},
        {"Referer": "https://evil.example/testserver"},
        {"Referer": "http://[broken"},
    ],
)
def test_form_of_another_origin_is_refused(client: Client, address: str, headers: dict[str, str]) -> None:
    response = client.post(address, body(), headers=headers)
    assert response.status_code == 403
    assert "Sent from another site" in response.content.decode()
    assert not Proposal.objects.exists()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/q/"},
        {"Origin": "https://ideas.example"},
    ],
)
def test_own_form_is_taken_without_session_or_token(
    settings: Settings, address: str, headers: dict[str, str]
) -> None:
    settings.CSRF_TRUSTED_ORIGINS = ["https://ideas.example"]
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address, body(), headers=headers).status_code == 303


def test_contact_is_kept_apart(client: Client, address: str) -> None:
    send(client, address, contact="8 (701) 000-00-00")
    assert Proposal.objects.get().contact.kind == ContactKind.PHONE


def test_consent_that_was_shown_is_the_one_recorded(client: Client, address: str) -> None:
    send(client, address)
    assert Proposal.objects.get().consent == make_consent()


def test_named_place_is_found_and_nothing_typed_is_lost(client: Client, address: str) -> None:
    park = make_place(*IN_EAST, name_ru="Дендропарк", name_en="Dendropark", kind="public_space")
    key = str(uuid.uuid4())
    found = send(client, address, key=key, find="yes", place_query="дендро", topic="")
    assert found.status_code == 200
    assert [place.value for place in found.context["places"]] == [f"place:{park.pk}"]
    assert found.context["places"][0].checked
    assert TEXT in found.content.decode()
    assert found.context["key"] == key
    sent = send(
        client, address, key=key, about=f"place:{park.pk}", place_query="дендро", place_found_for="дендро"
    )
    assert sent.status_code == 303
    proposal = Proposal.objects.get()
    assert (proposal.place, proposal.location_source) == (park, LocationSource.PIN)


def test_name_typed_and_sent_without_looking_is_looked_for_first(client: Client, address: str) -> None:
    make_place(name_ru="Арбат")
    make_place(name_ru="Новый Арбат")
    response = send(client, address, about="here", place_query="арбат")
    assert len(response.context["places"]) == 2
    assert not Proposal.objects.exists()


def test_name_that_nothing_bears_says_so(client: Client, address: str) -> None:
    response = send(client, address, find="yes", place_query="Атлантида")
    assert "Nothing is named “Атлантида”" in response.content.decode()


def test_pin_beyond_the_city_says_so_and_keeps_the_text(client: Client, address: str) -> None:
    response = send(client, address, about="pin", pin_lon="60", pin_lat="40")
    assert errors(response) == {"about"}
    page = response.content.decode()
    assert "outside the city" in page
    assert TEXT in page


def test_stop_of_the_bus_is_chosen(client: Client, bus: str) -> None:
    stop = RouteStop.objects.filter(direction__direction=1).select_related("place").first()
    assert stop is not None
    assert send(client, bus, about=f"stop:{stop.pk}").status_code == 303
    proposal = Proposal.objects.get()
    assert (proposal.place, proposal.location_source) == (stop.place, LocationSource.CHOSEN_STOP)


def test_stop_of_another_route_is_refused_with_words(client: Client, bus: str) -> None:
    other = RouteStop.objects.filter(direction__version=make_route("12", IN_WEST, (69.56, 42.36))).first()
    assert other is not None
    response = send(client, bus, about=f"stop:{other.pk}")
    assert errors(response) == {"about"}
    assert "That stop is not on this route" in response.content.decode()


def test_phone_far_from_the_route_is_told_and_offered_stops(client: Client, bus: str) -> None:
    far = {"device_lon": "69.55", "device_lat": "42.38", "device_accuracy_m": "10"}
    response = send(client, bus, about="device", **far)
    assert errors(response) == {"about"}
    assert "not on this route" in response.content.decode()
    assert response.context["directions"]


def test_rough_position_is_told(client: Client, bus: str) -> None:
    rough = {"device_lon": "69.55", "device_lat": "42.35", "device_accuracy_m": "301"}
    response = send(client, bus, about="device", **rough)
    assert "too rough" in response.content.decode()


def test_bus_that_runs_as_another_route_shows_its_stops_and_keeps_the_text(client: Client, bus: str) -> None:
    other = make_route("12", IN_WEST, (69.56, 42.36)).route
    shown = send(client, bus, change_route="yes", route=other.pk, topic="")
    assert shown.status_code == 200
    assert shown.context["whereabouts"].route == other
    assert TEXT in shown.content.decode()
    assert "Its usual route is 19" in shown.content.decode()
    stop = RouteStop.objects.filter(direction__version__route=other).first()
    assert stop is not None
    assert send(client, bus, route=other.pk, about=f"stop:{stop.pk}").status_code == 303
    assert Proposal.objects.get().route_version.route == other


def test_whole_route_may_be_said_outright_or_by_saying_nothing(client: Client, bus: str) -> None:
    send(client, bus, about="route")
    send(client, bus)
    sources = set(Proposal.objects.values_list("location_source", flat=True))
    assert sources == {LocationSource.WHOLE_ROUTE}
    assert Proposal.objects.count() == 2


def test_inactive_topic_cannot_be_sent(client: Client, address: str) -> None:
    make_topic("closed", is_active=False)
    assert errors(send(client, address, topic="closed")) == {"topic"}


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(client: Client, address: str, method: str) -> None:
    assert getattr(client, method)(address).status_code in {403, 405}
