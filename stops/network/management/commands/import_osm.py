"""Import a city from an OpenStreetMap file."""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from districts.importing.errors import ImportRefused
from districts.importing.reading import KATO
from stops.network.importing.osm.boundaries import KATO_TAGS
from stops.network.importing.osm.importing import DistrictOptions, import_osm
from stops.network.importing.source import source_name
from stops.network.importing.summary import write_summary


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} must be YYYY-MM-DD") from None


def _kato(text: str) -> tuple[int, str]:
    relation, _separator, kato = text.removeprefix("relation/").partition("=")
    if not relation.removeprefix("-").isdecimal() or not KATO.match(kato):
        raise argparse.ArgumentTypeError(f"{text!r} must be RELATION=CODE, the code of 9 digits")
    return int(relation), kato


class Command(BaseCommand):
    """``manage.py import_osm FILE``."""

    help = (
        "Import stops, bus routes, places and the base layer from an OpenStreetMap file, and with --districts its "
        "administrative boundaries; safe to repeat. Cut the city out of a country's file first (osmium extract)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, what to take of it, and which boundaries are districts."""
        parser.add_argument("file", type=Path, help=".osm or .osm.pbf")
        parser.add_argument(
            "--source", type=source_name, default="osm", help="the name under which its records are kept"
        )
        parser.add_argument("--districts", action="store_true", help="import its boundaries as districts too")
        parser.add_argument(
            "--admin-level", action="append", metavar="LEVEL",
            help="the admin_level of districts; may be repeated (default: 6)",
        )  # fmt: skip
        parser.add_argument(
            "--kato-tag", action="append", metavar="TAG",
            help=f"the tag with a district's KATO code; may be repeated (default: {', '.join(KATO_TAGS)})",
        )  # fmt: skip
        parser.add_argument(
            "--kato", action="append", type=_kato, default=[], metavar="RELATION=CODE",
            help="the KATO code of a boundary that has none in its tags; may be repeated",
        )  # fmt: skip
        parser.add_argument(
            "--valid-from", type=_date, metavar="YYYY-MM-DD", help="first day of the districts"
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and save, or refuse with one sentence."""
        is_loud = options["verbosity"] > 0
        try:
            summary = import_osm(
                options["file"],
                source=options["source"],
                at=timezone.now(),
                city_bbox=settings.CITY_BBOX,
                districts=self._districts(options),
                dry_run=options["dry_run"],
                progress=self.stdout.write if is_loud else None,
            )
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        if is_loud:
            write_summary(self.stdout.write, summary, dry_run=options["dry_run"])

    def _districts(self, options: dict[str, Any]) -> DistrictOptions | None:
        if not options["districts"]:
            return None
        if options["valid_from"] is None:
            raise ImportRefused(
                "Say from which day the boundaries are in force with --valid-from YYYY-MM-DD."
            )
        return DistrictOptions(
            valid_from=options["valid_from"],
            admin_levels=options["admin_level"] or ("6",),
            kato_tags=options["kato_tag"] or KATO_TAGS,
            kato_by_id=dict(options["kato"]),
        )
