"""On site with a phone: position granted or refused, photo, distance in words; reporting without script; axe."""

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from geoportal.staff.models import Role
from stops.signs.models import CodeAction, CodeState, QRCode, SignReport
from tests.factories import (
    IN_WEST,
    PASSWORD,
    WEST_KATO,
    make_city,
    make_code,
    make_consent,
    make_place,
    make_route,
    make_staff,
    make_topic,
)

NEAR = {"longitude": IN_WEST[0], "latitude": IN_WEST[1] + 0.0002, "accuracy": 6}
FAR = {"longitude": IN_WEST[0], "latitude": IN_WEST[1] + 0.002, "accuracy": 6}
INSTALLED = "Installed here"
EXPLANATION = "The pole was moved across the street"


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """Read the pages in English, whose words stand in the source."""
    return {**browser_context_args, "locale": "en-GB"}


@pytest.fixture
def sign(transactional_db: None) -> QRCode:
    """A sign just issued for a stop in the west, and its keeper."""
    make_city()
    make_topic()
    make_consent()
    make_staff(Role.SIGN_KEEPER, kato=WEST_KATO, username="keeper")
    return make_code(place=make_place(name_en="Ordabasy square"))


@pytest.fixture
def photo(tmp_path: object) -> str:
    """A photo larger than any that is sent."""
    path = f"{tmp_path}/IMG_0001.jpg"
    Image.effect_noise((4000, 3000), 40).convert("RGB").save(path, quality=90)
    return path


@pytest.fixture
def keeper(live_server: LiveServer) -> Callable[[Page, str], None]:
    """Go to an address as the keeper, through the login that it leads to."""

    def enter(page: Page, path: str) -> None:
        page.goto(f"{live_server.url}{path}")
        page.get_by_label("Username").fill("keeper")
        page.get_by_label("Password").fill(PASSWORD)
        page.locator("main form button").click()
        page.wait_for_url(f"{live_server.url}{path}")

    return enter


def stand(context: BrowserContext, where: dict[str, float]) -> None:
    context.grant_permissions(["geolocation"])
    context.set_geolocation(where)


def test_keeper_scans_confirms_and_sees_the_distance(
    live_server: LiveServer, context: BrowserContext, page: Page, sign: QRCode, photo: str, keeper: Callable
) -> None:
    stand(context, NEAR)
    keeper(page, f"/en/signs/{sign.code}/")
    page.goto(f"{live_server.url}/q/{sign.code}/")
    page.get_by_role("link", name="Confirm it here").click()
    expect(page.get_by_text("You are 22 m from the intended place (± 6 m).")).to_be_visible()
    expect(page.locator(".on-site__you")).to_be_visible()
    page.get_by_label("Photo of the sign").set_input_files(photo)
    expect(page.get_by_text("The photo is ready to be sent.")).to_be_visible()
    assert page.evaluate("document.forms[document.forms.length - 1].photo.files[0].size") < 3_000_000
    box = page.get_by_role("button", name=INSTALLED).bounding_box()
    assert box is not None
    assert box["height"] >= 48
    assert box["y"] + box["height"] <= 740
    page.get_by_role("button", name=INSTALLED).click()
    expect(page.get_by_text("Saved, 22 m from the intended place.")).to_be_visible()
    event = sign.events.get(action=CodeAction.INSTALLED)
    with Image.open(event.photo.path) as stored:
        assert max(stored.size) == 1600
    shown = page.locator(".sign-life__photo img")
    assert shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 1600


def test_far_away_the_explanation_is_asked_for_before_anything_is_sent(
    context: BrowserContext, page: Page, sign: QRCode, photo: str, keeper: Callable
) -> None:
    stand(context, FAR)
    keeper(page, f"/en/signs/{sign.code}/install/")
    expect(page.get_by_text("You are 222 m from the intended place (± 6 m): say below why")).to_be_visible()
    page.get_by_label("Photo of the sign").set_input_files(photo)
    expect(page.get_by_text("The photo is ready to be sent.")).to_be_visible()
    page.get_by_role("button", name=INSTALLED).click()
    assert page.get_by_label("Explanation").evaluate("(field) => field.validity.valueMissing")
    assert sign.events.count() == 1
    page.get_by_label("Explanation").fill(EXPLANATION)
    page.get_by_role("button", name=INSTALLED).click()
    expect(page.get_by_text("Saved, 222 m from the intended place.")).to_be_visible()
    expect(page.get_by_text(EXPLANATION)).to_be_visible()


