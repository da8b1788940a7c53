"""The ground under the maps in a real browser: drawn below the borders, in detail from near, credited."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_city
from tests.stops.network.importing.osm.town import town

DRAWN = """(name) => [...document.querySelectorAll(`.leaflet-ground-${name}-pane path`)]
    .filter((path) => path.getAttribute('d') !== 'M0 0').length"""
INSIDE_BASE = "() => document.querySelector('.leaflet-base-pane .leaflet-ground-street-pane') !== null"
ZOOMS_TO_STREETS = 5


@pytest.mark.django_db(transaction=True)
def test_imported_streets_park_and_river_are_drawn_and_credited(
    page: Page, live_server: LiveServer, tmp_path: Path, complaints: list[str]
) -> None:
    make_city()
    call_command("import_osm", str(town().write(tmp_path / "town.osm")), verbosity=0)
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server.url}/ru/")
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("OpenStreetMap")
    page.wait_for_selector(".leaflet-ground-street-pane path", state="attached")
    drawn = {name: page.evaluate(DRAWN, name) for name in ("street", "green", "water", "again")}
    assert drawn == {"street": 1, "green": 1, "water": 1, "again": 1}
    assert page.evaluate(INSIDE_BASE)
    with page.expect_response(
        lambda response: "/base/ground?" in response.url and "rank=3" in response.url
    ) as near:
        for _step in range(ZOOMS_TO_STREETS):
            page.locator(".leaflet-control-zoom-in").dispatch_event("click")
    assert near.value.ok
    assert complaints == []
