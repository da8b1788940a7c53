"""An icon stands beside its word, never above it, and neighbours of one kind all have theirs."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from districts.models import Role
from tests.factories import make_city, make_code, make_proposal, make_staff

STAFF_PAGES = {
    Role.MODERATOR: ("review/", "review/map/"),
    Role.PLANNER: ("planning/", "proposals/"),
    Role.SIGN_KEEPER: ("signs/", "signs/create/", "signs/{code}/"),
}
STRAY = """() => {
    const isShown = (rect) => rect.width > 0 && rect.height > 0;
    const stray = [...document.querySelectorAll("a, button, summary")].filter((element) => {
        const icon = element.querySelector(":scope > svg.icon");
        const word = [...element.childNodes].find((node) => node.nodeType === 3 && node.data.trim());
        if (!icon || !word) return false;
        const range = document.createRange();
        range.selectNodeContents(word);
        const [beside, own] = [range.getClientRects()[0], icon.getBoundingClientRect()];
        if (!beside || !isShown(beside) || !isShown(own)) return false;
        return own.bottom <= beside.top || beside.bottom <= own.top;
    });
    const bare = [...document.querySelectorAll("a[download]")].filter((link) => !link.querySelector("svg.icon"));
    return [...stray, ...bare].map((element) => element.outerHTML.slice(0, 160));
}"""


@pytest.mark.parametrize("role", STAFF_PAGES)
def test_icons_of_the_staff_pages_stand_beside_their_words(
    live_server: LiveServer, page: Page, transactional_db: None, client: Client, role: Role
) -> None:
    make_city()
    make_proposal()
    code = make_code().code
    client.force_login(make_staff(role))
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    for path in STAFF_PAGES[role]:
        response = page.goto(f"{live_server.url}/ru/{path.format(code=code)}")
        assert response is not None
        assert response.status == 200, path
        assert page.evaluate(STRAY) == [], path
