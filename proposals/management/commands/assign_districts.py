"""Give places, routes and proposals their districts of today."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from proposals.assigning import assign_proposals
from stops.assigning import assign_places
from stops.shares import compute_shares


class Command(BaseCommand):
    """``manage.py assign_districts``."""

    help = "Assign places, route shares and proposals to the districts in force today."

    def handle(self, *args: Any, **options: Any) -> None:
        """Assign everything in one transaction and say how much changed."""
        with transaction.atomic():
            places = assign_places()
            shares = compute_shares()
            proposals = assign_proposals()
        self.stdout.write(f"Changed district: {places} places, {proposals} proposals; {shares} route shares.")
