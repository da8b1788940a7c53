"""Bring the database up to date and load the demo city, in one process; print the demo's addresses and logins.

With ``--only-if-empty`` the demo goes only into a database without districts: somebody's city is left alone.
"""

import io
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command


def main() -> None:
    """Migrate, then load what is missing; count for the heat map what an older version stored."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geoportal.settings")
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    if "--only-if-empty" in sys.argv and apps.get_model("districts", "District").objects.exists():
        print("The database of DATABASE_URL holds a city already: the demo is not loaded into it.")
        print(f"  public map    {settings.PUBLIC_URL}/")
    else:
        call_command("load_demo")
    if not apps.get_model("proposals", "HeatmapFold").objects.filter(is_rebuild=True).exists():
        call_command("rebuild_heatmap", stderr=io.StringIO(), stdout=io.StringIO())


if __name__ == "__main__":
    main()
