"""Drag the public map by real mouse events over a full load of cells, and note what each frame took."""

import json
import math
import random
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Browser, Page, Route

CELLS_MAX = 4000
CITY_BBOX = (69.45, 42.25, 69.75, 42.45)
STEP_MS = 16

NOTE_FRAMES = """() => {
    window.noted = {frames: [], isOn: true};
    let last = performance.now();
    const tick = (now) => {
        window.noted.frames.push(now - last);
        last = now;
        if (window.noted.isOn) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
}"""
TRACED = ["-*", "toplevel", "devtools.timeline"]
SCRIPT = frozenset(
    {"FunctionCall", "EvaluateScript", "RunMicrotasks", "TimerFire", "FireAnimationFrame", "EventDispatch"}
)


@dataclass(frozen=True, slots=True)
class Panning:
    """What drags took, each with the drawing after it.

    Attributes:
        frames_ms: from frame to frame by the clock, so other work of the machine is in them.
        tasks_ms: processor time of the main thread's tasks: script, style, layout, painting.
        script_ms: processor time of the page's own scripts, each from its event to its end.
    """

    frames_ms: list[float]
    tasks_ms: list[float]
    script_ms: list[float]


def p95(values: list[float]) -> float:
    """Return the value that 95 of 100 keep."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def full_answer(address: str) -> dict[str, Any]:
    """Return an answer of the heat map with every cell of its box occupied, as many as there may be."""
    query = parse_qs(urlsplit(address).query)
    bbox = tuple(map(float, query["bbox"][0].split(","))) if "bbox" in query else CITY_BBOX
    level = min(18, max(10, int(query["zoom"][0]) + 5))
    while True:
        left, top = _tile(bbox[0], bbox[3], level)
        right, bottom = _tile(bbox[2], bbox[1], level)
        if (right - left + 1) * (bottom - top + 1) <= CELLS_MAX:
            break
        level -= 1
    chance = random.Random(level)
    cells = [
        [*_middle(x, y, level), min(200, int(chance.paretovariate(0.8)))]
        for x in range(left, right + 1)
        for y in range(top, bottom + 1)
    ]
    return {"level": level, "total": sum(cell[2] for cell in cells), "cells": cells}


def serve_full_answers(page: Page) -> None:
    """Answer the page's questions for cells with the fullest answers that the API may give."""

    def answer(route: Route) -> None:
        route.fulfill(body=json.dumps(full_answer(route.request.url)), content_type="application/json")

    page.route("**/api/v1/heatmap?*", answer)


def slow_down(page: Page, times: int) -> None:
    """Let the page's main thread run so many times slower."""
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": times})


def drag(page: Page, *, drags: int = 1, steps: int = 30, by_px: int = 4, settle_ms: int = 500) -> None:
    """Drag the map to and fro by its middle, a step a frame; each drag ends before the next begins."""
    for number in range(drags):
        sign = 1 if number % 2 else -1
        press(page)
        for step in range(1, steps + 1):
            move(page, sign * step * by_px, sign * step * by_px / 2)
        page.mouse.up()
        page.wait_for_timeout(settle_ms)


def press(page: Page) -> None:
    """Put the pointer on the middle of the map, where nothing but the map is, and press it."""
    page.mouse.move(*_grip(page))
    page.mouse.down()


def move(page: Page, across_px: float, down_px: float) -> None:
    """Move the pointer so far from the middle of the map, and wait for a frame."""
    across, down = _grip(page)
    page.mouse.move(across + across_px, down + down_px)
    page.wait_for_timeout(STEP_MS)


def measure_panning(browser: Browser, page: Page, *, drags: int) -> Panning:
    """Return what a number of drags took."""
    page.evaluate(NOTE_FRAMES)
    browser.start_tracing(page=page, categories=TRACED)
    drag(page, drags=drags)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    frames = page.evaluate("() => { window.noted.isOn = false; return window.noted.frames; }")
    threads = {
        (event["pid"], event["tid"])
        for event in events
        if event["name"] == "thread_name" and event["args"]["name"] == "CrRendererMain"
    }
    took = [
        (event["name"], event.get("tdur", 0) / 1000)
        for event in events
        if event["ph"] == "X" and (event["pid"], event["tid"]) in threads
    ]
    return Panning(
        frames_ms=frames,
        tasks_ms=[ms for name, ms in took if name == "RunTask" or name.endswith("::RunTask")],
        script_ms=[ms for name, ms in took if name in SCRIPT],
    )


def _grip(page: Page) -> tuple[float, float]:
    box = page.locator("#city-map").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def _tile(lon: float, lat: float, level: int) -> tuple[int, int]:
    size = 2**level
    north = 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
    return math.floor((lon + 180) / 360 * size), math.floor(north * size)


def _middle(x: int, y: int, level: int) -> tuple[float, float]:
    size = 2**level
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + 0.5) / size))))
    return round((x + 0.5) / size * 360 - 180, 6), round(lat, 6)
