"""What is wrong with a form can be read on a small phone's screen, above the bar that stays at its foot."""

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.factories import make_city, make_code, make_consent, make_place, make_route, make_topic

pytestmark = pytest.mark.usefixtures("city")


@pytest.fixture
def city(transactional_db: None) -> None:
    """Make two districts, a topic and a consent."""
    make_city()
    make_consent()
    make_topic("transport", short_en="Transport", icon="bus")


def is_in_the_open(line: Locator) -> bool:
    """Return whether a line stands in the window and nothing lies over its corners."""
    found: bool = line.evaluate(
        """element => {
            const { left, right, top, bottom } = element.getBoundingClientRect();
            const isOnTop = (x, y) => element.contains(document.elementFromPoint(x, y));
            return [top + 2, bottom - 2].every((y) => isOnTop(left + 2, y) && isOnTop(right - 2, y));
        }"""
    )
    return found


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_error_of_the_text_lies_in_the_open(page: Page, live_server: LiveServer, language: str) -> None:
    signs = {"stop": make_code(place=make_place()), "bus": make_code(version=make_route())}
    for kind, sign in signs.items():
        page.goto(f"{live_server.url}/q/{sign.code}/?lang={language}")
        page.locator("[data-send]").click()
        expect(page.locator("[data-errors]")).to_be_focused()
        if kind == "stop":
            assert is_in_the_open(page.locator("#text_error p"))
        page.locator("[data-errors] a[href='#id_text']").click()
        expect(page.locator("#id_text")).to_be_focused()
        for line in ("label[for=id_text]", "#text_hint", "#text_error p"):
            assert is_in_the_open(page.locator(line)), (kind, line)
