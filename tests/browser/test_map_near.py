"""The public map from near, in a real browser: single proposals, clusters, lists, the reader's own position."""

import re
import uuid

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from proposals.models import Proposal
from tests.browser.public_map import AT_A_DESK, WEST_AT_STREETS, open_map, requests_of, three_proposals, words
from tests.factories import IN_EAST, IN_WEST, make_proposal, make_route

SINGLE_MAX = 400


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, **AT_A_DESK}


@pytest.fixture
def city(live_server: LiveServer, transactional_db: None) -> str:
    return three_proposals(live_server.url)


def test_close_map_marks_each_proposal_and_those_of_one_place_together(page: Page, city: str) -> None:
    open_map(page, f"{city}?{WEST_AT_STREETS}")
    mark = page.locator(".point-count")
    expect(mark).to_have_text("2")
    assert words(page).endswith("Each is marked singly.")
    page.locator(".point").focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup")
    expect(popup.get_by_role("link")).to_have_text(["Shade at the stop", "A bench beside it"])
    page.keyboard.press("Tab")
    expect(popup.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(popup).to_have_count(0)
    expect(page.locator(".point")).to_be_focused()


def many(count: int) -> None:
    """Make so many more proposals at one place in the west."""
    one = make_proposal(at=IN_WEST)
    fields = {
        field.attname: getattr(one, field.attname)
        for field in Proposal._meta.concrete_fields
        if not field.primary_key
    }
    del fields["public_id"]
    Proposal.objects.bulk_create(
        Proposal(
            **fields
            | {
                "number": f"2001-{index:05d}",
                "follow_digest": f"{index:064x}",
                "idempotency_key": uuid.uuid4(),
            }
        )
        for index in range(count - 1)
    )


def test_too_many_to_mark_singly_are_clusters_with_exact_counts_down_to_a_list(page: Page, city: str) -> None:
    many(SINGLE_MAX)
    open_map(page, f"{city}?{WEST_AT_STREETS}")
    cluster = page.locator(".map-cluster")
    expect(cluster).to_have_text([str(SINGLE_MAX + 2)])
    expect(page.locator(".point")).to_have_count(0)
    assert "Marks carry numbers" in words(page)
    cluster.click()
    expect(page.locator(".leaflet-control-zoom-in")).to_have_class(re.compile("leaflet-disabled"))
    cluster.click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("h3")).to_have_text(f"Proposals here: {SINGLE_MAX + 2}")
    expect(popup.get_by_role("link")).to_have_count(10)
    popup.get_by_role("button", name="Next").click()
    expect(popup.locator(".popup__pages .num")).to_have_text(f"11–20 of {SINGLE_MAX + 2}")


def test_cell_of_the_grid_lists_its_proposals(page: Page, city: str) -> None:
    make_proposal(along=make_route("19"), title="Whole route")
    open_map(page, f"{city}?view=grid&at=14/69.55/42.35")
    page.locator("#city-map").click()
    popup = page.locator(".leaflet-popup")
    expect(popup.locator("h3")).to_contain_text("Proposals here: 2")
    expect(popup.get_by_role("link")).to_have_count(3)


@pytest.mark.parametrize(
    ("at", "said", "pins"),
    [(IN_EAST, "You are here, within 30 m", 1), ((76.9, 43.2), "outside the city", 0)],
)
def test_position_is_shown_in_the_city_and_never_sent(
    page: Page,
    context: BrowserContext,
    city: str,
    at: tuple[float, float],
    said: str,
    pins: int,
) -> None:
    asked = requests_of(page)
    lon, lat = at[0] + 0.001234, at[1] + 0.001234
    context.grant_permissions(["geolocation"])
    context.set_geolocation({"longitude": lon, "latitude": lat, "accuracy": 30})
    open_map(page, city)
    page.get_by_role("button", name="Near me").click()
    expect(page.locator("[data-map-status]")).to_contain_text(said)
    expect(page.locator(".map-pin-icon")).to_have_count(pins)
    page.wait_for_load_state("networkidle")
    assert "at=" not in page.url
    assert not [address for address in asked if f"{lon:.4f}"[:-1] in address or f"{lat:.4f}"[:-1] in address]


def test_refused_position_is_said_in_words(page: Page, city: str) -> None:
    open_map(page, city)
    page.get_by_role("button", name="Near me").click()
    expect(page.locator("[data-map-status]")).to_contain_text("not allowed to tell your position")
    expect(page.get_by_role("button", name="Near me")).to_be_enabled()
