"""In a real browser no hostile text runs, on the pages and in the file that is taken along; each is read as typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Dialog, Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from geoportal.staff.models import Role
from tests.doors.city import City, make_hostile_city
from tests.hostile import COMPOUND, TEXTS, flat

DESK = {"width": 1440, "height": 900}
FAULTS = """() => {
    const marked = [...document.querySelectorAll('*')].filter((node) => [...node.attributes].some(
        ({ name }) => name.startsWith('on') || name === 'data-pwned' || name === 'srcdoc'));
    return [window.__pwned && 'a script ran', ...marked.map((node) => node.outerHTML.slice(0, 200))].filter(Boolean);
}"""
EVERY_LAYER = """() => {
    const map = Object.values(window).find((value) => value instanceof L.Map);
    const shown = [];
    map.eachLayer((layer) => {
        const at = layer.getLatLng?.() ?? layer.getBounds?.().getCenter();
        for (const kind of ['Popup', 'Tooltip']) {
            if (!layer[`get${kind}`]?.()) continue;
            layer[`open${kind}`](at);
            shown.push(layer[`get${kind}`]().getElement().textContent);
        }
    });
    return shown;
}"""


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """Sit at a desk."""
    return {**browser_context_args, "viewport": DESK, "reduced_motion": "reduce"}


@pytest.fixture
def city(transactional_db: None) -> City:
    """The city in which every text is hostile."""
    return make_hostile_city()


@pytest.fixture
def enter(context: BrowserContext, live_server: LiveServer, city: City) -> Callable[[Role], None]:
    """Sit down as a member of staff."""

    def entered(role: Role) -> None:
        client = city.client(role)
        session = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    return entered


@pytest.fixture
def dialogs(page: Page) -> list[str]:
    """Collect what asks for the reader's attention; nothing of ours does."""
    found: list[str] = []

    def hear(dialog: Dialog) -> None:
        found.append(dialog.message)
        dialog.dismiss()

    page.on("dialog", hear)
    return found


def is_harmless(page: Page, dialogs: list[str]) -> bool:
    """Tell whether nothing ran and no element came of a text; what is wrong is told by the assertion."""
    assert page.evaluate(FAULTS) == []
    assert dialogs == []
    return True


def all_text(page: Page) -> str:
    return flat(page.evaluate("document.documentElement.textContent"))


def test_public_pages_show_texts_and_run_none(
    page: Page, live_server: LiveServer, city: City, dialogs: list[str]
) -> None:
    page.goto(f"{live_server.url}/ru/?view=districts")
    shape = page.locator(".district-shape").first
    shape.dispatch_event("mouseover")
    expect(page.locator(".leaflet-tooltip")).to_contain_text(COMPOUND)
    assert is_harmless(page, dialogs)
    about = city.public[list(TEXTS).index("image")]
    lon, lat = about.location.coords
    page.goto(f"{live_server.url}/ru/?at=16/{lon}/{lat}")
    marker = page.get_by_title(about.title, exact=True)
    marker.dispatch_event("click")
    expect(page.locator(".leaflet-popup")).to_contain_text(about.title)
    assert is_harmless(page, dialogs)
    shown = ""
    for path in (
        "proposals/",
        "districts/west/",
        *(f"proposals/{each.public_id}/" for each in city.public[:12]),
    ):
        page.goto(f"{live_server.url}/ru/{path}")
        expect(page.locator("main")).to_be_visible()
        assert is_harmless(page, dialogs)
        shown += all_text(page)
    assert [proposal.title for proposal in city.public[:12] if flat(proposal.title) not in shown] == []


def test_pages_of_staff_show_texts_and_run_none(
    page: Page, live_server: LiveServer, city: City, enter: Callable[[Role], None], dialogs: list[str]
) -> None:
    enter(Role.SIGN_KEEPER)
    page.goto(f"{live_server.url}/ru/signs/?sign={city.signs[0].code}")
    expect(page.locator("[data-drawn]")).to_have_attribute("data-drawn", str(len(city.signs)))
    title = page.locator(".sign-mark").first.get_attribute("title")
    assert title is not None
    assert any(flat(text) in flat(title) for text in TEXTS.values())
    page.locator("[data-sign-link]").nth(5).click()
    assert is_harmless(page, dialogs)
    enter(Role.CHIEF)
    for path in ("review/", f"review/{city.waiting[9].public_id}/", "review/map/", "staff/"):
        page.goto(f"{live_server.url}/ru/{path}")
        page.wait_for_load_state("networkidle")
        assert is_harmless(page, dialogs)
    enter(Role.PLANNER)
    page.goto(f"{live_server.url}/ru/planning/?period=all")
    page.wait_for_load_state("networkidle")
    assert flat(COMPOUND) in all_text(page)
    assert is_harmless(page, dialogs)
    enter(Role.ADMINISTRATOR)
    place = city.signs[9].bindings.get().place
    for path in (
        "stops/place/",
        f"stops/place/{place.pk}/change/",
        "proposals/proposal/",
        "districts/district/",
    ):
        page.goto(f"{live_server.url}/admin/{path}")
        assert is_harmless(page, dialogs)


def test_the_file_taken_along_shows_every_text_and_runs_none(
    context: BrowserContext, city: City, tmp_path: Path, complaints: list[str]
) -> None:
    client: Client = city.client(Role.PLANNER)
    file = tmp_path / "map.html"
    file.write_bytes(client.get("/ru/planning/proposals.html").content)
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(request.url)

    context.set_offline(True)
    context.on("request", hear)
    page = context.new_page()
    page.goto(file.as_uri())
    shown = {flat(text) for text in page.evaluate(EVERY_LAYER)}
    assert flat(COMPOUND) in shown
    missing = [
        proposal.title
        for proposal in city.public
        if not any(flat(proposal.title) in text and flat(proposal.text) in text for text in shown)
    ]
    assert missing == []
    assert page.evaluate(FAULTS) == []
    assert complaints == []
    assert [address for address in asked if not address.startswith(("data:", "blob:"))] == [file.as_uri()]
