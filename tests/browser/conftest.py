"""A real Chromium on a phone's screen, which may speak to the live server only and must not complain."""

import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1"})
# The browser reports every answer of 4xx as an error; a test may ask for such a page on purpose.
EXPECTED_COMPLAINT = "Failed to load resource: the server responded with a status of 4"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test of this folder."""
    for item in items:
        if item.path.is_relative_to(os.path.dirname(__file__)):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium, for none is downloaded."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Give every page a phone's screen and the city's time; a test sets another with its own context."""
    return {
        **browser_context_args,
        "viewport": PHONE,
        "locale": "ru-RU",
        "timezone_id": "Asia/Almaty",
        "service_workers": "block",
    }


@pytest.fixture
def complaints(context: BrowserContext) -> list[str]:
    """Collect what the pages of the context complain of: script errors, refused policy, outside addresses."""
    found: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED_COMPLAINT):
            found.append(f"{message.text} ({message.page.url if message.page else '?'})")

    def fail(error: WebError) -> None:
        found.append(f"uncaught: {error.error}")

    def watch(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.hostname not in LOCAL_HOSTS:
            found.append(f"outside address: {request.url}")

    context.on("console", hear)
    context.on("weberror", fail)
    context.on("request", watch)
    return found


@pytest.fixture(autouse=True)
def quiet_pages(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test whose pages complained; a test that expects a complaint empties ``complaints`` itself."""
    if "context" not in request.fixturenames and "page" not in request.fixturenames:
        yield
        return
    found: list[str] = request.getfixturevalue("complaints")
    yield
    assert found == []
