"""The QR symbol: the address that it holds, its size, and its modules as one vector path.

Source: ISO/IEC 18004:2024: quiet zone of four modules, level Q (about 25 % can be covered), alphanumeric mode.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

import segno
from reportlab.lib.units import mm

from stops.signs.printing.errors import PrintRefused
from stops.signs.printing.formats import DIMENSIONS, SignFormat
from stops.signs.printing.pen import Pen

QUIET_ZONE_MODULES = 4
ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
ANY_CODE = "0" * 10


@dataclass(frozen=True, slots=True)
class SymbolSize:
    """How large the symbols of a run are; all are alike, since all addresses are of one length.

    Attributes:
        version: of ISO/IEC 18004, 1–40.
        modules: the side, without the quiet zone.
        module_mm: the side of one module, as printed.
    """

    version: int
    modules: int
    module_mm: float


@dataclass(frozen=True, slots=True)
class Addresses:
    """What is printed of ``PUBLIC_URL``.

    Attributes:
        encoded: the beginning of what symbols hold, in upper case: ``HTTPS://HOST/Q/``.
        typed: what people type: ``host/q``.
    """

    encoded: str
    typed: str


def read_addresses(public_url: str) -> Addresses:
    """Return what signs say of the portal's address.

    Raises:
        PrintRefused: the address has more than a scheme and a host, or a host that no symbol holds.
    """
    parts = urlsplit(public_url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/"):
        raise PrintRefused(
            f"PUBLIC_URL is {public_url!r}: signs need an address such as https://ideas.example."
        )
    try:
        host = parts.hostname.encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise PrintRefused(f"PUBLIC_URL is {public_url!r}, which is no address: {error}.") from error
    encoded = f"{parts.scheme}://{host}{port}/q/".upper()
    if not ALPHANUMERIC.issuperset(encoded):
        raise PrintRefused(
            f"The symbols cannot hold {encoded}: only letters, digits and hyphens, parted by dots, are a host."
        )
    return Addresses(encoded, f"{parts.hostname}{port}/q")


def make_symbol(address: str) -> segno.QRCode:
    """Return the symbol of an upper-case address at level Q."""
    return segno.make(address, error="q", mode="alphanumeric", boost_error=False, micro=False)


def measure_symbol(addresses: Addresses, sign_format: SignFormat) -> SymbolSize:
    """Return how large the symbols of a format come out.

    Raises:
        PrintRefused: a module would be too small for the format's reading distance, or the address is too long.
    """
    dimensions = DIMENSIONS[sign_format]
    address = addresses.encoded + ANY_CODE
    try:
        symbol = make_symbol(address)
    except segno.DataOverflowError as error:
        raise PrintRefused(f"No symbol holds the {len(address)} characters of {address}.") from error
    modules = len(symbol.matrix)
    module_mm = dimensions.symbol_box_mm / (modules + 2 * QUIET_ZONE_MODULES)
    if module_mm < dimensions.smallest_module_mm:
        raise PrintRefused(
            f"On {sign_format} a module would be {module_mm:.2f} mm wide and {dimensions.smallest_module_mm:.2f} mm "
            f"is the least for reading from {dimensions.reading_distance_mm / 10:.0f} cm: PUBLIC_URL makes an "
            f"address of {len(address)} characters; shorten it, or print a larger format."
        )
    return SymbolSize(int(symbol.version), modules, module_mm)


def draw_symbol(pen: Pen, symbol: segno.QRCode, x: float, y: float, module_mm: float) -> None:
    """Fill the dark modules, pure black, as one path; x, y is the symbol's corner inside the quiet zone."""
    canvas = pen.canvas
    path = canvas.beginPath()
    for row, modules in enumerate(symbol.matrix):
        column = 0
        while column < len(modules):
            start = column
            while column < len(modules) and modules[column]:
                column += 1
            if column > start:
                path.rect(start, row, column - start, 1)
            column += 1
    canvas.saveState()
    canvas.translate(x * mm, -y * mm)
    canvas.scale(module_mm * mm, -module_mm * mm)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    canvas.restoreState()
