"""A planner draws an area of few or many corners: the address names it, also without JavaScript."""

import math
import re

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from geoportal.staff.models import Role
from proposals.models import StoredArea
from tests.factories import IN_EAST, IN_WEST, make_city, make_proposal, make_staff

pytestmark = pytest.mark.django_db(transaction=True)
DESK = {"width": 1440, "height": 900}
CHOOSE = """async (corners) => {
  const { chooseArea } = await import("/static/planning/js/planning.js");
  chooseArea(document.querySelector("[data-planning-map]"), corners);
}"""


def circle(corners: int) -> list[tuple[float, float]]:
    angles = (2 * math.pi * index / corners for index in range(corners))
    return [(IN_WEST[0] + 0.04 * math.cos(each), IN_WEST[1] + 0.03 * math.sin(each)) for each in angles]


@pytest.fixture
def desk(live_server: LiveServer, client: Client) -> dict[str, str]:
    """A city with two proposals; the cookie of a planner."""
    make_city()
    make_proposal(at=IN_WEST)
    make_proposal(at=IN_EAST)
    client.force_login(make_staff(Role.PLANNER), backend="django.contrib.auth.backends.ModelBackend")
    (cookie,) = client.cookies.values()
    return {"name": cookie.key, "value": cookie.value, "url": live_server.url}


def test_drawn_area_goes_into_the_address_itself_or_under_its_digest(
    context: BrowserContext, page: Page, live_server: LiveServer, desk: dict[str, str]
) -> None:
    context.add_cookies([desk])
    page.set_viewport_size(DESK)
    page.goto(f"{live_server.url}/en/planning/?status=published")
    page.evaluate(CHOOSE, circle(100))
    page.wait_for_url(re.compile(r"status=published&area=6"))
    expect(page.locator("h2", has_text="1 proposal").first).to_be_visible()
    assert not StoredArea.objects.exists()
    page.evaluate(CHOOSE, circle(2000))
    page.wait_for_url(re.compile(r"/planning/\?status=published&area=sha256-[0-9a-f]{64}$"))
    expect(page.locator("h2", has_text="1 proposal").first).to_be_visible()
    assert len(StoredArea.objects.get().corners.split()) == 2000
    expect(page.locator("[data-planning-map] canvas, [data-planning-map] path").first).to_be_attached()
    page.reload()
    expect(page.locator("[data-clear-area]")).to_be_visible()


def test_corners_are_sent_without_javascript(
    browser: Browser, live_server: LiveServer, desk: dict[str, str]
) -> None:
    context = browser.new_context(java_script_enabled=False, viewport=DESK)
    context.add_cookies([desk])
    page = context.new_page()
    page.goto(f"{live_server.url}/ru/planning/?status=published")
    page.get_by_text("Область по координатам").click()
    page.locator("#area-corners").fill("69.5,42.3\n69.6,42.4")
    page.get_by_role("button", name="Показать область").click()
    expect(page.locator("#area-corners-error")).to_contain_text("У области от 3 до 2000 вершин")
    expect(page.locator("#area-corners")).to_have_value("69.5,42.3\n69.6,42.4")
    page.locator("#area-corners").fill("\n".join(f"{lon:.6f},{lat:.6f}" for lon, lat in circle(120)))
    page.get_by_role("button", name="Показать область").click()
    page.wait_for_url(re.compile(r"/ru/planning/\?status=published&area=sha256-"))
    expect(page.locator("h2", has_text="1 предложение").first).to_be_visible()
    context.close()
