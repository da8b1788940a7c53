"""The months of the public map in a real browser: chosen by keys, playing, pausing."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from proposals.filters import month_after
from tests.browser.public_map import AT_A_DESK, open_map, parameters, requests_of, three_proposals


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, **AT_A_DESK}


@pytest.fixture
def city(live_server: LiveServer, transactional_db: None) -> str:
    return three_proposals(live_server.url)


def stop_clock(page: Page) -> None:
    """From now on a frame stands until the test lets time go on, however slow the machine is."""
    page.clock.install()
    page.clock.pause_at(timezone.now() + dt.timedelta(minutes=1))


def test_months_are_chosen_by_keys_and_said_in_words(page: Page, city: str) -> None:
    open_map(page, city)
    first, last = page.get_by_label("First month"), page.get_by_label("Last month")
    present = timezone.localdate().replace(day=1)
    expect(last).to_have_attribute("aria-valuetext", f"{present:%B %Y}")
    first.focus()
    page.keyboard.press("End")
    expect(first).to_have_attribute("aria-valuetext", f"{present:%B %Y}")
    expect(page.locator(".map-total b")).to_have_text("2")
    assert parameters(page.url)["from"] == [f"{present:%Y-%m}"]
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".map-total b")).to_have_text("3")
    last.focus()
    page.keyboard.press("Home")
    expect(last).to_have_attribute("aria-valuetext", f"{month_after(present, -2):%B %Y}")
    expect(page.locator(".map-total b")).to_have_text("1")
    expect(page.locator("[data-screen-total]")).to_have_text("1")
    expect(page.locator(".month-bar__month[aria-pressed=true]")).to_have_count(1)
    page.locator(".month-bar__month").last.click()
    expect(page.locator(".map-total b")).to_have_text("2")
    page.locator(".month-bar__month").last.click()
    expect(page.locator(".map-total b")).to_have_text("3")
    assert "from" not in parameters(page.url)


def test_months_play_one_by_one_with_their_numbers_and_end_where_they_began(page: Page, city: str) -> None:
    asked = requests_of(page)
    present = timezone.localdate().replace(day=1)
    open_map(
        page,
        f"{city}?view=districts&from={month_after(present, -2):%Y-%m}&to={month_after(present, -2):%Y-%m}",
    )
    stop_clock(page)
    pages_before = len([address for address in asked if "/en/" in address])
    button = page.locator("[data-play-button]")
    button.click()
    shown = []
    total = page.locator(".map-total b")
    for months_ago in [1, 0, *range(11, 2, -1)]:
        name = f"{month_after(present, -months_ago):%B %Y}"
        expect(page.get_by_label("Last month")).to_have_attribute("aria-valuetext", name)
        shown.append((months_ago, total.inner_text()))
        expect(button).to_have_attribute("aria-label", "Pause")
        page.clock.run_for(950)
    assert dict(shown)[0] == "2"
    assert sum(int(number) for _months, number in shown) == 2
    expect(button).to_have_attribute("aria-label", "Play month after month")
    page.clock.run_for(1000)
    expect(total).to_have_text("1")
    assert parameters(page.url)["from"] == [f"{month_after(present, -2):%Y-%m}"]
    assert len([address for address in asked if "/en/" in address]) - pages_before <= 1


def test_any_key_pauses_and_play_goes_on_from_there(page: Page, city: str) -> None:
    open_map(page, f"{city}?view=grid")
    stop_clock(page)
    button = page.locator("[data-play-button]")
    last = page.get_by_label("Last month")
    earliest = month_after(timezone.localdate().replace(day=1), -11)
    button.click()
    expect(last).to_have_attribute("aria-valuetext", f"{earliest:%B %Y}")
    expect(page.locator("[data-screen-total]")).to_have_text("0")
    page.keyboard.press("Shift")
    expect(button).to_have_attribute("aria-label", "Play month after month")
    page.clock.run_for(3000)
    expect(last).to_have_attribute("aria-valuetext", f"{earliest:%B %Y}")
    assert parameters(page.url)["to"] == [f"{earliest:%Y-%m}"]
    button.click()
    expect(last).to_have_attribute("aria-valuetext", f"{month_after(earliest):%B %Y}")
    page.evaluate("""() => {
        Object.defineProperty(document, "hidden", { value: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    expect(button).to_have_attribute("aria-label", "Play month after month")
