"""The public map of a small city, and what tests of it ask again and again."""

import datetime as dt
import re
from urllib.parse import parse_qs, urlsplit

from django.utils import timezone
from playwright.sync_api import Page, Request, expect

from proposals.filters import month_after, start_of
from tests.factories import IN_EAST, IN_WEST, make_city, make_proposal

AT_A_DESK: dict[str, object] = {
    "locale": "en-GB",
    "viewport": {"width": 1440, "height": 900},
    "reduced_motion": "reduce",
}
WEST_AT_STREETS = "at=16/69.55/42.35"


def three_proposals(base: str) -> str:
    """Make a city with three proposals, one of them two months old; return its English map's address."""
    make_city()
    make_proposal(at=IN_WEST, title="Shade at the stop", submitted_at=on_first_of(0))
    make_proposal(at=IN_WEST, title="A bench beside it", submitted_at=on_first_of(0))
    make_proposal(at=IN_EAST, title="A crossing", submitted_at=on_first_of(2))
    return f"{base}/en/"


def on_first_of(months_ago: int) -> dt.datetime:
    """Return an early moment of a month before the present one, in the city's time."""
    month = month_after(timezone.localdate().replace(day=1), -months_ago)
    return start_of(month) + dt.timedelta(minutes=1)


def requests_of(page: Page) -> list[str]:
    """Return the addresses that a page asks for, growing."""
    found: list[str] = []

    def note(request: Request) -> None:
        found.append(request.url)

    page.on("request", note)
    return found


def parameters(address: str) -> dict[str, list[str]]:
    """Return an address's parameters."""
    return parse_qs(urlsplit(address).query)


def words(page: Page) -> str:
    """Return what the map says that it shows."""
    return page.locator("[data-map-words]").inner_text()


def open_map(page: Page, address: str) -> None:
    """Open the map and wait until it has said what it shows."""
    page.goto(address)
    expect(page.locator("[data-map-words]")).to_have_text(re.compile("Proposals"))
