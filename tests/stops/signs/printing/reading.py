"""Read printed signs as a phone and a person do: rendered pages, decoded symbols, extracted text."""

import io
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image

from stops.signs.models import QRCode
from stops.signs.printing.formats import SignFormat
from stops.signs.printing.imposition import Sheet
from stops.signs.printing.sheets import PrintSummary, print_signs

DPI = 300
MM = DPI / 25.4


@dataclass(frozen=True)
class Symbol:
    """A symbol on a page: what it says, and its corners in pixels."""

    text: str
    box: tuple[float, float, float, float]


def printed(
    codes: list[QRCode], sign_format: SignFormat, sheet: Sheet = Sheet.NONE
) -> tuple[bytes, PrintSummary]:
    """Return the PDF of codes and its summary."""
    out = io.BytesIO()
    summary = print_signs(codes, format=sign_format, out=out, sheet=sheet)
    return out.getvalue(), summary


def pages_of(pdf: bytes) -> list[Image.Image]:
    """Return every page in grey at 300 dpi."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    document.close()
    return pages


def text_of(pdf: bytes) -> str:
    """Return the text of all pages, in one line."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.split())


def symbols_on(page: Image.Image) -> list[Symbol]:
    """Return the QR codes that a real decoder reads on a page."""
    found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
    symbols = []
    for each in found:
        corners = [
            getattr(each.position, name) for name in ("top_left", "top_right", "bottom_left", "bottom_right")
        ]
        across, down = [corner.x for corner in corners], [corner.y for corner in corners]
        symbols.append(Symbol(each.text, (min(across), min(down), max(across), max(down))))
    return symbols


def address_of(code: QRCode) -> str:
    """Return what the symbol of a code must say."""
    return f"HTTPS://SHYMKENT.EXAMPLE/Q/{code.code}"
