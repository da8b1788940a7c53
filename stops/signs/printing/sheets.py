"""Print signs: from codes to a PDF, on single pages or several to a sheet."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO

from django.conf import settings
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from geoportal.web.aside import aside
from stops.network.importing.records import Skipped
from stops.signs.codes import grouped
from stops.signs.models import CodeBinding, CodeState, QRCode
from stops.signs.printing.colours import INK
from stops.signs.printing.errors import PrintRefused
from stops.signs.printing.fonts import SEMIBOLD, missing_characters, register_fonts
from stops.signs.printing.formats import DIMENSIONS, SignFormat
from stops.signs.printing.imposition import Imposition, Sheet, impose
from stops.signs.printing.pen import Pen
from stops.signs.printing.poster import Poster
from stops.signs.printing.signs import BLEED_MM, Layout, Sign
from stops.signs.printing.sticker60 import Sticker60
from stops.signs.printing.sticker100 import Sticker100
from stops.signs.printing.symbol import Addresses, SymbolSize, make_symbol, measure_symbol, read_addresses
from stops.signs.printing.text import Block
from stops.signs.printing.wording import Texts, names_of, shared_texts

LAYOUTS: dict[SignFormat, Layout] = {
    SignFormat.A4: Poster(),
    SignFormat.A5: Poster(),
    SignFormat.STICKER100: Sticker100(),
    SignFormat.STICKER60: Sticker60(),
}
MARK_WIDTH_MM = 0.09


@dataclass(slots=True)
class PrintSummary:
    """What was printed."""

    sign_format: SignFormat
    symbol: SymbolSize
    per_page: int
    printed: int = 0
    pages: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def print_signs(
    codes: Iterable[QRCode],
    *,
    format: SignFormat,
    out: BinaryIO,
    sheet: Sheet = Sheet.AUTO,
) -> PrintSummary:
    """Write a PDF of the signs of codes, ordered by district and name, places before buses.

    Args:
        codes: those not in use, without a binding in force or with a name that does not fit are skipped.
        format: what each sign is printed as.
        out: where the PDF goes; nothing is written when it is refused.
        sheet: the paper that signs are cut from, or none for a page each.

    Returns:
        What was printed and what was skipped, and why.

    Raises:
        PrintRefused: no code is left to print, the symbol would be too small, or the format fits no such sheet.
    """
    addresses = read_addresses(settings.PUBLIC_URL)
    imposition = impose(format, sheet)
    summary = PrintSummary(format, measure_symbol(addresses, format), imposition.per_page)
    signs = list(_signs(codes, LAYOUTS[format], summary))
    if not signs:
        raise PrintRefused(_why_nothing(summary))
    _note(summary, imposition)
    aside(_Printer(format, imposition, addresses, summary).write, signs, out)
    return summary


def _signs(codes: Iterable[QRCode], layout: Layout, summary: PrintSummary) -> Iterator[tuple[Sign, Block]]:
    """Yield the signs to print in their order, and note the codes that get none."""
    wanted = {code.pk: code for code in codes}
    found = CodeBinding.objects.in_force().filter(code__in=list(wanted))
    bindings = {binding.code_id: binding for binding in found.select_related("place__district", "route")}
    order = sorted(wanted.values(), key=lambda code: _order(code, bindings.get(code.pk)))
    for code in order:
        binding = bindings.get(code.pk)
        if code.state in (CodeState.REPLACED, CodeState.REVOKED):
            _skip(summary, code, f"the code is {code.state}")
        elif binding is None:
            _skip(summary, code, "the code is bound to nothing today")
        else:
            sign = Sign(code.code, names_of(binding), in_bus=binding.route_id is not None)
            missing = missing_characters("".join(sign.names), SEMIBOLD)
            block = None if missing else layout.fit(sign.names)
            if missing:
                _skip(summary, code, f"the typeface has no {' '.join(missing)} of “{sign.names.kk}”")
            elif block is None:
                _skip(summary, code, f"the name “{sign.names.kk}” is too long for {summary.sign_format}")
            else:
                yield sign, block


def _order(code: QRCode, binding: CodeBinding | None) -> tuple[object, ...]:
    """Return what signs are sorted by: district and name, then buses by number and board."""
    if binding is None:
        return (2, code.code)
    if binding.route is not None:
        return (1, binding.route.sort_key, binding.route.number, binding.board_number, code.code)
    place = binding.place
    district = place.district.kato if place is not None and place.district is not None else "outside"
    return (0, district, place.name_kk.casefold() if place is not None else "", code.code)


def _skip(summary: PrintSummary, code: QRCode, reason: str) -> None:
    summary.skipped.append(Skipped(f"code {grouped(code.code)}", reason))


def _why_nothing(summary: PrintSummary) -> str:
    if not summary.skipped:
        return "There is no code to print."
    first = summary.skipped[0]
    more = f" (and {len(summary.skipped) - 1} more)" if len(summary.skipped) > 1 else ""
    return f"There is no code to print: {first.what}: {first.reason}{more}."


def _note(summary: PrintSummary, imposition: Imposition) -> None:
    if not settings.PUBLIC_URL.startswith("https://"):
        summary.notes.append(
            f"The signs lead to {settings.PUBLIC_URL}, which is no https address: set PUBLIC_URL before you hang any."
        )
    if imposition.per_page > 1:
        summary.notes.append("Print the sheets at 100 %, without fitting them to the page.")


class _Printer:
    """One PDF in the making: what signs share is drawn once, as forms that each page refers to."""

    def __init__(
        self, sign_format: SignFormat, imposition: Imposition, addresses: Addresses, summary: PrintSummary
    ) -> None:
        self.layout = LAYOUTS[sign_format]
        self.scale = DIMENSIONS[sign_format].scale
        self.module = summary.symbol.module_mm / self.scale
        self.imposition = imposition
        self.addresses = addresses
        self.summary = summary
        self.texts: dict[bool, Texts] = {}

    def write(self, signs: list[tuple[Sign, Block]], out: BinaryIO) -> None:
        """Draw every sign and write the file."""
        register_fonts()
        page = (self.imposition.page_width_mm * mm, self.imposition.page_height_mm * mm)
        canvas = Canvas(out, pagesize=page, pageCompression=1, invariant=1, lang="kk")
        for in_bus in sorted({sign.in_bus for sign, _block in signs}):
            self.texts[in_bus] = shared_texts(in_bus=in_bus)
            self._draw_ground(canvas, in_bus=in_bus)
        canvas.setTitle(" · ".join(next(iter(self.texts.values())).site))
        for start in range(0, len(signs), self.imposition.per_page):
            self._draw_page(canvas, signs[start : start + self.imposition.per_page])
        canvas.save()

    def _draw_ground(self, canvas: Canvas, *, in_bus: bool) -> None:
        width, height, bleed = self.layout.width_mm * mm, self.layout.height_mm * mm, BLEED_MM * mm
        canvas.beginForm(_ground(in_bus), -bleed, -height - bleed, width + bleed, bleed)
        self.layout.draw_ground(Pen(canvas), self.texts[in_bus])
        canvas.endForm()

    def _draw_page(self, canvas: Canvas, signs: list[tuple[Sign, Block]]) -> None:
        pen = self._pen_at(canvas, 0, 0)
        for start, end in self.imposition.marks():
            pen.line([start, end], INK, MARK_WIDTH_MM)
        canvas.restoreState()
        for number, (sign, block) in enumerate(signs):
            pen = self._pen_at(canvas, *self.imposition.corner(number))
            pen.clip(*self.imposition.bleed_box(number, BLEED_MM))
            canvas.scale(self.scale, self.scale)
            canvas.doForm(_ground(sign.in_bus))
            symbol = make_symbol(self.addresses.encoded + sign.code)
            texts = self.texts[sign.in_bus]
            self.layout.draw_sign(pen, sign, block, symbol, self.module, texts, self.addresses.typed)
            canvas.restoreState()
            self.summary.printed += 1
        canvas.showPage()
        self.summary.pages += 1

    def _pen_at(self, canvas: Canvas, x: float, y: float) -> Pen:
        """Return a pen at a position of the page, in a state that is to be restored."""
        canvas.saveState()
        canvas.translate(x * mm, (self.imposition.page_height_mm - y) * mm)
        return Pen(canvas)


def _ground(in_bus: bool) -> str:
    return "bus" if in_bus else "place"
