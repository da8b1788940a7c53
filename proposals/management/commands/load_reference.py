"""Load topics, departments and the consent."""

from typing import Any

from django.core.management.base import BaseCommand

from proposals.reference_data import load_reference_data


class Command(BaseCommand):
    """``manage.py load_reference``."""

    help = "Load the topics, departments and consent that a new city begins with."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing and update what the fixtures changed."""
        load_reference_data()
        self.stdout.write("Topics, departments and the consent are loaded.")
