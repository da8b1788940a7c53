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
SETTLED_MS = 500

CALM_MS = 300
NOTE_FRAMES = """() => {
    const noted = {frames: [], isOn: true, drags: []};
    window.noted = noted;
    const press = ({timeStamp}) => { noted.drags.push([timeStamp, Infinity]); };
    const release = ({timeStamp}) => { noted.drags.at(-1)[1] = timeStamp; };
    ["mousedown", "touchstart"].forEach((name) => window.addEventListener(name, press, true));
    ["mouseup", "touchend"].forEach((name) => window.addEventListener(name, release, true));
    let last = performance.now();
    const tick = (now) => {
        noted.frames.push([last, now]);
        last = now;
        if (noted.isOn) requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
}"""
FRAMES_OF_DRAGS = f"""() => {{
    const {{frames, drags}} = window.noted;
    window.noted.isOn = false;
    const within = (isOf) => frames
        .filter((frame) => drags.some((drag) => isOf(frame, drag)))
        .map(([first, last]) => last - first);
    return {{
        held: within(([first, last], [from, to]) => last > from && last <= to),
        after: within(([first, last], [from, to]) => last > to && first <= to + {SETTLED_MS}),
    }};
}}"""
TRACED = ["-*", "toplevel", "devtools.timeline"]
SCRIPT = frozenset(
    {"FunctionCall", "EvaluateScript", "RunMicrotasks", "TimerFire", "FireAnimationFrame", "EventDispatch"}
)


@dataclass(frozen=True, slots=True)
class Panning:
    """What drags took.

    Attributes:
        held_ms: from frame to frame by the clock while the map is held and dragged.
        after_ms: the same from letting go until all is drawn anew.
        tasks_ms: processor time of the main thread's tasks: script, style, layout, painting.
        script_ms: processor time of the page's own scripts, each from its event to its end.
    """

    held_ms: list[float]
    after_ms: list[float]
    tasks_ms: list[float]
    script_ms: list[float]


class Pointer:
    """A finger, or the mouse, that drags the map by its middle; nothing is asked of the page while it does."""

    def __init__(self, page: Page, *, is_finger: bool = False) -> None:
        self.page, self.is_finger = page, is_finger
        box = page.locator("#city-map").bounding_box()
        assert box is not None
        self.at = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        self.session = page.context.new_cdp_session(page)
        if not is_finger:
            page.mouse.move(*self.at)

    def press(self) -> None:
        """Take hold of the map."""
        if self.is_finger:
            self._touch("touchStart")
        else:
            self.page.mouse.down()

    def move(self, across_px: float, down_px: float) -> None:
        """Go on by so much, and wait for a frame."""
        self.at = (self.at[0] + across_px, self.at[1] + down_px)
        if self.is_finger:
            self._touch("touchMove")
        else:
            self.page.mouse.move(*self.at)
        self.page.wait_for_timeout(STEP_MS)

    def release(self) -> None:
        """Let go."""
        if self.is_finger:
            self._touch("touchEnd")
        else:
            self.page.mouse.up()

    def _touch(self, kind: str) -> None:
        points = [] if kind == "touchEnd" else [{"x": self.at[0], "y": self.at[1]}]
        self.session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})


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


def drag(
    page: Page, *, drags: int = 1, steps: int = 30, by_px: int = 4, pointer: Pointer | None = None
) -> None:
    """Drag the map to and fro, a step a frame; each drag ends, and what follows it, before the next begins."""
    pointer = pointer or Pointer(page)
    for number in range(drags):
        sign = 1 if number % 2 else -1
        pointer.press()
        for _step in range(steps):
            pointer.move(sign * by_px, sign * by_px / 2)
        pointer.release()
        page.wait_for_timeout(SETTLED_MS)


def measure_panning(browser: Browser, page: Page, *, drags: int, is_finger: bool) -> Panning:
    """Return what a number of drags took, without what asking the page for it took."""
    pointer = Pointer(page, is_finger=is_finger)
    page.evaluate(NOTE_FRAMES)
    page.wait_for_timeout(CALM_MS)
    browser.start_tracing(page=page, categories=TRACED)
    page.wait_for_timeout(CALM_MS)
    drag(page, drags=drags, pointer=pointer)
    events = json.loads(browser.stop_tracing())["traceEvents"]
    frames = page.evaluate(FRAMES_OF_DRAGS)
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
        held_ms=frames["held"],
        after_ms=frames["after"],
        tasks_ms=[ms for name, ms in took if name == "RunTask" or name.endswith("::RunTask")],
        script_ms=[ms for name, ms in took if name in SCRIPT],
    )


def _tile(lon: float, lat: float, level: int) -> tuple[int, int]:
    size = 2**level
    north = 0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)
    return math.floor((lon + 180) / 360 * size), math.floor(north * size)


def _middle(x: int, y: int, level: int) -> tuple[float, float]:
    size = 2**level
    lat = math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * (y + 0.5) / size))))
    return round((x + 0.5) / size * 360 - 180, 6), round(lat, 6)
