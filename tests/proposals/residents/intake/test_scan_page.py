"""The page behind a code: found in any spelling, it knows where it is, and helps where a code is no good."""

import itertools

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from geoportal.staff.models import Role
from proposals.models import Proposal
from stops.network.models import BusRoute
from stops.signs.codes import ALPHABET, generate_code, grouped
from stops.signs.models import CodeState, QRCode, Scan
from tests.factories import make_code, make_place, make_route, make_staff, make_topic
from tests.proposals.residents.intake.sending import send

QUERIES_MAX = 8
PHONE = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0 Mobile Safari/537.36"
pytestmark = pytest.mark.usefixtures("city")


def open_page(client: Client, code: str, **headers: str) -> HttpResponse:
    return client.get(f"/q/{code}/", headers={"Accept-Language": "en", "User-Agent": PHONE, **headers})


def scans() -> int:
    return sum(Scan.objects.values_list("count", flat=True))


@pytest.fixture
def at_stop() -> QRCode:
    return make_code(place=make_place(name_en="Ordabasy square", name_kk="Ордабасы алаңы"))


@pytest.fixture
def in_bus() -> QRCode:
    return make_code(version=make_route("19"))


@pytest.mark.parametrize("address", ["/q/{}/", "/q/{}", "/Q/{}/", "/Q/{}"])
@pytest.mark.parametrize(
    "spelling", [str.upper, str.lower, grouped, lambda code: f"%20{code[:4]}%20{code[4:]}"]
)
def test_every_spelling_of_the_address_opens_the_form(
    client: Client, at_stop: QRCode, address: str, spelling: object
) -> None:
    response = client.get(address.format(spelling(at_stop.code)))
    assert response.status_code == 200
    assert response.context["whereabouts"].code == at_stop


def test_forgiven_letters_open_the_form(client: Client) -> None:
    codes = (generate_code() for _ in itertools.count())
    code = next(code for code in codes if "0" in code and "1" in code)
    QRCode.objects.filter(pk=make_code().pk).update(code=code)
    for one in "IL":
        assert open_page(client, code.replace("0", "o").replace("1", one)).status_code == 200


def test_stop_says_its_name_and_district(client: Client, at_stop: QRCode) -> None:
    page = open_page(client, at_stop.code).content.decode()
    assert "Stop «Ordabasy square»" in page
    assert "West district" in page
    assert grouped(at_stop.code) in page


def test_bus_says_its_number_and_lists_its_stops(client: Client, in_bus: QRCode) -> None:
    response = open_page(client, in_bus.code)
    assert "Bus 19" in response.content.decode()
    assert [direction.headsign for direction in response.context["directions"]] == ["Аэропорт", "Вокзал"]
    assert all(direction.total == 2 for direction in response.context["directions"])


@pytest.mark.parametrize(
    ("asked", "cookie", "phone", "language"),
    [
        ("", "", "kk", "kk"),
        ("", "", "ru-RU,ru;q=0.9", "ru"),
        ("", "", "en-GB", "en"),
        ("", "", "de", "kk"),
        ("", "ru", "kk", "ru"),
        ("en", "ru", "kk", "en"),
        ("xx", "", "ru", "ru"),
    ],
)
def test_page_speaks_the_language_asked_for_remembered_or_of_the_phone(
    client: Client, at_stop: QRCode, asked: str, cookie: str, phone: str, language: str
) -> None:
    if cookie:
        client.cookies["django_language"] = cookie
    query = {"lang": asked} if asked else {}
    response = client.get(f"/q/{at_stop.code}/", query, headers={"Accept-Language": phone})
    assert f'<html lang="{language}"' in response.content.decode()
    assert f"?lang={language}" in response.context["action"]


def test_wrong_character_is_called_mistyped_and_the_field_is_filled(client: Client, at_stop: QRCode) -> None:
    wrong = ALPHABET[(ALPHABET.index(at_stop.code[3]) + 1) % 32]
    typed = at_stop.code[:3] + wrong + at_stop.code[4:]
    response = open_page(client, typed)
    page = response.content.decode()
    assert response.status_code == 404
    assert "This code is mistyped" in page
    assert f'value="{grouped(typed)}"' in page


@pytest.mark.parametrize(
    ("code", "words"), [("SHORT", "This is not a sign"), ("ABCDEFGH2Z", "We do not know this code")]
)
def test_unknown_code_leads_on(client: Client, code: str, words: str) -> None:
    response = open_page(client, code)
    page = response.content.decode()
    assert response.status_code == 404
    assert words in page
    assert response["Cache-Control"] == "private, no-cache"
    for way in ("heatmap:map", "residents:propose", "codes:enter"):
        assert reverse(way) in page


def test_revoked_code_is_gone_and_leads_on(client: Client, at_stop: QRCode) -> None:
    QRCode.objects.update(state=CodeState.REVOKED)
    response = open_page(client, at_stop.code)
    assert response.status_code == 410
    assert "no longer in use" in response.content.decode()
    assert send(client, f"/q/{at_stop.code}/").status_code == 410
    assert not Proposal.objects.exists()


