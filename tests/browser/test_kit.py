"""Every part of the look, in both themes, is free of what axe can find, and behaves without a mouse."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1440, "height": 900}


@pytest.fixture(autouse=True)
def addresses_with_kit(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.browser.kit_urls"


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("viewport", "query"), [(PHONE, ""), (DESK, "&desk=1")], ids=["phone", "desk"])
def test_axe_finds_nothing_in_any_part(
    live_server: LiveServer, page: Page, theme: str, viewport: dict[str, int], query: str
) -> None:
    page.set_viewport_size({"width": viewport["width"], "height": viewport["height"]})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(f"{live_server.url}/kit/?lang=kk&theme={theme}{query}")
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


def test_nothing_runs_over_the_edge_of_a_small_phone(live_server: LiveServer, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(f"{live_server.url}/kit/?lang=kk&theme=light")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_theme_is_remembered_from_page_to_page_and_seen_by_scripts(
    live_server: LiveServer, page: Page
) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(f"{live_server.url}/kit/?lang=en")
    page.get_by_role("button", name="Dark").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 24, 28)"
    assert page.evaluate("getComputedStyle(document.body).getPropertyValue('--seq-7').trim()") == "#FFF4C7"
    page.get_by_role("button", name="As the device").click()
    page.reload()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(247, 245, 240)"


def test_system_theme_is_followed_and_a_part_may_differ(live_server: LiveServer, page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.goto(f"{live_server.url}/kit/?lang=en")
    background = "part => getComputedStyle(part).backgroundColor"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(13, 24, 28)"
    assert page.locator(".kit__half").first.evaluate(background) == "rgb(247, 245, 240)"
    assert page.locator(".kit__half").last.evaluate(background) == "rgb(13, 24, 28)"


def test_menu_opens_without_script_and_closes_on_escape(
    live_server: LiveServer, page: Page, browser: Browser
) -> None:
    page.goto(f"{live_server.url}/kit/?lang=en")
    page.locator(".menu > summary").press("Enter")
    panel = page.locator(".menu__panel")
    assert panel.is_visible()
    page.keyboard.press("Escape")
    assert panel.is_hidden()
    plain = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740}).new_page()
    plain.goto(f"{live_server.url}/kit/?lang=en")
    plain.locator(".menu > summary").click()
    assert plain.locator(".menu__panel").is_visible()
    plain.context.close()


def test_keyboard_focus_is_seen_on_every_kind_of_control(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/kit/?lang=kk&theme=light")
    for selector in ("main .button--primary", ".input", "a.filter-chip__remove", "main .segmented button"):
        control = page.locator(selector).first
        control.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        outline = control.evaluate("part => getComputedStyle(part).outlineStyle")
        assert outline == "solid", selector


def test_kazakh_letters_come_from_our_own_typeface(live_server: LiveServer, page: Page) -> None:
    page.goto(f"{live_server.url}/kit/?lang=kk&theme=light")
    page.evaluate("document.fonts.ready")
    assert page.evaluate("document.fonts.check('16px Onest', 'ӘәҒғҚқҢңӨөҰұҮүҺһІі№₸')")
    loaded = page.evaluate("[...document.fonts].filter(face => face.status === 'loaded').length")
    assert loaded >= 4
