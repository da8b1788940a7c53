"""What search engines may read, and the icon that browsers ask for by its old name."""

from urllib.robotparser import RobotFileParser

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pytest_django.fixtures import Settings


def rules(client: Client) -> RobotFileParser:
    answer = client.get("/robots.txt")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain")
    assert "Set-Cookie" not in answer
    parser = RobotFileParser()
    parser.parse(answer.content.decode().splitlines())
    return parser


@pytest.mark.parametrize("language", ["kk", "ru", "en"])
def test_search_engines_read_public_pages_and_no_others(client: Client, language: str) -> None:
    parser = rules(client)
    with translation.override(language):
        for name in ("heatmap:map", "residents:list", "residents:districts", "residents:privacy"):
            assert parser.can_fetch("Anybot", reverse(name)), name
        for name in ("account_login", "review:queue", "planning:desk", "signs:list"):
            assert not parser.can_fetch("Anybot", reverse(name)), name
    assert not parser.can_fetch("Anybot", "/q/0123456789/")
    assert not parser.can_fetch("Anybot", "/admin/")


def test_demonstration_is_nothing_for_search_engines(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    assert not rules(client).can_fetch("Anybot", "/ru/")


def test_receipts_are_not_named(client: Client) -> None:
    assert b"/r/" not in client.get("/robots.txt").content


def test_icon_is_found_under_its_old_name(client: Client) -> None:
    answer = client.get("/favicon.ico")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/static/")
    assert finders.find(answer["Location"].removeprefix("/static/"))
    assert client.post("/favicon.ico").status_code == 405