def test_walking_closer_the_words_follow(
    context: BrowserContext, page: Page, sign: QRCode, keeper: Callable
) -> None:
    stand(context, FAR)
    keeper(page, f"/en/signs/{sign.code}/install/")
    expect(page.get_by_text("You are 222 m")).to_be_visible()
    context.set_geolocation(NEAR)
    expect(page.get_by_text("You are 22 m")).to_be_visible()
    assert not page.get_by_label("Explanation").evaluate("(field) => field.required")


def test_refused_position_is_explained_instead(page: Page, sign: QRCode, keeper: Callable) -> None:
    keeper(page, f"/en/signs/{sign.code}/install/")
    expect(page.get_by_text("The phone gives no position")).to_be_visible()
    page.get_by_label("Explanation").fill(EXPLANATION)
    page.get_by_role("button", name=INSTALLED).click()
    expect(page.get_by_text("Saved: the sign hangs where it should.")).to_be_visible()
    assert sign.events.get(action=CodeAction.INSTALLED).location is None


@pytest.fixture
def plain(browser: Browser, browser_context_args: dict[str, object]) -> Iterator[Page]:
    """A page of a browser without JavaScript."""
    context = browser.new_context(**browser_context_args, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_without_script_the_keeper_explains(plain: Page, sign: QRCode, keeper: Callable) -> None:
    keeper(plain, f"/en/signs/{sign.code}/install/")
    expect(
        plain.get_by_text("If your phone gives no position, write below where the sign hangs.")
    ).to_be_visible()
    plain.get_by_label("Explanation").fill(EXPLANATION)
    plain.get_by_role("button", name=INSTALLED).click()
    expect(plain.get_by_text("Saved: the sign hangs where it should.")).to_be_visible()


def test_resident_reports_without_script_and_the_keeper_replaces_the_sign(
    live_server: LiveServer, plain: Page, sign: QRCode, keeper: Callable
) -> None:
    plain.goto(f"{live_server.url}/q/{sign.code}/")
    plain.get_by_role("link", name="Something wrong with this sign?").click()
    plain.get_by_label("Another code is pasted over it").check()
    plain.get_by_role("button", name="Report the sign").click()
    expect(plain.get_by_role("heading", name="Thank you")).to_be_visible()
    assert SignReport.objects.get().code == sign
    keeper(plain, f"/en/signs/{sign.code}/")
    plain.get_by_text("A new code for the same place").click()
    plain.locator("#replaced_reason").fill("A square is pasted over it")
    plain.get_by_role("button", name="Issue a new code").click()
    expect(plain.get_by_text(f"takes the place of {sign}")).to_be_visible()
    sign.refresh_from_db()
    assert sign.state == CodeState.REPLACED
    plain.goto(f"{live_server.url}/q/{sign.code}/")
    expect(plain.get_by_text("This sign has been replaced by a new one.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_on_the_pages_of_a_sign(
    live_server: LiveServer, context: BrowserContext, page: Page, sign: QRCode, keeper: Callable, theme: str
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    stand(context, FAR)
    bus = make_code(version=make_route())
    keeper(page, f"/en/signs/{sign.code}/install/")
    expect(page.get_by_text("You are 222 m")).to_be_visible()
    page.goto(f"{live_server.url}/q/{sign.code}/report/")
    page.get_by_label("It hangs in another place").check()
    page.get_by_role("button", name="Report the sign").click()
    addresses = [
        f"/q/{sign.code}/report/",
        f"/q/{sign.code}/report/?thanks=1",
        f"/q/{sign.code}/",
        "/q/7K3M9QX2VD/report/",
        f"/en/signs/{sign.code}/",
        f"/en/signs/{sign.code}/?find=square",
        f"/en/signs/{sign.code}/install/",
        f"/en/signs/{bus.code}/",
        f"/en/signs/{bus.code}/install/",
    ]
    for address in addresses:
        page.goto(f"{live_server.url}{address}")
        page.evaluate(
            "document.querySelectorAll('details.row-details').forEach((part) => { part.open = true; })"
        )
        for size in ({"width": 360, "height": 740}, {"width": 1440, "height": 900}):
            page.set_viewport_size(size)
            violations = Axe().run(page).response["violations"]
            assert [
                (address, rule["id"], [node["html"] for node in rule["nodes"]]) for rule in violations
            ] == []
            assert page.evaluate("document.documentElement.scrollWidth") <= size["width"], address
