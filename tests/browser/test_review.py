"""The review desk in a real browser: logging in, keys, undo, no JavaScript, phone, axe."""

import datetime as dt
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from geoportal.staff.models import Role
from proposals.models import Proposal, Status
from tests.factories import PASSWORD, make_city, make_code, make_department, make_proposal, make_staff

DESK = {"width": 1440, "height": 900}
REPLY = "Навес поставим до конца лета."


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """Sit at a desk and read the pages in English, whose words stand in the source."""
    return {**browser_context_args, "viewport": DESK, "locale": "en-GB"}


@pytest.fixture
def queue(transactional_db: None) -> list[Proposal]:
    """Two proposals that wait, the older first, and one that is public nearby."""
    make_city()
    make_department()
    make_proposal(title="Тень у вокзала")
    code = make_code()
    place = code.bindings.get().place
    days = (3, 1)
    return [
        make_proposal(
            status=Status.SUBMITTED,
            title="",
            code=code,
            place=place,
            location_source="code_point",
            submitted_at=timezone.now() - dt.timedelta(days=day),
        )
        for day in days
    ]


@pytest.fixture
def log_in(live_server: LiveServer) -> Callable[[Page, User], None]:
    """Log in as a member of staff would."""

    def enter(page: Page, user: User) -> None:
        page.goto(f"{live_server.url}/en/accounts/login/")
        page.get_by_label("Username").fill(user.username)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Log in").click()
        page.wait_for_url("**/review/**")

    return enter


def status_of(proposal: Proposal) -> str:
    return Proposal.objects.values_list("status", flat=True).get(pk=proposal.pk)


def test_keys_publish_undo_and_reject(
    page: Page, log_in: Callable[[Page, User], None], queue: list[Proposal]
) -> None:
    first, second = queue
    log_in(page, make_staff(Role.MODERATOR))
    expect(page.locator(".review-map .leaflet-container")).to_be_visible()
    title = page.get_by_label("Headline on the site")
    title.fill("A shelter at the stop")
    title.press("p")  # typing is no shortcut
    assert status_of(first) == Status.SUBMITTED
    title.fill("A shelter at the stop")
    page.get_by_role("heading", level=2).first.click()
    page.keyboard.press("p")
    note = page.get_by_role("status").filter(has_text=f"№ {first.number} published")
    expect(note).to_be_visible()
    assert Proposal.objects.get(pk=first.pk).title == "A shelter at the stop"
    page.keyboard.press("z")
    expect(page.get_by_role("status").filter(has_text="back in the queue")).to_be_visible()
    assert status_of(first) == Status.SUBMITTED
    page.keyboard.press("j")
    expect(page.locator(".review-work")).to_contain_text(second.number)
    page.keyboard.press("d")
    page.get_by_label("Advertising").check()
    page.get_by_role("button", name="Do not publish").click()
    expect(page.get_by_role("status").filter(has_text=f"№ {second.number} not published")).to_be_visible()
    assert status_of(second) == Status.REJECTED


def test_shortcuts_can_be_switched_off(
    page: Page, log_in: Callable[[Page, User], None], queue: list[Proposal]
) -> None:
    log_in(page, make_staff(Role.MODERATOR))
    page.get_by_label("Keyboard shortcuts").uncheck()
    page.reload()
    expect(page.get_by_label("Keyboard shortcuts")).not_to_be_checked()
    page.keyboard.press("p")
    page.keyboard.press("d")
    expect(page.get_by_role("button", name="Do not publish")).to_be_hidden()
    assert status_of(queue[0]) == Status.SUBMITTED


def test_it_all_works_without_javascript(
    browser: Browser,
    browser_context_args: dict[str, object],
    log_in: Callable[[Page, User], None],
    queue: list[Proposal],
) -> None:
    context: BrowserContext = browser.new_context(**{**browser_context_args, "java_script_enabled": False})
    page = context.new_page()
    log_in(page, make_staff(Role.CHIEF))
    page.get_by_role("button", name="Publish").click()
    assert status_of(queue[0]) == Status.PUBLISHED
    page.goto(page.url.split("/review/")[0] + f"/review/{queue[0].public_id}/")
    page.get_by_role("button", name="Take under review").click()
    assert status_of(queue[0]) == Status.UNDER_REVIEW
    page.goto(page.url.split("/review/")[0] + f"/review/{queue[0].public_id}/")
    page.get_by_label("Public reply").fill(REPLY)
    page.get_by_label("Signed by").select_option(index=1)
    page.get_by_role("button", name="Decline").click()
    assert status_of(queue[0]) == Status.DECLINED
    assert queue[0].replies.get().text == REPLY
    context.close()


def test_a_phone_goes_from_the_queue_to_a_proposal(
    page: Page, log_in: Callable[[Page, User], None], queue: list[Proposal]
) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    log_in(page, make_staff(Role.MODERATOR))
    expect(page.locator(".review-work")).to_be_hidden()
    page.locator(".queue-item").first.click()
    expect(page.locator(".review-work")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name="Reject…").click()
    expect(page.get_by_role("button", name="Do not publish")).to_be_in_viewport()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("status").filter(has_text="published")).to_be_visible()
    assert status_of(queue[0]) == Status.PUBLISHED


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing(
    scheme: str,
    width: int,
    page: Page,
    log_in: Callable[[Page, User], None],
    queue: list[Proposal],
    live_server: LiveServer,
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 900})
    log_in(page, make_staff(Role.CHIEF))
    under_review = make_proposal(status=Status.UNDER_REVIEW)
    addresses = ("review/", f"review/{queue[0].public_id}/", f"review/{under_review.public_id}/", "staff/")
    for address in addresses:
        page.goto(f"{live_server.url}/en/{address}")
        page.wait_for_load_state("networkidle")
        found = Axe().run(page)
        assert found.violations_count == 0, f"{address}: {found.generate_report()}"
