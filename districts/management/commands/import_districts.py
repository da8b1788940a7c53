"""Import the boundaries of the districts."""

import argparse
import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from districts.importing.errors import ImportRefused
from districts.importing.reading import FIELDS, read_districts
from districts.importing.saving import ImportSummary, save_districts
from districts.text import on_one_line


def _mapping(text: str) -> tuple[str, str]:
    name, separator, column = text.partition("=")
    if not separator or not name or not column:
        raise argparse.ArgumentTypeError(f"{text!r} must be NAME=FIELD, NAME one of {', '.join(FIELDS)}")
    return name, column


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} must be YYYY-MM-DD") from None


class Command(BaseCommand):
    """``manage.py import_districts FILE``."""

    help = "Import district boundaries from GeoJSON, GeoPackage, Shapefile or KML; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, the mapping of its fields, and how to read it."""
        parser.add_argument("file", type=Path, help="GeoJSON, GeoPackage, Shapefile (also zipped) or KML")
        parser.add_argument(
            "--field", action="append", type=_mapping, default=[], metavar="NAME=FIELD",
            help="the file's field for kato, name_kk, name_ru, name_en, slug, population, …",
        )  # fmt: skip
        parser.add_argument("--srid", type=int, help="the file's reference system, where it does not say so")
        parser.add_argument("--valid-from", type=_date, metavar="YYYY-MM-DD", help="first day in force")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, check and save, or refuse with one sentence."""
        try:
            districts = read_districts(
                options["file"],
                mapping=dict(options["field"]),
                srid=options["srid"],
                valid_from=options["valid_from"],
            )
            summary = save_districts(districts, city_bbox=settings.CITY_BBOX, dry_run=options["dry_run"])
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] > 0:
            self._report(summary, dry_run=options["dry_run"])

    def _report(self, summary: ImportSummary, *, dry_run: bool) -> None:
        for note in summary.notes:
            self.stdout.write(on_one_line(note))
        for heading in ("created", "updated", "unchanged", "kept"):
            for label in getattr(summary, heading):
                self.stdout.write(on_one_line(f"{heading}: {label}"))
        self.stdout.write(
            f"{'Dry run, nothing changed. ' if dry_run else ''}Districts: {len(summary.created)} created, "
            f"{len(summary.updated)} updated, {len(summary.unchanged)} unchanged, "
            f"{len(summary.kept)} not in the file and kept."
        )
