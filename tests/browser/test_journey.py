"""The whole way on a phone: scan → send → receipt → publish → the district's number and the heat map change."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from geoportal.staff.models import Role
from proposals.models import Proposal, Status
from tests.factories import (
    IN_WEST,
    PASSWORD,
    make_city,
    make_code,
    make_consent,
    make_department,
    make_place,
    make_proposal,
    make_staff,
    make_topic,
)

SUM_OF_ALPHA = """(canvas) => {
    if (!canvas.width) return 0;
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    let sum = 0;
    for (let index = 3; index < data.length; index += 4) sum += data[index];
    return sum;
}"""
TEXT = "Поставьте здесь навес от солнца и скамейку: летом люди ждут автобус на жаре."


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "locale": "en-GB"}


@pytest.fixture
def address(live_server: LiveServer, transactional_db: None) -> str:
    make_city()
    make_consent()
    make_topic()
    make_department()
    make_proposal(at=IN_WEST)
    make_staff(Role.MODERATOR, username="moderator")
    return f"{live_server.url}/q/{make_code(place=make_place(*IN_WEST)).code.lower()}"


def district_number(page: Page, base: str) -> str:
    page.goto(f"{base}/en/")
    return page.locator('tr[data-district="west"] td').first.inner_text()


def heat_ink(page: Page) -> int:
    """How many points of the heat canvas are coloured, by how strongly."""
    canvas = page.locator("canvas.heat-canvas")
    expect(canvas).to_be_attached()
    total = 0

    def drawn() -> bool:
        nonlocal total
        total = int(canvas.evaluate(SUM_OF_ALPHA))
        return total > 0

    poll_until(page, drawn)
    return total


def poll_until(page: Page, condition: Callable[[], bool]) -> None:
    """Wait for something that the page draws by and by, for at most five seconds."""
    for _ in range(50):
        if condition():
            return
        page.wait_for_timeout(100)
    pytest.fail("The page never drew it.")


def log_in(page: Page, base: str) -> None:
    page.goto(f"{base}/en/review/")
    page.locator("[name=login]").fill("moderator")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.wait_for_url("**/review/**")


def test_scanned_proposal_reaches_the_public_map(
    page: Page,
    browser: Browser,
    browser_context_args: dict[str, object],
    live_server: LiveServer,
    address: str,
) -> None:
    base = live_server.url
    assert district_number(page, base).startswith("1")
    ink_before = heat_ink(page)

    page.goto(address)
    page.locator("textarea[name=text]").fill(TEXT)
    page.locator("input[name=topic]").first.check(force=True)
    page.get_by_role("button", name="Send the proposal").click()
    page.wait_for_url("**/r/**")
    proposal = Proposal.objects.get(text=TEXT)
    expect(page.locator("main")).to_contain_text(proposal.number)
    assert proposal.status == Status.SUBMITTED
    assert district_number(page, base).startswith("1")

    desk = browser.new_context(**{**browser_context_args, "viewport": {"width": 1440, "height": 900}})
    staff = desk.new_page()
    log_in(staff, base)
    staff.goto(f"{base}/en/review/{proposal.public_id}/")
    staff.get_by_role("button", name="Publish").click()
    staff.wait_for_load_state()
    desk.close()
    proposal.refresh_from_db()
    assert proposal.status == Status.PUBLISHED

    assert district_number(page, base).startswith("2")
    assert heat_ink(page) > ink_before
    page.goto(f"{base}/en/proposals/{proposal.public_id}/")
    expect(page.locator("main")).to_contain_text(TEXT)


def test_map_keeps_its_filters_in_the_address_and_over_a_reload(
    page: Page, context: BrowserContext, live_server: LiveServer, address: str
) -> None:
    make_topic("roads", name_en="Roads", name_ru="Дороги", name_kk="Жолдар")
    make_proposal(topic="roads", at=IN_WEST)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{live_server.url}/en/")
    total = page.locator(".map-total b")
    expect(total).to_have_text("2")
    roads = page.locator("input[name=topic][value=roads]")
    roads.check()
    expect(total).to_have_text("1")
    assert "topic=roads" in page.url
    page.get_by_role("button", name="Districts").click()
    expect(page.locator('[data-legend="per_1000"]')).to_be_visible()
    assert "view=districts" in page.url
    page.reload()
    expect(total).to_have_text("1")
    expect(roads).to_be_checked()
    expect(page.get_by_role("button", name="Districts")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".map-label--on-fill, .map-label--on-dark").first).to_contain_text("West")
    page.get_by_role("button", name="Grid").click()
    expect(page.locator('[data-legend="grid"]')).to_be_visible()


def test_map_says_the_same_without_javascript(
    browser: Browser, browser_context_args: dict[str, object], live_server: LiveServer, address: str
) -> None:
    context = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    page.goto(f"{live_server.url}/en/?topic=transport")
    expect(page.locator('tr[data-district="west"]')).to_contain_text("1")
    page.get_by_role("button", name="Show").click()
    assert "topic=transport" in page.url
    expect(page.locator(".idea-row")).to_have_count(1)
    context.close()


def test_district_page_draws_its_own_heat(page: Page, live_server: LiveServer, address: str) -> None:
    page.goto(f"{live_server.url}/en/districts/west/")
    assert heat_ink(page) > 0
