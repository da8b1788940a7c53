"""What keeps the public map smooth and light: nothing is drawn or fetched under the finger, few bytes, few elements."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test.testcases import LiveServerThread, QuietWSGIRequestHandler
from playwright.sync_api import Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.panning import Pointer, drag, serve_full_answers
from tests.factories import make_city, make_place, make_route

FIRST_VIEW_BYTES_MAX = 250_000
ELEMENTS_MAX = 150
VIEWS = ("heat", "grid", "districts")
CANVAS = {"heat": "canvas.heat-canvas", "grid": "canvas.grid-canvas"}

IS_PAINTED = """(selector) => {
    const canvas = document.querySelector(selector);
    if (!canvas?.width) return false;
    const sheet = document.createElement("canvas");
    Object.assign(sheet, { width: canvas.width, height: canvas.height });
    const copy = sheet.getContext("2d");
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    return data.some((value, index) => index % 4 === 3 && value > 0);
}"""
NOTE_DRAWING = """() => {
    window.noted = {elements: 0, strokes: 0};
    new MutationObserver((changes) => { window.noted.elements += changes.length; })
        .observe(document.querySelector(".leaflet-map-pane"), {childList: true, subtree: true});
    const names = [
        "putImageData", "drawImage", "fillRect", "strokeRect", "fillText", "fill", "stroke", "transferFromImageBitmap",
    ];
    const pens = [CanvasRenderingContext2D, OffscreenCanvasRenderingContext2D, ImageBitmapRenderingContext];
    pens.map(({prototype}) => prototype).forEach((pen) => {
        names.filter((name) => pen[name]).forEach((name) => {
            const plain = pen[name];
            pen[name] = function (...args) { window.noted.strokes += 1; return plain.apply(this, args); };
        });
    });
}"""
PICTURE = """() => {
    const canvas = document.querySelector("canvas.heat-canvas");
    const sheet = document.createElement("canvas");
    Object.assign(sheet, { width: canvas.width, height: canvas.height });
    const copy = sheet.getContext("2d");
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    const sum = data.reduce((before, value, index) => (before * 31 + value * (index % 251)) % 1000003, 7);
    return [canvas.width, canvas.height, sum];
}"""
IS_SAME = "([canvas, selector]) => canvas === document.querySelector(selector)"
IS_OTHER = "([canvas, selector]) => canvas !== document.querySelector(selector)"
HOLDS_VIEW = """(selector) => {
    const [inner, outer] = ["#city-map", selector].map((name) => document.querySelector(name).getBoundingClientRect());
    return outer.left <= inner.left && outer.top <= inner.top
        && outer.right >= inner.right && outer.bottom >= inner.bottom;
}"""
PUT_IN = "() => getComputedStyle(document.querySelector('.leaflet-map-pane')).transform"


class CountingHandler(QuietWSGIRequestHandler):
    """Counts what goes over the wire for each path, headers and all."""

    sent: Counter[str] = Counter()

    def setup(self) -> None:
        """Count at the socket, below everything that might compress."""
        super().setup()
        write = self.wfile.write

        def count(data: Any) -> int:
            self.sent[getattr(self, "path", "")] += len(data)
            return write(data)

        self.wfile.write = count  # type: ignore[method-assign]


def _unchanged(handler: Any) -> Any:
    """Put nothing before the portal that would serve static files in WhiteNoise's place."""
    return handler


class DeployedServerThread(LiveServerThread):
    """Serves as in production: static files by WhiteNoise, hashed and compressed."""

    def _create_server(self, connections_override: Any = None) -> ThreadedWSGIServer:
        return ThreadedWSGIServer((self.host, self.port), CountingHandler, allow_reuse_address=False)


