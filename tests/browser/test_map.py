"""The public map in a real browser: what it asks for and says, months, near marks, its place in the address."""

import datetime as dt
import re
import uuid
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Request, Route, expect
from pytest_django.live_server_helper import LiveServer

from districts.grid import tile_bounds, tile_of
from proposals.filters import month_after
from proposals.models import Proposal
from tests.factories import IN_EAST, IN_WEST, make_city, make_proposal, make_route

DESK = {"width": 1440, "height": 900}
HEATMAP = "/api/v1/heatmap"
AREA = "([box]) => import('/static/proposals/js/map_tiles.js').then((tiles) => tiles.areaKm2(box))"
SINGLE_MAX = 400
WEST_AT_STREETS = "at=16/69.55/42.35"


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {**browser_context_args, "locale": "en-GB", "viewport": DESK, "reduced_motion": "reduce"}


@pytest.fixture
def city(live_server: LiveServer, transactional_db: None) -> str:
    """Return the address of the English map of a city with three proposals, one of them two months old."""
    make_city()
    make_proposal(at=IN_WEST, title="Shade at the stop")
    make_proposal(at=IN_WEST, title="A bench beside it")
    make_proposal(at=IN_EAST, submitted_at=month_ago(2), title="A crossing")
    return f"{live_server.url}/en/"


@pytest.fixture
def asked(page: Page) -> list[str]:
    """Return the addresses that the page asks for, growing."""
    found: list[str] = []

    def note(request: Request) -> None:
        found.append(request.url)

    page.on("request", note)
    return found


def month_ago(months: int) -> dt.datetime:
    """Return noon of the tenth of a month before the present one."""
    month = month_after(timezone.localdate().replace(day=1), -months)
    return timezone.make_aware(dt.datetime(month.year, month.month, 10, 12))


def words(page: Page) -> str:
    return page.locator("[data-map-words]").inner_text()


def open_map(page: Page, address: str) -> None:
    """Open the map and wait until it has said what it shows."""
    page.goto(address)
    expect(page.locator("[data-map-words]")).to_have_text(re.compile("Proposals"))


def heatmaps(asked: list[str]) -> list[str]:
    return [address for address in asked if HEATMAP in address]


def parameters(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


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


def test_map_asks_for_whole_tiles_of_its_zoom_and_only_for_what_it_lacks(
    page: Page, city: str, asked: list[str]
) -> None:
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


def test_months_play_one_by_one_with_their_numbers_and_end_where_they_began(
    page: Page, city: str, asked: list[str]
) -> None:
    present = timezone.localdate().replace(day=1)
    open_map(
        page,
        f"{city}?view=districts&from={month_after(present, -2):%Y-%m}&to={month_after(present, -2):%Y-%m}",
    )
    page.clock.install()
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
    page.clock.install()
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
    cluster = page.locator(".cluster")
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
    asked: list[str],
    at: tuple[float, float],
    said: str,
    pins: int,
) -> None:
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
    assert "Grid" in words(page)
    assert "Proposals on the screen: 2." in words(page)
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
    assert "Proposals on the screen: 3." in words(page)


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
