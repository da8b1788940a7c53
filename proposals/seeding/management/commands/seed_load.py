"""Load made-up proposals by the million."""

import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from proposals.models import Proposal
from proposals.seeding.keys import by_residents
from proposals.seeding.loading import load_proposals

PROGRESS_EVERY_S = 2.0


class Command(BaseCommand):
    """``manage.py seed_load --proposals N``."""

    help = (
        "Load made-up proposals, clustered as a city's are, to measure and to try out. Not for a city's own "
        "database: nobody can take them out again. Others wait for the proposals while it runs."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare how many, which, and the leave to load into any database."""
        parser.add_argument("--proposals", type=int, required=True, metavar="N", help="how many")
        parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same proposals")
        parser.add_argument(
            "--yes-into-this-database",
            action="store_true",
            help="also where DEMO and DEBUG are off, or residents wrote",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Refuse with one sentence, or load all or nothing."""
        if options["proposals"] < 1:
            raise CommandError("--proposals must be 1 or more.")
        if not options["yes_into_this_database"]:
            self._protect_city()
        began = time.monotonic()
        self._said_at = began
        load_proposals(count=options["proposals"], seed=options["seed"], progress=self._progress)
        self.stdout.write(
            f"Loaded {options['proposals']:,} made-up proposals in {time.monotonic() - began:.0f} s; "
            f"there are {Proposal.objects.count():,} now."
        )

    def _protect_city(self) -> None:
        name = settings.DATABASES["default"]["NAME"]
        if not (settings.DEMO or settings.DEBUG):
            raise CommandError(
                f"The database {name} may be a city's: set DEMO=1 for a demo, or say --yes-into-this-database."
            )
        if by_residents().exists():
            raise CommandError(
                f"The database {name} holds proposals of residents: load into another, or say --yes-into-this-database."
            )

    def _progress(self, said: str) -> None:
        now = time.monotonic()
        if now - self._said_at >= PROGRESS_EVERY_S:
            self._said_at = now
            self.stderr.write(f"  {said}")
