"""How smooth the public map pans over 4,000 cells, with the processor slowed down four times as for a cheap phone.

The bar: while panning no frame over 50 ms. Frames are by the clock and hold whatever else the machine does; those while
the map is dragged and those after it is let go are told apart. The tasks' processor time is the map's own. The phone
is dragged by a finger, the desk by a mouse.
"""

from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import CHROMIUM, CHROMIUM_FLAGS, PHONE
from tests.browser.panning import Panning, measure_panning, p95, serve_full_answers, slow_down

DESK = {"width": 1440, "height": 900}
SLOWER, DRAGS, FRAME_MS = 4, 5, 50
CITY_ZOOM, STREET_ZOOM = 11.5, 14
CITY_CENTRE = "69.5975/42.3250"
READY_MS = 2000


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the system's Chromium, for none is downloaded."""
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_FLAGS}


@pytest.mark.django_db(transaction=True)
def bench_panning_the_public_map(
    browser: Browser, live_server: LiveServer, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.DEMO = True
    call_command("load_demo", verbosity=0)
    with capsys.disabled():
        print(
            f"\n  {'panning, processor ÷ 4, ms':<28} dragged p95  worst   let go worst   task p95  worst   script worst"
        )
        for device, screen, ratio in (("phone", PHONE, 2), ("desk", DESK, 1)):
            for view in ("heat", "grid", "districts"):
                for zoom in (CITY_ZOOM, STREET_ZOOM):
                    context = browser.new_context(
                        viewport=screen,  # type: ignore[arg-type]
                        device_scale_factor=ratio,
                        locale="ru-RU",
                        has_touch=device == "phone",
                        is_mobile=device == "phone",
                    )
                    page = context.new_page()
                    serve_full_answers(page)
                    page.goto(f"{live_server.url}/ru/?view={view}&at={zoom}/{CITY_CENTRE}")
                    page.wait_for_load_state("networkidle")
                    page.wait_for_timeout(READY_MS)
                    slow_down(page, SLOWER)
                    took = measure_panning(browser, page, drags=DRAGS, is_finger=device == "phone")
                    context.close()
                    print(_line(f"{device}, {view}, zoom {zoom}", took), flush=True)
                    assert took.held_ms


def _line(name: str, took: Panning) -> str:
    """Return a line of the table."""
    line = f"  {name:<28} {p95(took.held_ms):11.0f} {max(took.held_ms):6.0f} {max(took.after_ms):14.0f}"
    line += f" {p95(took.tasks_ms):10.1f} {max(took.tasks_ms):6.0f} {max(took.script_ms):14.0f}"
    return line + ("" if max(took.held_ms) <= FRAME_MS else f"   over {FRAME_MS}")
