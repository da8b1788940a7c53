"""Issue codes for places and buses."""

import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from districts.importing.errors import ImportRefused
from stops.network.importing.records import Skipped
from stops.network.importing.summary import ImportSummary, write_summary
from stops.network.models import PlaceKind
from stops.network.models.places import PlaceQuerySet
from stops.signs.boards import read_boards
from stops.signs.issuing import Bus, IssueSummary, issue_codes
from stops.signs.targets import BUS, KINDS, add_target_arguments, read_targets


class Command(BaseCommand):
    """``manage.py make_codes``."""

    help = (
        "Issue a code for every place and bus that has none in use; safe to repeat and to run twice at once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what gets codes."""
        add_target_arguments(parser)
        parser.add_argument(
            "--place", nargs="+", action="extend", default=[], metavar="SOURCE_ID",
            help="only the places with these identifiers of their source",
        )  # fmt: skip
        parser.add_argument(
            "--boards", type=Path, metavar="FILE.csv",
            help="the buses: a CSV file with the columns board_number and route",
        )  # fmt: skip
        parser.add_argument(
            "--second",
            action="store_true",
            help="a code also for what has one, beside it (for a second sign)",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would be issued, issue nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Issue the codes and tell how many, or refuse with one sentence."""
        started = time.monotonic()
        kinds = options["kind"] or _implied_kinds(options)
        targets = read_targets(kind=kinds, district=options["district"], route=options["route"])
        places, boards, left_out = targets.places(), None, list[Skipped]()
        if options["place"]:
            places, left_out = _named_places(places, options["place"])
        if options["boards"]:
            boards, unread = _read_boards(options["boards"])
            left_out += unread
        summary = issue_codes(
            at=timezone.now(),
            places=places,
            routes=targets.bus_routes(),
            boards=boards,
            allow_second=options["second"],
            dry_run=options["dry_run"],
        )
        summary.skipped[:0] = left_out
        if options["verbosity"] > 0:
            self._tell(summary, dry_run=options["dry_run"], seconds=time.monotonic() - started)

    def _tell(self, summary: IssueSummary, *, dry_run: bool, seconds: float) -> None:
        write_summary(self.stdout.write, ImportSummary(skipped=summary.skipped), dry_run=dry_run)
        self.stdout.write(
            f"Codes: {summary.created} {'would be created' if dry_run else 'created'}, "
            f"{summary.existing} already have one, {len(summary.skipped)} skipped, in {seconds:.1f} s."
        )


def _implied_kinds(options: dict[str, Any]) -> list[str]:
    """Return the kinds that are meant where none is named: what the other options speak of, else all."""
    places = PlaceKind.values if options["place"] else []
    buses = [BUS] if options["boards"] or options["route"] else []
    return [*places, *buses] or list(KINDS)


def _named_places(places: PlaceQuerySet | None, source_ids: list[str]) -> tuple[PlaceQuerySet, list[Skipped]]:
    if places is None:
        raise CommandError("--place names places, but --kind asks for buses only.")
    found = places.filter(source_id__in=source_ids)
    known = set(found.values_list("source_id", flat=True))
    missing = [name for name in dict.fromkeys(source_ids) if name not in known]
    return found, [Skipped(f"place {name}", "no such place in use among those asked for") for name in missing]


def _read_boards(file: Path) -> tuple[list[Bus], list[Skipped]]:
    try:
        return read_boards(file)
    except ImportRefused as error:
        raise CommandError(str(error)) from error
