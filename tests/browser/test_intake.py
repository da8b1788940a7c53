"""The scan form and the receipt on a real phone's browser, with and without JavaScript."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.gis.geos import LineString
from django.contrib.staticfiles import finders
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, expect
from pytest_django.live_server_helper import LiveServer

from proposals.models import LocationSource, Proposal
from stops.network.models import RouteVersion
from stops.network.versions import DirectionData, save_route_version
from stops.signs.models import CodeState, QRCode
from tests.factories import IN_EAST, make_city, make_code, make_consent, make_place, make_route, make_topic

TEXT = "Поставьте здесь навес от солнца и скамейку."
WIRE_BUDGET_BYTES = 60 * 1024
SEND = "Send the proposal"
TOPICS, STOPS = 12, 22


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """Read the pages in English, whose words stand in the source."""
    return {**browser_context_args, "locale": "en-GB"}


@pytest.fixture(autouse=True)
def city(transactional_db: None) -> None:
    """Make two districts, twelve topics and a consent."""
    make_city()
    make_consent()
    for number in range(TOPICS):
        make_topic(f"topic-{number:02}", order=number, short_en=f"Topic {number + 1}", icon="bus")


@pytest.fixture
def stop(live_server: LiveServer) -> str:
    """The address of a stop's code."""
    return f"{live_server.url}/q/{make_code(place=make_place(name_en='Ordabasy square')).code}/"


@pytest.fixture
def version() -> RouteVersion:
    """A route with 22 stops in each direction."""
    track = [(69.5 + 0.01 * step, 42.35) for step in range(STOPS)]
    route = make_route("19", *track).route
    stops = [make_place(*at, name_kk=f"Қонаев көшесі {index}") for index, at in enumerate(track)]
    directions = [
        DirectionData(number, dict.fromkeys(("kk", "ru", "en"), sign), (LineString(*line, srid=4326),), order)
        for number, sign, line, order in (
            (0, "Аэропорт", track, tuple(stops)),
            (1, "Вокзал", track[::-1], tuple(stops[::-1])),
        )
    ]
    return save_route_version(route=route, directions=directions, at=timezone.now())[0]


@pytest.fixture
def bus(live_server: LiveServer, version: RouteVersion) -> str:
    """The address of a bus's code."""
    return f"{live_server.url}/q/{make_code(version=version).code}/"


@pytest.fixture
def plain(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[Page]:
    """A page of a browser without JavaScript."""
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    yield context.new_page()
    context.close()


def write(page: Page, topic: str = "Topic 2") -> None:
    page.get_by_label("What would you improve").fill(TEXT)
    page.get_by_role("radio", name=topic, exact=True).check()


def send(page: Page) -> Proposal:
    page.locator(".action-bar").get_by_role("button", name=SEND).click()
    expect(page.locator("h1")).to_contain_text("has been received")
    return Proposal.objects.get()


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:140]}" for rule in found for node in rule["nodes"]]


def test_without_script_a_stop_takes_a_proposal_once(plain: Page, stop: str) -> None:
    plain.goto(stop)
    expect(plain.locator("h1")).to_have_text("Stop «Ordabasy square»")
    write(plain)
    plain.get_by_text("More 7").click()
    plain.get_by_role("radio", name="Topic 9", exact=True).check()
    plain.get_by_text("I want an answer").click()
    plain.get_by_label("E-mail or telephone").fill("+7 701 000 00 00")
    proposal = send(plain)
    receipt = plain.url
    assert (proposal.topic.slug, proposal.location_source) == ("topic-08", LocationSource.CODE_POINT)
    assert plain.get_by_label("Your private link").input_value().endswith(urlsplit(receipt).path)
    plain.go_back()
    assert send(plain) == proposal
    assert plain.url == receipt
    plain.reload()
    expect(plain.locator("b", has_text=proposal.number)).to_be_visible()


def test_without_script_a_stop_of_the_other_direction_is_chosen(plain: Page, bus: str) -> None:
    plain.goto(bus)
    expect(plain.get_by_text("Where I am now")).to_be_hidden()
    out = plain.locator("[data-direction='0']")
    back = plain.locator("[data-direction='1']")
    expect(out).to_be_visible()
    expect(back).to_be_hidden()
    plain.get_by_text("Вокзал", exact=True).click()
    expect(out).to_be_hidden()
    back.get_by_role("radio").nth(1).check()
    write(plain)
    proposal = send(plain)
    assert (proposal.location_source, proposal.route_direction) == (LocationSource.CHOSEN_STOP, 1)


def test_without_script_a_named_place_is_found(plain: Page, stop: str) -> None:
    park = make_place(*IN_EAST, name_en="Dendropark", kind="public_space")
    plain.goto(stop)
    write(plain)
    plain.get_by_text("My proposal is about another place").click()
    plain.get_by_label("Find by name").fill("dendro")
    plain.get_by_role("button", name="Find").click()
    expect(plain.get_by_label("What would you improve")).to_have_value(TEXT)
    expect(plain.get_by_label("Dendropark")).to_be_checked()
    assert send(plain).place == park


