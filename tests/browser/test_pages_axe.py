"""The public pages and the planners' page have nothing that axe finds, on a phone and at a desk, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from geoportal.staff.models import Role
from proposals.models import OfficialReply, Proposal, Status
from tests.factories import (
    IN_EAST,
    OUTSIDE,
    PASSWORD,
    make_city,
    make_department,
    make_place,
    make_proposal,
    make_route,
    make_staff,
)

SIZES = ({"width": 360, "height": 740}, {"width": 1440, "height": 900})
PUBLIC = (
    "",
    "?embed=1&view=grid&at=15/69.6/42.35",
    "proposals/",
    "proposals/{public_id}/",
    "districts/",
    "districts/west/",
    "privacy/",
)


@pytest.fixture
def proposal(transactional_db: None) -> Proposal:
    """An answered proposal in a small city with others around it."""
    make_city()
    version = make_route()
    make_proposal(along=version, language="kk", title="Кондиционер керек")
    make_proposal(at=IN_EAST, status=Status.DONE)
    make_proposal(at=OUTSIDE, status=Status.DECLINED)
    make_proposal()
    place = make_place()
    answered = make_proposal(status=Status.ACCEPTED, place=place)
    OfficialReply.objects.create(
        proposal=answered,
        status=Status.ACCEPTED,
        department=make_department(),
        language="ru",
        text="Навес поставим до конца лета.",
        published_at=timezone.now(),
    )
    return answered


def violations(page: Page) -> list[str]:
    """Return what axe finds at both sizes, the page loaded once."""
    found = []
    for size in SIZES:
        page.set_viewport_size({"width": size["width"], "height": size["height"]})
        rules = Axe().run(page).response["violations"]
        found += [
            f"{size['width']} {rule['id']}: {node['html'][:160]}" for rule in rules for node in rule["nodes"]
        ]
        if page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            found.append(f"{size['width']} runs over the edge")
    return found


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_public_pages(
    live_server: LiveServer, page: Page, proposal: Proposal, theme: str
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    found = {}
    for address in PUBLIC:
        path = address.format(public_id=proposal.public_id)
        page.goto(f"{live_server.url}/kk/{path}")
        page.wait_for_load_state("networkidle")
        found[path] = violations(page)
    assert found == {path: [] for path in found}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_planners_page(
    live_server: LiveServer, page: Page, proposal: Proposal, theme: str
) -> None:
    planner = make_staff(Role.PLANNER)
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto(f"{live_server.url}/en/accounts/login/?next=/kk/planning/")
    page.get_by_label("Username").fill(planner.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.wait_for_url("**/planning/")
    page.wait_for_load_state("networkidle")
    assert violations(page) == []
