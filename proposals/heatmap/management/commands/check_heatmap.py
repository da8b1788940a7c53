"""Compare the heat map's cube with a recount of the proposals."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from proposals.heatmap.cube.checking import find_differences

SHOWN = 20


class Command(BaseCommand):
    """``manage.py check_heatmap``."""

    help = "Prove that the heat map's numbers are those of an independent recount; fail where they are not."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say that all is exact, or each difference and how to mend it."""
        found = find_differences(progress=self.stderr.write)
        if found:
            for line in found[:SHOWN]:
                self.stdout.write(line)
            raise CommandError(
                f"{len(found)} differences between the heat map and the proposals. rebuild_heatmap mends them; "
                "please report how they came about."
            )
        self.stdout.write("The heat map is exact: every count equals the recount.")
