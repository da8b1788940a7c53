"""The planners' one-file map opens from disk with the network off."""

from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Request, expect

from geoportal.staff.models import Role
from tests.factories import IN_WEST, make_city, make_proposal, make_route, make_staff


@pytest.mark.django_db(transaction=True)
def test_one_file_map_opens_with_the_network_off(
    client: Client, context: BrowserContext, tmp_path: Path
) -> None:
    make_city()
    proposal = make_proposal(at=IN_WEST)
    make_proposal(along=make_route())
    client.force_login(make_staff(Role.PLANNER))
    file = tmp_path / "map.html"
    file.write_bytes(client.get("/kk/planning/proposals.html").content)

    context.set_offline(True)
    asked: list[str] = []

    def hear(request: Request) -> None:
        asked.append(request.url)

    context.on("request", hear)
    page = context.new_page()
    page.goto(file.as_uri())
    page.wait_for_function("document.querySelectorAll('.leaflet-pane canvas').length > 0")
    drawn = page.evaluate(
        """() => [...document.querySelectorAll('.leaflet-pane canvas')].some((canvas) =>
        canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value))"""
    )
    assert drawn
    expect(page.locator("body")).to_contain_text("geokz")
    expect(page.locator(".leaflet-control-zoom-in")).to_have_attribute("title", "Жақындату")
    page.evaluate(
        """() => { const map = Object.values(window).find((value) => value instanceof L.Map);
        map.eachLayer((layer) => { if (layer instanceof L.CircleMarker) layer.openPopup(); }); }"""
    )
    expect(page.locator(".leaflet-popup-content")).to_contain_text(proposal.title)
    assert [url for url in asked if not url.startswith(("file:", "data:", "blob:"))] == []
