"""Delete personal data whose time is over; the worker does it every night."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from proposals.originals import KEPT_FOR
from proposals.purging import purge_personal_data


class Command(BaseCommand):
    """``manage.py purge_personal_data``."""

    help = (
        f"Delete texts as they were sent (kept where personal data in them was hidden) after {KEPT_FOR.days} days. "
        "The worker does so every night; it may be repeated."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Add ``--dry-run``."""
        parser.add_argument("--dry-run", action="store_true", help="Only say what would be deleted.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Delete, and say how much."""
        purged = purge_personal_data(timezone.now(), dry_run=options["dry_run"])
        verb = "Would delete" if options["dry_run"] else "Deleted"
        self.stdout.write(f"{verb}: {purged.originals} original texts.")
