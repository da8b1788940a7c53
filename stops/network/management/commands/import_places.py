"""Import places from the city's own file."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from districts.importing.errors import ImportRefused
from stops.network.importing.places_fields import FIELDS
from stops.network.importing.places_file import PlacesOptions, read_places
from stops.network.importing.saving import save_network
from stops.network.importing.source import source_name
from stops.network.importing.summary import write_summary
from stops.network.models import PlaceKind


def _mapping(text: str) -> tuple[str, str]:
    name, separator, column = text.partition("=")
    if not separator or name not in FIELDS or not column:
        raise argparse.ArgumentTypeError(f"{text!r} must be NAME=COLUMN, NAME one of {', '.join(FIELDS)}")
    return name, column


def _kind_value(text: str) -> tuple[str, PlaceKind]:
    word, separator, kind = text.rpartition("=")
    if not separator or not word or kind not in PlaceKind.values:
        raise argparse.ArgumentTypeError(
            f"{text!r} must be WORD=KIND, KIND one of {', '.join(PlaceKind.values)}"
        )
    return word, PlaceKind(kind)


class Command(BaseCommand):
    """``manage.py import_places FILE``."""

    help = "Import places from CSV (columns lat and lon), GeoJSON or GeoPackage; safe to repeat."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the file, the mapping of its columns and words, and how to read it."""
        parser.add_argument("file", type=Path, help=".csv, .geojson or .gpkg")
        parser.add_argument(
            "--field", action="append", type=_mapping, default=[], metavar="NAME=COLUMN",
            help=f"the file's column for one of {', '.join(FIELDS)}",
        )  # fmt: skip
        parser.add_argument(
            "--kind", type=PlaceKind, choices=list(PlaceKind), help="of places that do not say it"
        )
        parser.add_argument(
            "--kind-value", action="append", type=_kind_value, default=[], metavar="WORD=KIND",
            help="what a word in the file's column of kinds means, such as school=institution",
        )  # fmt: skip
        parser.add_argument("--srid", type=int, help="the file's reference system, where it does not say so")
        parser.add_argument("--layer", default="", help="which layer, where the file has several")
        parser.add_argument(
            "--source", type=source_name, default="file", help="the name under which its records are kept"
        )
        parser.add_argument("--keep", action="store_true", help="do not retire places that the file lacks")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read and save, or refuse with one sentence."""
        chosen = PlacesOptions(
            mapping=dict(options["field"]),
            kind=options["kind"],
            kind_values=dict(options["kind_value"]),
            srid=options["srid"],
            layer=options["layer"],
        )
        try:
            network = read_places(options["file"], city_bbox=settings.CITY_BBOX, options=chosen)
            summary = save_network(
                network,
                source=options["source"],
                at=timezone.now(),
                dry_run=options["dry_run"],
                retire=not options["keep"],
            )
        except ImportRefused as error:
            raise CommandError(str(error)) from error
        if options["verbosity"] > 0:
            write_summary(self.stdout.write, summary, dry_run=options["dry_run"])