def test_replaced_code_leads_to_its_successor_with_a_note(client: Client, at_stop: QRCode) -> None:
    successor = make_code()
    QRCode.objects.filter(pk=at_stop.pk).update(state=CodeState.REPLACED, replaced_by=successor)
    address = client.get(f"/q/{at_stop.code}/")["Location"]
    assert address.startswith(f"/q/{successor.code}/?")
    response = client.get(address, headers={"Accept-Language": "en"})
    assert response.context["whereabouts"].code == successor
    assert "This sign has been replaced by a new one" in response.content.decode()


def test_form_kept_while_its_sign_was_replaced_is_still_taken(client: Client, at_stop: QRCode) -> None:
    successor = make_code()
    QRCode.objects.filter(pk=at_stop.pk).update(state=CodeState.REPLACED, replaced_by=successor)
    response = send(client, f"/q/{at_stop.code}/")
    assert response.status_code == 307
    assert send(client, response["Location"]).status_code == 303
    assert Proposal.objects.get().code == successor


def test_replaced_code_without_successor_is_gone(client: Client, at_stop: QRCode) -> None:
    QRCode.objects.update(state=CodeState.REPLACED)
    assert open_page(client, at_stop.code).status_code == 410


def test_suspect_code_warns_and_still_takes_proposals(client: Client, at_stop: QRCode) -> None:
    QRCode.objects.update(state=CodeState.SUSPECT)
    page = open_page(client, at_stop.code).content.decode()
    assert "Somebody reported this sign" in page
    assert "testserver" in page
    assert send(client, f"/q/{at_stop.code}/").status_code == 303


def test_retired_places_and_inactive_topics_are_not_offered(client: Client, at_stop: QRCode) -> None:
    make_topic("closed", is_active=False)
    response = open_page(client, at_stop.code)
    assert [topic.value for topic in response.context["topics"]] == ["transport"]


def test_first_five_topics_are_shown_and_the_rest_counted(client: Client, at_stop: QRCode) -> None:
    for number in range(11):
        make_topic(f"topic-{number:02}", order=number + 1)
    response = open_page(client, at_stop.code)
    assert (len(response.context["topics"]), len(response.context["more_topics"])) == (5, 7)
    assert "More 7" in response.content.decode()


def test_opening_is_counted_once(client: Client, at_stop: QRCode) -> None:
    open_page(client, at_stop.code)
    assert scans() == 1


@pytest.mark.parametrize(
    "headers", [{"Sec-Purpose": "prefetch;prerender"}, {"Purpose": "prefetch"}, {"Sec-Purpose": "prefetch"}]
)
def test_opening_ahead_of_time_is_not_counted(
    client: Client, at_stop: QRCode, headers: dict[str, str]
) -> None:
    assert open_page(client, at_stop.code, **headers).status_code == 200
    assert scans() == 0


@pytest.mark.parametrize(
    "agent",
    ["TelegramBot (like TwitterBot)", "okhttp/4.9.3", ""],
)
def test_robots_are_not_counted(client: Client, at_stop: QRCode, agent: str) -> None:
    assert open_page(client, at_stop.code, **{"User-Agent": agent}).status_code == 200
    assert scans() == 0


def test_keeper_who_looks_at_a_sign_is_not_counted(client: Client, at_stop: QRCode) -> None:
    client.force_login(make_staff(Role.SIGN_KEEPER))
    open_page(client, at_stop.code)
    assert scans() == 0


@pytest.mark.parametrize("said", ["AAAAA", "\0", "20DPWX18ZG"])
def test_note_of_a_replacement_is_believed_only_where_it_is_true(
    client: Client, at_stop: QRCode, said: str
) -> None:
    page = client.get(f"/q/{at_stop.code}/", {"replaced": said, "lang": "en"}).content.decode()
    assert "This sign has been replaced by a new one" not in page


def test_only_an_opening_is_counted(client: Client, at_stop: QRCode) -> None:
    client.defaults["HTTP_USER_AGENT"] = PHONE
    client.head(f"/q/{at_stop.code}/")
    client.get(f"/q/{at_stop.code}/?lang=ru")
    client.get(f"/q/{at_stop.code}/?route=1")
    send(client, f"/q/{at_stop.code}/")
    open_page(client, generate_code())
    assert scans() == 0


def test_page_of_a_stop_takes_at_most_eight_queries(
    client: Client, at_stop: QRCode, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    make_route("12")
    with django_assert_max_num_queries(QUERIES_MAX):
        open_page(client, at_stop.code)


def test_page_of_a_bus_takes_at_most_eight_queries_however_many_stops_and_routes(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(5):
        make_route(str(number + 1))
    code = make_code(version=make_route("19"))
    route = BusRoute.objects.get(number="3")
    with django_assert_max_num_queries(QUERIES_MAX):
        open_page(client, code.code)
    with django_assert_max_num_queries(QUERIES_MAX):
        client.get(f"/q/{code.code}/?route={route.pk}&lang=ru")


def test_page_may_be_kept_by_the_phone_but_by_nobody_else(client: Client, at_stop: QRCode) -> None:
    response = open_page(client, at_stop.code)
    assert response["Cache-Control"] == "private, no-cache"
    assert "Cookie" not in response["Vary"]
    assert "sessionid" not in response.cookies
    assert "csrftoken" not in response.cookies
