"""The map in a frame of another site: drawn with ``embed=1``, refused without."""

from collections.abc import Callable, Iterator
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import IN_WEST, make_city, make_proposal

REFUSED = "frame-ancestors 'none'"


class CityPage(BaseHTTPRequestHandler):
    """A page of the city's own site with one frame; its address is asked for by ``frame=``."""

    def do_GET(self) -> None:
        """Answer with the page."""
        frame = escape(parse_qs(urlsplit(self.path).query)["frame"][0])
        head = '<!doctype html><title>City</title><link rel="icon" href="data:,">'
        body = f'{head}<iframe width="340" height="700" src="{frame}"></iframe>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""


@pytest.fixture
def city_site() -> Iterator[str]:
    """Return the origin of another site: its host and port differ from the portal's."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), CityPage)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def portal(live_server: LiveServer, transactional_db: None) -> str:
    make_city()
    make_proposal(at=IN_WEST)
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def frame_of(page: Page, city_site: str) -> Callable[[str], None]:
    """Open the city's page with an address in its frame."""

    def opened(address: str) -> None:
        page.goto(f"{city_site}/?frame={address.replace('&', '%26')}")

    return opened


def test_another_site_shows_the_map_and_its_numbers_without_a_cookie(
    page: Page, context: BrowserContext, portal: str, frame_of: Callable[[str], None]
) -> None:
    frame_of(f"{portal}/ru/?embed=1&view=districts")
    framed = page.frame_locator("iframe")
    expect(framed.locator(".leaflet-container").get_by_text("0,01")).to_be_visible()
    expect(framed.locator('tr[data-district="west"] td').first).to_have_text("1")
    assert context.cookies() == []


@pytest.mark.parametrize("path", ["/ru/", "/ru/proposals/?embed=1", "/ru/accounts/login/?embed=1"])
def test_another_site_cannot_show_any_other_page(
    page: Page, portal: str, frame_of: Callable[[str], None], complaints: list[str], path: str
) -> None:
    with page.expect_console_message(lambda message: REFUSED in message.text):
        frame_of(f"{portal}{path}")
    expect(page.frame_locator("iframe").locator("main")).to_have_count(0)
    assert complaints
    assert all(REFUSED in complaint for complaint in complaints)
    complaints.clear()
