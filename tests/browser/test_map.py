"""The public map in a real browser: what it asks for and says, its table, its place in the address, embedded."""

import re

import pytest
from django.db import connection
from playwright.sync_api import BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from districts.grid import tile_bounds, tile_of
from tests.browser.public_map import (
    AT_A_DESK,
    WEST_AT_STREETS,
    open_map,
    parameters,
    requests_of,
    three_proposals,
)
from tests.factories import IN_WEST

HEATMAP = "/api/v1/heatmap"
AREA = "([box]) => import('/static/heatmap/js/map_tiles.js').then((tiles) => tiles.areaKm2(box))"


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, **AT_A_DESK}


@pytest.fixture
def city(live_server: LiveServer, transactional_db: None) -> str:
    return three_proposals(live_server.url)


def heatmaps(asked: list[str]) -> list[str]:
    return [address for address in asked if HEATMAP in address]


def drag(page: Page, by: int) -> None:
    """Drag the map to the left."""
    box = page.locator("#city-map").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - by, y, steps=4)
    page.wait_for_timeout(200)  # a hand that rests before it lifts throws nothing
    page.mouse.up()


def test_map_asks_for_whole_tiles_of_its_zoom_and_only_for_what_it_lacks(page: Page, city: str) -> None:
    asked = requests_of(page)
    open_map(page, f"{city}?at=13/69.6/42.35")
    (first,) = heatmaps(asked)
    zoom = int(parameters(first)["zoom"][0])
    west, south, east, north = (float(part) for part in parameters(first)["bbox"][0].split(","))
    assert zoom == 13
    inside = 1e-5
    assert tile_bounds(*tile_of(west + inside, north - inside, zoom), zoom)[0] == pytest.approx(
        west, abs=1e-6
    )
    assert tile_bounds(*tile_of(east - inside, south + inside, zoom), zoom)[1:3] == pytest.approx(
        (south, east), abs=1e-6
    )
    with page.expect_event("framenavigated"):
        drag(page, 20)
    assert len(heatmaps(asked)) == 1
    with page.expect_request(lambda request: HEATMAP in request.url):
        for _ in range(3):
            drag(page, 350)
    page.wait_for_load_state("networkidle")
    assert len(heatmaps(asked)) <= 4
    page.get_by_role("button", name="Grid", exact=True).click()
    expect(page.locator("[data-legend=grid]")).to_be_visible()
    assert len(set(heatmaps(asked))) == len(heatmaps(asked))


def test_what_is_under_way_is_not_asked_for_again(page: Page, city: str) -> None:
    held: list[Route] = []
    page.route(f"**{HEATMAP}?*", lambda route: held.append(route))  # noqa: PLW0108  (playwright needs a function)
    page.goto(f"{city}?at=13/69.6/42.35")
    for name in ("Grid", "Heat", "Grid"):
        page.get_by_role("button", name=name, exact=True).click()
    expect(page.locator("#city-map")).to_have_attribute("data-view", "grid")
    (asked,) = held
    asked.continue_()
    expect(page.locator("[data-map-words]")).to_contain_text("Grid")


def test_late_answer_is_dropped(page: Page, city: str) -> None:
    open_map(page, f"{city}?view=grid")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/v1/heatmap?*status=done*", hold)
    page.locator("input[name=status][value=done]").check()
    page.wait_for_timeout(50)
    page.locator("input[name=status][value=done]").uncheck()
    expect(page.locator("[data-screen-total]")).to_have_text("3")
    for route in held:
        route.fulfill(json={"level": 16, "total": 99, "cells": [[69.55, 42.35, 99]]})
    page.wait_for_load_state("networkidle")
    expect(page.locator("[data-screen-total]")).to_have_text("3")


def test_names_of_places_are_hidden_where_districts_tell_their_numbers(page: Page, city: str) -> None:
    open_map(page, f"{city}?at=14/69.6/42.35")
    words = page.locator("canvas.words-canvas")
    expect(words).to_have_css("display", "block")
    page.get_by_role("button", name="Districts", exact=True).click()
    expect(words).to_have_css("display", "none")
    page.get_by_role("button", name="Heat", exact=True).click()
    expect(words).to_have_css("display", "block")


@pytest.mark.parametrize("level", [10, 14, 18])
def test_area_of_a_cell_is_that_of_postgis(page: Page, city: str, level: int) -> None:
    page.goto(city)
    box = tile_bounds(*tile_of(*IN_WEST, level), level)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT ST_Area(ST_Segmentize(ST_MakeEnvelope(%s, %s, %s, %s, 4326), 0.001)::geography) / 1e6",
            box,
        )
        (expected,) = cursor.fetchone()
    assert page.evaluate(AREA, [list(box)]) == pytest.approx(expected, rel=1e-6)


