"""Build the heat map's cube anew from the proposals."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from proposals.heatmap.cube.rebuilding import rebuild


class Command(BaseCommand):
    """``manage.py rebuild_heatmap``."""

    help = (
        "Count all proposals anew for the heat map, in one transaction: readers see the old numbers until it ends. "
        "Needed once after TIME_ZONE was changed or proposals were loaded past the triggers."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Rebuild, and give back the space of the old tiles where no other transaction is open."""
        tiles = rebuild(progress=self.stderr.write)
        if not connection.in_atomic_block:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM (ANALYZE) heatmap_cubetile, heatmap_cubedelta, network_sharetile")
        self.stdout.write(f"The heat map was built anew: {tiles} tiles.")
