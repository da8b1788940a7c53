"""Personal data in a real browser: noticed while it is written, decided on by keys at the desk."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.templatetags.static import static
from playwright.sync_api import Page, Request, expect
from pytest_django.live_server_helper import LiveServer

from districts.models import Role
from proposals.models import Proposal, Status
from tests.browser.test_review import log_in
from tests.factories import make_city, make_consent, make_proposal, make_staff, make_topic
from tests.proposals.personal_data.sentences import HARMLESS, PERSONAL

__all__ = ["log_in"]

NOTICED_ON_THE_PHONE = {"phone", "identity", "card", "email"}
MISSED_MAX = 3
"""Numbers of other countries without +, mail in words: the server finds them."""

PHONE, MAIL = "8 701 123 45 67", "aigul@example.kz"
TEXT = f"Поставьте навес у вокзала. Позвоните мне {PHONE} или пишите на {MAIL}."


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    """Sit at a desk and read the pages in English, whose words stand in the source."""
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}


@pytest.fixture
def form(page: Page, live_server: LiveServer, transactional_db: None) -> Page:
    """The form that is open to everyone."""
    make_city()
    make_consent()
    make_topic()
    page.goto(f"{live_server.url}/en/propose/")
    return page


def test_the_form_says_what_it_noticed_and_sends_nothing(form: Page) -> None:
    line = form.locator("[data-personal-line]")
    expect(line).to_have_text("")
    sent: list[str] = []

    def hear(request: Request) -> None:
        if request.method != "GET" or "701" in request.url:
            sent.append(request.url)

    form.on("request", hear)
    form.get_by_role("textbox", name="What would you improve").fill(TEXT)
    expect(line).to_have_text(
        "Noticed in your text: a telephone number, an e-mail address. It will be hidden before publication."
    )
    form.get_by_role("textbox", name="What would you improve").fill("Поставьте навес у вокзала.")
    expect(line).to_have_text("")
    assert sent == []


def test_the_phone_notices_nearly_what_the_server_finds_and_nothing_harmless(form: Page) -> None:
    script = f"texts => import('{static('proposals/js/intake_hints.js')}').then(m => texts.map(m.noticed))"
    assert [
        text for text, found in zip(HARMLESS, form.evaluate(script, HARMLESS), strict=True) if found
    ] == []
    texts = [text for text, _found in PERSONAL]
    wanted = [{kind for kind, _value in found} & NOTICED_ON_THE_PHONE for _text, found in PERSONAL]
    noticed = [set(kinds) for kinds in form.evaluate(script, texts)]
    missed = [text for text, want, got in zip(texts, wanted, noticed, strict=True) if want - got]
    assert len(missed) <= MISSED_MAX, missed


@pytest.fixture
def proposal(transactional_db: None) -> Proposal:
    """A proposal that waits, with two finds."""
    make_city()
    return make_proposal(status=Status.SUBMITTED, title="", text=TEXT)


def test_one_key_publishes_no_telephone(
    page: Page, log_in: Callable[[Page, User], None], proposal: Proposal
) -> None:
    log_in(page, make_staff(Role.MODERATOR))
    expect(page.locator(".original mark")).to_have_count(2)
    page.keyboard.press("p")
    expect(page.get_by_role("alert")).to_contain_text("2 pieces of personal data would become public")
    assert Proposal.objects.get().status == Status.SUBMITTED
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("p")
    expect(page.get_by_role("status").filter(has_text="published")).to_be_visible()
    assert "[скрыто] или пишите на [скрыто]" in Proposal.objects.get().text


def test_keys_decide_find_by_find(
    page: Page, log_in: Callable[[Page, User], None], proposal: Proposal
) -> None:
    log_in(page, make_staff(Role.MODERATOR))
    rows = page.locator("[data-find]")
    expect(rows.first).to_have_class("finds__row finds__row--current")
    page.keyboard.press("h")
    expect(rows.nth(0).get_by_label("Hide")).to_be_checked()
    page.keyboard.press("s")
    expect(rows.nth(1).get_by_label("Show")).to_be_checked()
    page.keyboard.press("p")
    expect(page.get_by_role("status").filter(has_text="published")).to_be_visible()
    assert Proposal.objects.get().text == TEXT.replace(PHONE, "[скрыто]")