def test_each_view_keeps_its_measure_and_its_legend(page: Page, city: str) -> None:
    open_map(page, f"{city}?view=grid")
    expect(page.locator("[data-legend=grid] .legend__title")).to_contain_text(
        re.compile(r"Proposals in a cell of \d+ × \d+ m, .*20\d\d")
    )
    page.locator("[data-metric-of=grid] select").select_option("per_km2")
    legend = page.locator("[data-legend=grid_per_km2]")
    expect(legend.locator(".legend__scale")).to_have_text("<2251020" + "4080+")
    assert parameters(page.url)["metric"] == ["per_km2"]
    page.get_by_role("button", name="Districts", exact=True).click()
    expect(page.locator("[data-legend=per_1000]")).to_be_visible()
    page.locator("[data-metric-of=districts] select").select_option("per_1000_scans")
    expect(page.locator("[data-legend=per_1000_scans] .legend__note")).to_contain_text("no scans")
    expect(page.locator(".map-label--on-fill b").first).to_have_text("–")
    page.get_by_role("button", name="Grid", exact=True).click()
    expect(legend).to_be_visible()
    page.reload()
    expect(legend).to_be_visible()


def test_table_tells_what_is_on_the_screen_and_the_keyboard_finds_a_cell(page: Page, city: str) -> None:
    open_map(page, f"{city}?view=grid&at=12/69.6/42.35")
    rows = page.locator("[data-screen-rows] tr")
    expect(page.locator("[data-screen-total]")).to_have_text("3")
    expect(rows).to_have_count(2)
    expect(rows.first.locator("td").first).to_have_text("2")
    rows.nth(1).get_by_role("button").focus()
    expect(page.locator(".cell-mark")).to_have_count(2)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"at=12/69\.6[45]"))
    expect(rows.nth(1).get_by_role("button")).to_be_focused()
    page.goto(f"{city}?view=grid&at=14/69.55/42.35")
    expect(page.locator("[data-screen-total]")).to_have_text("2")
    said = page.locator("[data-map-words]")
    expect(said).to_contain_text("Grid")
    expect(said).to_contain_text("Proposals on the screen: 2.")
    page.get_by_role("button", name="Districts", exact=True).click()
    expect(page.locator("[data-on-screen]")).to_be_hidden()


def test_place_of_the_map_stands_in_the_address_and_back_returns_to_it(page: Page, city: str) -> None:
    open_map(page, city)
    assert "at=" not in page.url
    page.locator("#city-map").focus()
    page.keyboard.press("+")
    page.wait_for_url(re.compile("at="))
    before = page.url
    page.keyboard.press("ArrowRight")
    page.wait_for_function("(before) => location.href !== before", arg=before)
    address = page.url
    russian = page.locator(".languages a[lang=ru]").last
    expect(russian).to_have_attribute("href", re.compile(address.split("at=")[1].replace("/", "(/|%2F)")))
    page.locator("[data-district=west] a").click()
    page.wait_for_url("**/districts/west/")
    page.go_back()
    expect(page.locator("[data-map-words]")).to_have_text(re.compile("Proposals"))
    assert page.url == address
    page.reload()
    expect(page.locator("[data-map-words]")).to_have_text(re.compile("Proposals"))
    assert page.url == address


@pytest.mark.parametrize("at", ["nonsense", "1/2", "13/0/0", "//", "NaN/69.6/42.35"])
def test_place_that_means_nothing_is_ignored(page: Page, city: str, at: str) -> None:
    open_map(page, f"{city}?view=orbit&metric=joy&at={at}")
    expect(page.locator("[data-map-words]")).to_contain_text("Proposals on the screen: 3.")


def test_embedded_map_opens_everything_in_a_page_of_its_own(
    page: Page, context: BrowserContext, city: str
) -> None:
    open_map(page, f"{city}?embed=1&view=grid&{WEST_AT_STREETS}")
    expect(page.locator(".site-header, .site-footer, .desk-map__side")).to_have_count(0)
    expect(page.locator("[data-months], .segmented[data-view]")).to_have_count(2)
    page.get_by_role("button", name="Districts", exact=True).click()
    page.wait_for_url(re.compile("view=districts"))
    in_full = page.locator("[data-in-full]")
    expect(in_full).to_have_attribute("href", re.compile(r"view=districts&at=16/69\.55/42\.35$"))
    assert "embed" not in str(in_full.get_attribute("href"))
    with context.expect_page() as opened:
        in_full.click()
    expect(opened.value.locator(".desk-map__side")).to_be_visible()
    page.get_by_role("button", name="Heat", exact=True).click()
    page.locator(".point").click()
    link = page.locator(".leaflet-popup a[href*='/proposals/']").first
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener")
