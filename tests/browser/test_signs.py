"""The keepers' table of signs in a real browser: filters, order, choice, map, phone, no JavaScript, axe."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from geoportal.staff.models import Role
from stops.network.models import PlaceKind
from stops.signs.models import QRCode
from tests.factories import (
    IN_EAST,
    IN_WEST,
    PASSWORD,
    make_city,
    make_code,
    make_place,
    make_route,
    make_staff,
)
from tests.stops.signs.desk.conftest import put_up, scanned
from tests.stops.signs.reports import make_suspect

DESK, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
Opening = Callable[..., None]


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """Sit at a desk and read the pages in English, whose words stand in the source."""
    return {**browser_context_args, "viewport": DESK, "locale": "en-GB"}


@pytest.fixture
def signs(transactional_db: None) -> dict[str, QRCode]:
    """A working, a silent and a suspect sign, one in a bus, one not yet installed."""
    make_city()
    places = {
        "working": make_place(*IN_WEST, name_en="Ordabasy square"),
        "silent": make_place(69.56, 42.36, name_en="Dendropark", kind=PlaceKind.PUBLIC_SPACE),
        "suspect": make_place(*IN_EAST, name_en="Railway station"),
        "issued": make_place(69.66, 42.37, name_en="Clinic 3", kind=PlaceKind.INSTITUTION),
    }
    codes = {name: make_code(place=place) for name, place in places.items()}
    codes["bus"] = make_code(version=make_route())
    for name in ("working", "silent", "suspect", "bus"):
        put_up(codes[name], days_ago=60)
    scanned(codes["working"], days_ago=1, count=412, sent=46)
    scanned(codes["working"], days_ago=20, count=30)
    scanned(codes["suspect"], days_ago=2, count=40, sent=2)
    scanned(codes["bus"], days_ago=0, count=2)
    make_suspect(codes["suspect"], text="It asks to pay")
    return codes


@pytest.fixture
def open_signs(live_server: LiveServer, signs: dict[str, QRCode]) -> Opening:
    """Log in as a keeper and open the page in a language."""
    keeper = make_staff(Role.SIGN_KEEPER)

    def enter(page: Page, language: str = "en") -> None:
        page.goto(f"{live_server.url}/en/accounts/login/?next=/{language}/signs/")
        page.get_by_label("Username").fill(keeper.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Log in").click()
        page.wait_for_url(f"**/{language}/signs/")

    return enter


def named(page: Page) -> list[str]:
    return page.locator("[data-sign-link]").all_inner_texts()


def test_keeper_filters_sorts_chooses_and_goes_back(page: Page, open_signs: Opening) -> None:
    open_signs(page)
    expect(page.locator("[data-sign-link]")).to_have_count(5)
    page.get_by_label("State", exact=True).select_option("installed")
    expect(page).to_have_url(re.compile(r"/signs/\?state=installed$"))
    page.get_by_role("link", name="Place or route").click()
    expect(page).to_have_url(re.compile("state=installed&sort=name"))
    expect(page.get_by_role("columnheader", name="Place or route")).to_have_attribute(
        "aria-sort", "ascending"
    )
    assert named(page) == ["Dendropark", "Stop «Ordabasy square»", "Bus 19, board number 1907"]
    page.reload()
    assert named(page) == ["Dendropark", "Stop «Ordabasy square»", "Bus 19, board number 1907"]
    page.get_by_role("link", name="Stop «Ordabasy square»").click()
    panel = page.locator("#sign")
    expect(panel.get_by_role("heading", name="Stop «Ordabasy square»")).to_be_focused()
    expect(page.locator("tr[aria-selected=true]")).to_contain_text("Ordabasy square")
    assert "sign=" in page.url
    assert "sort=name" in page.url
    page.go_back()
    expect(panel).to_have_count(0)


def test_silent_signs_are_one_click_away(page: Page, open_signs: Opening) -> None:
    open_signs(page)
    page.locator(".signs-figures").get_by_role("link").nth(4).click()
    expect(page).to_have_url(re.compile("silent=30"))
    assert named(page) == ["Dendropark"]
    expect(page.get_by_role("row").filter(has_text="Dendropark")).to_contain_text("Silent for 60 days")


def test_print_button_counts_the_selected(page: Page, open_signs: Opening) -> None:
    open_signs(page)
    button = page.locator("[data-print]")
    expect(button).to_be_disabled()
    page.get_by_role("row").filter(has_text="Ordabasy").get_by_role("checkbox").check()
    page.get_by_role("row").filter(has_text="Dendropark").get_by_role("checkbox").check()
    expect(button).to_have_text(re.compile("Print, 2 selected"))
    page.get_by_label("Select all signs of this page").check()
    expect(button).to_have_text(re.compile(r"Print, \d selected"))
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename.endswith(".pdf")


def test_map_draws_the_signs_and_opens_the_suspect_one(
    page: Page, open_signs: Opening, signs: dict[str, QRCode]
) -> None:
    open_signs(page)
    expect(page.locator("[data-signs-map]")).to_have_attribute("data-drawn", "4")
    expect(page.locator("[data-off-map]")).to_have_text("In buses, not on the map: 1")
    mark = page.locator(".sign-mark")
    expect(mark).to_have_count(1)
    mark.focus()
    page.keyboard.press("Enter")
    panel = page.locator("#sign")
    expect(panel).to_contain_text("Railway station")
    expect(panel).to_contain_text("It asks to pay")
    panel.get_by_role("link", name="Replace").click()
    expect(page).to_have_url(re.compile(f"/signs/{signs['suspect'].code}/#replaced_reason$"))


def test_table_works_without_javascript(
    browser: Browser, live_server: LiveServer, open_signs: Opening
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    page = context.new_page()
    open_signs(page)
    page.get_by_label("Code, place, board number or route").fill("dendro")
    page.get_by_role("button", name="Show", exact=True).click()
    assert named(page) == ["Dendropark"]
    page.get_by_role("link", name="Dendropark").click()
    expect(page.locator("#sign")).to_be_visible()
    expect(page.get_by_role("button", name="Print the selected")).to_be_enabled()
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_axe_finds_nothing_at_a_desk_and_on_a_phone(
    page: Page, open_signs: Opening, language: str, theme: str
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    open_signs(page, language)
    expect(page.locator("[data-signs-map]")).to_have_attribute("data-drawn", "4")
    page.locator("[data-sign-link]").first.click()
    expect(page.locator("#sign")).to_be_visible()
    found = []
    for size in (PHONE, DESK):
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        for rule in Axe().run(page).response["violations"]:
            found += [f"{size['width']} {rule['id']}: {node['html'][:160]}" for node in rule["nodes"]]
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    page.goto(page.url.split("/signs/")[0] + "/signs/create/?kind=stop")
    for rule in Axe().run(page).response["violations"]:
        found += [f"create {rule['id']}: {node['html'][:160]}" for node in rule["nodes"]]
    assert found == []
