"""Load the demo city."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from proposals.demo import chance
from proposals.demo.city import load_codes, load_places, load_routes
from proposals.demo.proposals import load_proposals
from proposals.demo.signs import load_ended, load_lives
from proposals.demo.staff import ACCOUNTS, PASSWORD, load_accounts
from proposals.models import Proposal
from proposals.reference_data import FIXTURES_DIR, load_reference_data
from stops.signs.district_scans import count_district_scans
from stops.signs.models import CodeBinding

SHOWN_PLACE = "ordabasy-square-stop"
SHOWN_ROUTE = "19"


class Command(BaseCommand):
    """``manage.py load_demo``."""

    help = "Load Shymkent: districts, places, routes, codes, proposals and one account for each role."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load what is missing; a second run changes nothing and is quick."""
        if not settings.DEMO:
            raise CommandError(
                "The demo's accounts have a password that everyone knows: set DEMO=1 to load it."
            )
        districts = Path(FIXTURES_DIR) / "districts.geojson"
        call_command("import_districts", str(districts), verbosity=0)
        with transaction.atomic():
            load_reference_data()
            load_accounts()
            places = load_places()
            routes = load_routes(places)
            load_codes(places, routes)
            loaded = load_proposals(places, routes)
            shown = [chance.code(SHOWN_PLACE), chance.code(f"{SHOWN_ROUTE}/{routes[SHOWN_ROUTE].boards[0]}")]
            load_lives(shown)
            load_ended([*CodeBinding.objects.in_force().filter(place__isnull=False).order_by("pk")[3:6]])
            count_district_scans()
        self.stdout.write(
            f"Demo city: {len(places)} places, {len(routes)} routes, {Proposal.objects.count()} proposals "
            f"({loaded} new)."
        )
        self._print_addresses(routes[SHOWN_ROUTE].boards[0])

    def _print_addresses(self, board: str) -> None:
        base = settings.PUBLIC_URL
        self.stdout.write(f"  public map    {base}/")
        self.stdout.write(f"  a stop's code {base}/q/{chance.code(SHOWN_PLACE)}/")
        self.stdout.write(f"  a bus's code  {base}/q/{chance.code(f'{SHOWN_ROUTE}/{board}')}/")
        self.stdout.write(
            f"  staff         {base}/ru/review/   {base}/ru/planning/   {base}/ru/signs/   {base}/admin/"
        )
        for account in ACCOUNTS:
            self.stdout.write(f"    {account.username:<10} {PASSWORD}   {account.role.value}")
