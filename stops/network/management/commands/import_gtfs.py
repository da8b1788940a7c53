"""Import the stops and routes of a GTFS feed."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from districts.importing.errors import ImportRefused
from stops.network.importing.gtfs.network import read_gtfs
from stops.network.importing.gtfs.route_types import TYPES, USUAL_TYPES, chosen_types
from stops.network.importing.saving import save_network
from stops.network.importing.source import source_name
from stops.network.importing.summary import SHOWN_MAX, write_summary


class Command(BaseCommand):
    """``manage.py import_gtfs FILE.zip|DIR``."""

    help = "Import the stops and routes of a GTFS feed, a zip archive or a folder; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the feed, what of it is wanted, and how it is called here."""
        parser.add_argument("feed", type=Path, help="a zip archive or a folder")
        types = parser.add_mutually_exclusive_group()
        types.add_argument(
            "--types", default=",".join(USUAL_TYPES), metavar="TYPE,…",
            help=f"which routes to import, of {', '.join(TYPES)} (default: %(default)s)",
        )  # fmt: skip
        types.add_argument("--all-types", action="store_true", help="import the routes of every type")
        parser.add_argument(
            "--source", type=source_name, default="gtfs",
            help="a name for this feed, so that several stand side by side (default: %(default)s)",
        )  # fmt: skip
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and save, or refuse with one sentence."""
        quiet = options["verbosity"] == 0
        tell = None if quiet else self._tell
        try:
            network = read_gtfs(
                options["feed"],
                bbox=settings.CITY_BBOX,
                srid=settings.CITY_SRID,
                types=TYPES if options["all_types"] else chosen_types(options["types"]),
                tell=tell,
            )
            summary = save_network(
                network,
                source=options["source"],
                at=timezone.now(),
                dry_run=options["dry_run"],
                progress=tell,
            )
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        if not quiet:
            shown_max = sys.maxsize if options["verbosity"] > 1 else SHOWN_MAX
            write_summary(self.stdout.write, summary, dry_run=options["dry_run"], shown_max=shown_max)

    def _tell(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