@pytest.fixture
def deployed(settings: Settings, tmp_path: Path, transactional_db: None) -> Iterator[str]:
    """Give the address of the portal with the demo city, served as it is when deployed."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = False
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "geoportal.storage.StaticStorage"},
    }
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    settings.DEMO = True
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("load_demo", verbosity=0)
    CountingHandler.sent.clear()
    thread = DeployedServerThread("127.0.0.1", static_handler=_unchanged)  # type: ignore[arg-type]
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    yield f"http://127.0.0.1:{thread.port}"
    thread.terminate()


@pytest.fixture
def open_map(page: Page, live_server: LiveServer, transactional_db: None) -> Callable[..., Page]:
    """Give a function that opens a view of the map full of cells, and waits until all of it is drawn."""
    make_city()
    for number in range(12):
        make_route(str(number), (69.5, 42.3 + number / 200), (69.7, 42.3 + number / 200))
        make_place(69.5 + number / 100, 42.33)
    serve_full_answers(page)

    def show(view: str, query: str = "") -> Page:
        page.goto(f"{live_server.url}/ru/?view={view}{query}")
        page.wait_for_load_state("networkidle")
        if view in CANVAS:
            page.wait_for_function(IS_PAINTED, arg=CANVAS[view])
        else:
            expect(page.locator(".district-shape").first).to_be_attached()
        return page

    return show


@pytest.mark.slow
@pytest.mark.parametrize("language", ["kk", "ru"])
def test_first_view_on_a_phone_is_light(page: Page, deployed: str, language: str) -> None:
    page.goto(f"{deployed}/{language}/")
    page.wait_for_load_state("networkidle")
    page.wait_for_function(IS_PAINTED, arg=CANVAS["heat"])
    sent = CountingHandler.sent
    assert any("heat_worker." in path for path in sent)
    assert not any("/base/places" in path for path in sent)
    print(
        "\n".join(f"{count:8,} {path}" for path, count in sent.most_common()), f"\n{sent.total():8,} in all"
    )
    assert sent.total() < FIRST_VIEW_BYTES_MAX


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_is_drawn_or_fetched_while_the_map_is_dragged(
    open_map: Callable[..., Page], view: str
) -> None:
    page = open_map(view)
    asked: list[str] = []
    pointer = Pointer(page)
    pointer.press()
    page.evaluate(NOTE_DRAWING)
    before = page.evaluate(PUT_IN)
    page.on("request", lambda request: asked.append(request.url))
    for _step in range(1, 20):
        pointer.move(-6, 3)
    assert page.evaluate(PUT_IN) != before
    assert page.evaluate("() => window.noted") == {"elements": 0, "strokes": 0}
    assert asked == []
    pointer.release()


def test_the_grid_is_drawn_where_there_is_no_canvas_beside_the_page(
    page: Page, open_map: Callable[..., Page]
) -> None:
    page.add_init_script("delete globalThis.OffscreenCanvas;")
    assert open_map("grid").evaluate("() => typeof OffscreenCanvas") == "undefined"


@pytest.mark.parametrize("view", ["heat", "grid"])
def test_a_short_drag_leaves_the_picture_as_it_is(open_map: Callable[..., Page], view: str) -> None:
    page = open_map(view)
    picture = page.locator(CANVAS[view]).element_handle()
    drag(page, steps=5)
    assert page.evaluate(IS_SAME, [picture, CANVAS[view]])


@pytest.mark.parametrize("view", ["heat", "grid"])
def test_a_long_drag_ends_in_a_picture_that_holds_the_view(open_map: Callable[..., Page], view: str) -> None:
    page = open_map(view, "&at=13/69.6/42.35")
    page.wait_for_function(IS_PAINTED, arg=CANVAS[view])
    picture = page.locator(CANVAS[view]).element_handle()
    drag(page, drags=1, steps=40, by_px=4)
    page.wait_for_function(IS_OTHER, arg=[picture, CANVAS[view]])
    page.wait_for_function(HOLDS_VIEW, arg=CANVAS[view])


def test_the_heat_is_reckoned_beside_the_page(open_map: Callable[..., Page]) -> None:
    page = open_map("heat")
    assert [worker.url.rsplit("/", 1)[-1] for worker in page.workers] == ["heat_worker.js"]


def test_without_workers_the_page_draws_the_same_heat(open_map: Callable[..., Page], page: Page) -> None:
    beside = open_map("heat").evaluate(PICTURE)
    page.add_init_script("delete window.Worker")
    assert open_map("heat").evaluate(PICTURE) == beside
    assert page.workers == []


@pytest.mark.parametrize("view", ["heat", "grid"])
def test_thousands_of_cells_make_one_element(open_map: Callable[..., Page], view: str) -> None:
    page = open_map(view, "&at=14/69.6/42.35")
    expect(page.locator(CANVAS[view])).to_have_count(1)
    assert page.locator("#city-map *").count() < ELEMENTS_MAX