def test_without_script_the_bus_runs_as_another_route(plain: Page, bus: str) -> None:
    make_route("12", (69.55, 42.31), (69.56, 42.36))
    plain.goto(bus)
    write(plain)
    plain.get_by_text("This bus runs as another route").click()
    plain.locator("#id_route").select_option(label="12 · Station — Airport")
    plain.get_by_role("button", name="Show its stops").click()
    expect(plain.get_by_label("The whole route 12")).to_be_checked()
    assert send(plain).route_version.route.number == "12"


def test_draft_is_kept_on_the_phone_until_the_receipt(page: Page, stop: str) -> None:
    page.goto(stop)
    write(page)
    expect(page.locator("[data-saved-line]")).to_have_text("Saved on your phone")
    expect(page.locator("[data-counter]")).to_have_text(f"{len(TEXT)} / 4000")
    page.goto(f"{stop}?lang=ru")
    expect(page.locator("#id_text")).to_have_value(TEXT)
    page.goto(f"{stop}?lang=en")
    expect(page.get_by_role("radio", name="Topic 2", exact=True)).to_be_checked()
    send(page)
    page.goto(stop)
    expect(page.locator("#id_text")).to_have_value("")


RESTORE = """
addEventListener("pagehide", () => {
  const text = document.querySelector("[data-text]");
  if (text) sessionStorage.setItem("restored", text.value);
});
new MutationObserver(() => {
  const text = document.querySelector("[data-text]:not([data-restored])");
  if (!text) return;
  text.dataset.restored = "";
  if (!text.value) text.value = sessionStorage.getItem("restored") ?? "";
}).observe(document, { childList: true, subtree: true });
"""
"""What Firefox does on a reload: the text is back before any script runs, the key of the draft is not."""


def send_without_an_answer(page: Page) -> None:
    """Let the form arrive and its answer get lost."""

    def lose(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch(max_redirects=0)
            route.abort("connectionreset")
        else:
            route.fallback()

    page.route("**/q/**", lose)
    with page.expect_event("requestfailed"):
        page.locator("[data-send]").click()
    page.unroute("**/q/**", lose)


def test_text_that_the_browser_restores_keeps_the_key_of_its_draft(page: Page, stop: str) -> None:
    page.add_init_script(RESTORE)
    page.goto(stop)
    write(page)
    expect(page.locator("[data-saved-line]")).to_have_text("Saved on your phone")
    key = page.locator("[name=key]").input_value()
    page.reload()
    expect(page.locator("#id_text")).to_have_value(TEXT)
    assert page.locator("[name=key]").input_value() == key
    send_without_an_answer(page)
    assert Proposal.objects.count() == 1
    page.goto(stop)
    send(page)
    assert Proposal.objects.count() == 1


def test_other_words_after_a_lost_answer_are_another_proposal_and_the_same_are_not(
    page: Page, stop: str
) -> None:
    page.goto(stop)
    write(page)
    key = page.locator("[name=key]").input_value()
    send_without_an_answer(page)
    page.goto(stop)
    page.locator("#id_text").fill(f"{TEXT} И урну.")
    assert page.locator("[name=key]").input_value() != key
    page.locator("#id_text").fill(TEXT)
    assert page.locator("[name=key]").input_value() == key
    page.locator("#id_text").fill(f"{TEXT} И урну.")
    page.locator(".action-bar").get_by_role("button", name=SEND).click()
    expect(page.locator("h1")).to_contain_text("has been received")
    assert Proposal.objects.count() == 2


def test_double_tap_sends_once(page: Page, stop: str) -> None:
    page.goto(stop)
    write(page)
    page.locator("[data-send]").dblclick()
    expect(page.locator("h1")).to_contain_text("has been received")
    assert Proposal.objects.count() == 1


def test_without_connection_the_text_stays(page: Page, context: BrowserContext, stop: str) -> None:
    page.goto(stop)
    write(page)
    context.set_offline(True)
    page.locator("[data-send]").click()
    expect(page.locator("[data-sending-line]")).to_contain_text("No connection")
    context.set_offline(False)
    send(page)


def test_position_is_asked_for_only_on_a_tap_and_brought_onto_the_route(
    page: Page, context: BrowserContext, bus: str
) -> None:
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"longitude": 69.55, "latitude": 42.3502, "accuracy": 20})
    page.goto(bus)
    write(page)
    assert page.locator("[name=device_lon]").input_value() == ""
    page.get_by_label("Where I am now").check()
    expect(page.locator("[data-device-line]")).to_have_text("Found, to within 20 m")
    proposal = send(page)
    assert proposal.location_source == LocationSource.DEVICE_ON_ROUTE
    assert proposal.location.coords == pytest.approx((69.55, 42.35), abs=1e-4)


