"""The staff's map in a real browser: what waits in one's own district, and nothing of the others."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from geoportal.staff.models import Role
from proposals.models import Status
from tests.factories import IN_EAST, IN_WEST, WEST_KATO, make_city, make_proposal, make_staff

DESK = {"width": 1440, "height": 900}
MAP = "/en/review/map/"


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "viewport": DESK, "locale": "en-GB"}


@pytest.fixture
def open_page(
    page: Page, context: BrowserContext, live_server: LiveServer, transactional_db: None
) -> Callable[[str], Page]:
    """Open addresses as the moderator of the west, where two wait and one is published; in the east one waits."""
    make_city()
    for _ in range(2):
        make_proposal(at=IN_WEST, status=Status.SUBMITTED)
    make_proposal(at=IN_WEST)
    make_proposal(at=IN_EAST, status=Status.SUBMITTED, title="Hidden in the east")
    client = Client()
    client.force_login(make_staff(Role.MODERATOR, kato=WEST_KATO))
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])

    def opened(path: str) -> Page:
        page.goto(f"{live_server.url}{path}")
        return page

    return opened


def status(page: Page, value: str) -> Locator:
    return page.locator(f'[name="status"][value="{value}"]')


def test_a_moderator_goes_from_the_queue_to_the_map_and_sees_their_own_district_only(
    open_page: Callable[[str], Page],
) -> None:
    page = open_page("/en/review/")
    page.get_by_role("link", name="On the map", exact=True).click()
    total = page.locator(".map-total b")
    expect(total).to_have_text("2")
    expect(page.locator("[data-map-words]")).to_contain_text("2")
    page.get_by_role("button", name="Districts").click()
    on_map = page.locator(".leaflet-container")
    expect(on_map.get_by_text("0.02")).to_be_visible()
    expect(page.locator("tr[data-district]")).to_have_count(1)
    expect(page.get_by_text("Hidden in the east")).to_have_count(0)
    page.get_by_role("link", name="All", exact=True).click()
    expect(total).to_have_text("3")
    expect(status(page, "published")).to_be_checked()


def test_choosing_statuses_changes_numbers_and_address_and_none_means_what_waits(
    open_page: Callable[[str], Page],
) -> None:
    page = open_page(f"{MAP}?view=grid")
    total = page.locator(".map-total b")
    expect(total).to_have_text("2")
    status(page, "published").click()
    expect(total).to_have_text("3")
    assert "status=published" in page.url
    status(page, "published").click()
    expect(total).to_have_text("2")
    status(page, "submitted").click()
    expect(status(page, "submitted")).to_be_checked()
    expect(total).to_have_text("2")


def test_a_close_map_marks_what_waits_and_leads_to_its_review(open_page: Callable[[str], Page]) -> None:
    page = open_page(f"{MAP}?at=16/69.55/42.35")
    page.locator(".point").first.click()
    link = page.locator(".leaflet-popup .popup a").first
    expect(link).to_be_visible()
    assert "/en/review/" in (link.get_attribute("href") or "")


@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing(open_page: Callable[[str], Page], width: int) -> None:
    page = open_page(f"{MAP}?view=districts")
    page.set_viewport_size({"width": width, "height": 800})
    expect(page.locator(".leaflet-container").get_by_text("0.02")).to_be_attached()
    rules = Axe().run(page).response["violations"]
    assert [f"{rule['id']}: {node['html'][:160]}" for rule in rules for node in rule["nodes"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
