"""Give places, routes and proposals their districts of today."""

from typing import Any

from django.core.management.base import BaseCommand

from proposals.assigning import assign_everything


class Command(BaseCommand):
    """``manage.py assign_districts``."""

    help = "Assign places, route shares and proposals to the districts in force today."

    def handle(self, *args: Any, **options: Any) -> None:
        """Assign everything in one transaction and say how much changed."""
        done = assign_everything()
        self.stdout.write(
            f"Changed district: {done.places} places, {done.proposals} proposals; {done.shares} route shares."
        )
