"""Print signs to a PDF."""

import os
import tempfile
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from districts.text import on_one_line
from stops.codes import grouped, normalise_code
from stops.importing.records import Skipped
from stops.importing.summary import ImportSummary, write_summary
from stops.models import CodeState, QRCode
from stops.printing.errors import PrintRefused
from stops.printing.formats import DIMENSIONS, SignFormat
from stops.printing.imposition import Sheet
from stops.printing.sheets import PrintSummary, print_signs
from stops.targets import add_target_arguments, read_targets

PRINTED_STATES = (CodeState.ISSUED, CodeState.INSTALLED, CodeState.SUSPECT)


class Command(BaseCommand):
    """``manage.py print_signs --format a5 --output FILE.pdf``."""

    help = (
        "Print the signs of codes in use to a PDF: posters, stickers, sheets of stickers with cutting marks."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the format, the file and which codes."""
        parser.add_argument(
            "--format", required=True, choices=[*SignFormat], help="what each sign is printed as"
        )
        parser.add_argument("--output", required=True, type=Path, metavar="FILE.pdf")
        parser.add_argument(
            "--sheet", "--n-up", choices=[*Sheet], default=Sheet.AUTO,
            help="the paper that signs are cut from; auto: A4 for stickers, none (a page each) for posters",
        )  # fmt: skip
        add_target_arguments(parser)
        parser.add_argument(
            "--codes",
            nargs="+",
            action="extend",
            default=[],
            metavar="CODE",
            help="only these codes, as printed",
        )
        parser.add_argument(
            "--state", action="append", choices=PRINTED_STATES, default=[],
            help="only codes in this state, such as issued: not yet hanging; may be repeated",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        """Print, or refuse with one sentence and leave no file behind."""
        started = time.monotonic()
        codes, unknown = _codes(options)
        try:
            summary = _print_to(
                options["output"], codes, SignFormat(options["format"]), Sheet(options["sheet"])
            )
        except PrintRefused as error:
            raise CommandError(str(error)) from error
        summary.skipped[:0] = unknown
        if options["verbosity"] > 0:
            self._tell(summary, options["output"], time.monotonic() - started)

    def _tell(self, summary: PrintSummary, output: Path, seconds: float) -> None:
        write_summary(self.stdout.write, ImportSummary(skipped=summary.skipped, notes=summary.notes))
        symbol, dimensions = summary.symbol, DIMENSIONS[summary.sign_format]
        self.stdout.write(
            f"Symbols: version {symbol.version} at level Q, {symbol.modules} modules wide, each "
            f"{symbol.module_mm:.2f} mm (at least {dimensions.smallest_module_mm:.2f} mm for reading "
            f"{summary.sign_format} from {dimensions.reading_distance_mm / 10:.0f} cm)."
        )
        self.stdout.write(
            f"Signs: {summary.printed} printed on {summary.pages} pages, {len(summary.skipped)} skipped, "
            f"in {seconds:.1f} s: {on_one_line(str(output))}"
        )


def _codes(options: dict[str, Any]) -> tuple[list[QRCode], list[Skipped]]:
    """Return the codes that the options name, and those named that do not exist."""
    named = [normalise_code(word) for text in options["codes"] for word in text.replace(",", " ").split()]
    narrowed = options["kind"] or options["district"] or options["route"] or not named
    codes = QRCode.objects.all()
    if narrowed:
        targets = read_targets(kind=options["kind"], district=options["district"], route=options["route"])
        codes = codes.in_use().filter(pk__in=targets.bindings().values("code"))
    if options["state"]:
        codes = codes.filter(state__in=options["state"])
    if not named:
        return list(codes), []
    found = list(codes.filter(code__in=named))
    known = {code.code for code in found}
    missing = [code for code in dict.fromkeys(named) if code not in known]
    reason = "no such code among those asked for"
    return found, [Skipped(f"code {grouped(code)}", reason) for code in missing]


def _print_to(output: Path, codes: list[QRCode], sign_format: SignFormat, sheet: Sheet) -> PrintSummary:
    """Write a file beside the output and put it in its place when it is whole."""
    try:
        handle, name = tempfile.mkstemp(prefix=".signs.", dir=output.parent)
    except (OSError, ValueError) as error:
        raise _unwritable(output, error) from error
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            summary = print_signs(codes, format=sign_format, out=out, sheet=sheet)
        unfinished.chmod(0o644)
        unfinished.replace(output)
    except (OSError, ValueError) as error:
        raise _unwritable(output, error) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return summary


def _unwritable(output: Path, error: OSError | ValueError) -> CommandError:
    reason = (error.strerror if isinstance(error, OSError) else None) or "it is no name of a file"
    return CommandError(on_one_line(f"{output} cannot be written: {reason}."))