def test_faraway_position_is_explained_and_nothing_is_lost(
    page: Page, context: BrowserContext, bus: str
) -> None:
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"longitude": 69.55, "latitude": 42.39, "accuracy": 20})
    page.goto(bus)
    write(page)
    page.get_by_label("Where I am now").check()
    expect(page.locator("[data-device-line]")).to_contain_text("Found")
    page.locator("[data-send]").click()
    expect(page.locator("[data-errors]")).to_contain_text("not on this route")
    expect(page.locator("#id_text")).to_have_value(TEXT)
    page.get_by_label("The whole route 19").check()
    assert send(page).location_source == LocationSource.WHOLE_ROUTE


def test_stops_are_found_by_a_part_of_their_name(page: Page, bus: str) -> None:
    page.goto(bus)
    shown = page.locator("[data-direction='0'] .stop-list li:visible")
    first = shown.first.inner_text().strip()
    page.locator("[data-direction='0'] input[type=search]").fill(first.upper())
    expect(shown).to_have_count(1)
    page.locator("[data-direction='0'] input[type=search]").fill("no such stop")
    expect(page.get_by_text("No stop of this route has that name.").first).to_be_visible()


def test_map_comes_when_asked_for_and_takes_a_pin(page: Page, stop: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(stop)
    page.wait_for_load_state("networkidle")
    assert not [address for address in asked if "leaflet" in address or "/api/" in address]
    write(page)
    page.get_by_text("My proposal is about another place").click()
    page.get_by_role("button", name="Set the pin in the middle").click()
    expect(page.get_by_label("The point on the map")).to_be_checked()
    expect(page.locator("[data-map-line]")).to_contain_text("The pin is set")
    page.locator("#pin-map").click(position={"x": 60, "y": 60})
    proposal = send(page)
    assert proposal.location_source == LocationSource.PIN
    assert proposal.location.coords != proposal.code.bindings.get().place.location.coords
    assert proposal.location.distance(proposal.code.bindings.get().place.location) < 0.02


def test_link_is_copied_and_the_proposal_taken_back(page: Page, context: BrowserContext, stop: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(stop)
    write(page)
    proposal = send(page)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert urlsplit(copied).path == urlsplit(page.url).path
    page.get_by_text("Take the proposal back").first.click()
    page.get_by_label("Yes, take my proposal back").check()
    page.get_by_role("button", name="Take the proposal back").click()
    expect(page.get_by_text("You have taken this proposal back")).to_be_visible()
    proposal.refresh_from_db()
    assert proposal.status == "withdrawn"


def wire_bytes(response: Response) -> int:
    """Return an answer's size over the wire; static files are sent as WhiteNoise stores them, in brotli."""
    path = urlsplit(response.url).path
    headers = response.request.sizes()["responseHeadersSize"]
    if not path.startswith("/static/"):
        return headers + response.request.sizes()["responseBodySize"]
    file = finders.find(path.removeprefix("/static/"))
    assert isinstance(file, str)
    content = Path(file).read_bytes()
    return headers + len(content if file.endswith("woff2") else brotli.compress(content))


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
@pytest.mark.parametrize("sign", ["stop", "bus"])
def test_scan_page_weighs_at_most_60_kb(
    page: Page, request: pytest.FixtureRequest, sign: str, language: str
) -> None:
    answers: list[Response] = []

    def keep(response: Response) -> None:
        answers.append(response)

    page.on("response", keep)
    page.goto(f"{request.getfixturevalue(sign)}?lang={language}")
    page.wait_for_load_state("networkidle")
    weights = {urlsplit(answer.url).path: wire_bytes(answer) for answer in answers}
    assert sum(weights.values()) <= WIRE_BUDGET_BYTES, weights


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_any_page_of_the_intake(
    live_server: LiveServer, page: Page, stop: str, bus: str, theme: str
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    revoked = make_code()
    QRCode.objects.filter(pk=revoked.pk).update(state=CodeState.REVOKED)
    addresses = [stop, bus, f"{live_server.url}/q/", f"{live_server.url}/q/{revoked.code}/"]
    for address in (*addresses, f"{live_server.url}/en/propose/"):
        page.goto(address)
        page.wait_for_load_state("networkidle")
        assert violations(page) == [], address
    page.goto(stop)
    page.locator("[data-send]").evaluate("button => button.form.noValidate = true")
    page.locator("[data-send]").click()
    expect(page.locator("[data-errors]")).to_be_visible()
    assert violations(page) == []
    write(page)
    send(page)
    assert violations(page) == []


@pytest.mark.parametrize("width", [320, 360, 1440])
def test_nothing_runs_over_the_edge(page: Page, stop: str, bus: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    for address in (stop, bus, f"{stop}?lang=kk"):
        page.goto(address)
        for details in page.locator("details").all():
            details.evaluate("element => { element.open = true }")
        assert page.evaluate("document.documentElement.scrollWidth") == width
