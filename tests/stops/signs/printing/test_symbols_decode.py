"""A real decoder reads every printed code, also where the sign is tilted, blurred, far away or damaged."""

from collections.abc import Callable

import pytest
from PIL import Image, ImageDraw, ImageFilter
from pytest_django.fixtures import Settings

from stops.signs.models import QRCode
from stops.signs.printing.formats import DIMENSIONS, SignFormat
from stops.signs.printing.imposition import Sheet
from stops.signs.printing.symbol import ALPHANUMERIC, make_symbol
from tests.stops.signs.printing.reading import MM, address_of, pages_of, printed, symbols_on

FORMATS = [*SignFormat]
HOSTS = {2: "ideas.kz", 3: "shymkent.example", 4: "ideas-of-the-residents.shymkent.example"}


def tilted(page: Image.Image) -> Image.Image:
    return page.rotate(15, expand=True, fillcolor=255, resample=Image.Resampling.BICUBIC)


def blurred(page: Image.Image) -> Image.Image:
    return page.filter(ImageFilter.GaussianBlur(0.3 * MM))


def half_size(page: Image.Image) -> Image.Image:
    return page.resize((page.width // 2, page.height // 2), Image.Resampling.LANCZOS)


@pytest.mark.parametrize("sign_format", FORMATS)
@pytest.mark.parametrize("spoil", [None, tilted, blurred, half_size])
def test_every_code_is_read(
    codes: list[QRCode], sign_format: SignFormat, spoil: Callable[[Image.Image], Image.Image] | None
) -> None:
    pages = pages_of(printed(codes, sign_format)[0])
    read = [[symbol.text for symbol in symbols_on(spoil(page) if spoil else page)] for page in pages]
    assert sorted(read) == sorted([address_of(code)] for code in codes)


@pytest.mark.parametrize("sign_format", FORMATS)
@pytest.mark.parametrize("colour", [0, 255])
@pytest.mark.parametrize("where", ["corner", "right", "top"])
def test_code_is_read_with_15_percent_covered_outside_the_finder_patterns(
    codes: list[QRCode], sign_format: SignFormat, colour: int, where: str
) -> None:
    pdf, summary = printed(codes, sign_format)
    side, finder = summary.symbol.modules, 9
    parts = {  # left, top, width, height in modules; each 15 % of the symbol or a little more
        "corner": (side - 12, side - 11, 12, 11),
        "right": (side - 6, side - 21, 6, 21),
        "top": (finder, 0, side - 2 * finder + 0.5, 11),
    }
    left, top, width, height = parts[where]
    assert width * height / side**2 >= 0.149
    for page in pages_of(pdf):
        (symbol,) = symbols_on(page)
        x, y, right, _bottom = symbol.box
        module = (right - x) / side
        box = [x + left * module, y + top * module, x + (left + width) * module, y + (top + height) * module]
        ImageDraw.Draw(page).rectangle(box, fill=colour)
        assert [symbol.text for symbol in symbols_on(page)] == [symbol.text]


@pytest.mark.parametrize(
    ("sign_format", "version"),
    [(each, version) for each in FORMATS for version in HOSTS if version < 4 or each in ("a4", "a5")],
)
def test_quiet_zone_holds_no_ink(
    codes: list[QRCode], settings: Settings, sign_format: SignFormat, version: int
) -> None:
    settings.PUBLIC_URL = f"https://{HOSTS[version]}"
    pdf, summary = printed(codes, sign_format)
    assert summary.symbol.version == version
    for page in pages_of(pdf):
        (symbol,) = symbols_on(page)
        module = summary.symbol.module_mm * MM
        # A tenth of a module and two pixels for the decoder's corners and the edges' smoothing.
        slack = 0.1 * module + 2
        left, top, right, bottom = symbol.box
        quiet = 4 * module - slack
        outer = tuple(round(edge) for edge in (left - quiet, top - quiet, right + quiet, bottom + quiet))
        assert min(outer) >= 0
        assert outer[2] <= page.width
        inner = [left - slack, top - slack, right + slack, bottom + slack]
        ImageDraw.Draw(page).rectangle(inner, fill=255)
        assert page.crop(outer).getextrema() == (255, 255)


@pytest.mark.parametrize("sign_format", FORMATS)
def test_module_is_as_large_as_the_summary_says(codes: list[QRCode], sign_format: SignFormat) -> None:
    pdf, summary = printed(codes, sign_format)
    (symbol,) = symbols_on(pages_of(pdf)[0])
    width_mm = (symbol.box[2] - symbol.box[0]) / MM
    assert width_mm == pytest.approx(summary.symbol.modules * summary.symbol.module_mm, abs=0.5)
    assert summary.symbol.module_mm >= DIMENSIONS[sign_format].smallest_module_mm


def test_all_codes_of_a_sheet_are_read(codes: list[QRCode]) -> None:
    pages = pages_of(printed(codes, SignFormat.STICKER60, Sheet.A4)[0])
    assert len(pages) == 1
    assert {symbol.text for symbol in symbols_on(pages[0])} == {address_of(code) for code in codes}


def test_symbol_is_alphanumeric_at_level_q() -> None:
    symbol = make_symbol("HTTPS://SHYMKENT.EXAMPLE/Q/7K3M9QX2VD")
    assert (symbol.version, symbol.error, symbol.mode) == (3, "Q", "alphanumeric")
    assert ALPHANUMERIC.issuperset("HTTPS://SHYMKENT.EXAMPLE/Q/7K3M9QX2VD")
