"""Bring the database up to date, in one process; print addresses, and the demo's logins or what a city lacks.

With DEMO=1 the demo city is loaded; with ``--only-if-empty`` only into a database without districts: somebody's city
is left alone. With DEMO=0 a new database gets what every city begins with, and one that holds the demo is refused.
"""

import io
import os
import sys
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command


def main() -> None:
    """Migrate, then load what is missing; count for the heat map what an older version stored."""
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "geoportal.settings")
    django.setup()
    try:
        call_command("check", databases=["default"], stdout=io.StringIO())
    except CommandError as refusal:
        sys.exit(str(refusal))
    call_command("migrate", interactive=False, verbosity=0, skip_checks=True)
    if not settings.DEMO:
        prepare_city()
    elif "--only-if-empty" in sys.argv and apps.get_model("districts", "District").objects.exists():
        print("The database of DATABASE_URL holds a city already: the demo is not loaded into it.")
        print(f"  public map    {settings.PUBLIC_URL}/")
    else:
        call_command("load_demo")
    if not apps.get_model("heatmap", "CubeFold").objects.filter(is_rebuild=True).exists():
        call_command("rebuild_heatmap", stderr=io.StringIO(), stdout=io.StringIO())


def prepare_city() -> None:
    """Refuse a database that must not be served; load topics, departments and the consent where there are none."""
    from geoportal.readiness import missing_for_the_public  # noqa: PLC0415  (needs the apps)
    from geoportal.serving import make_sure_it_may_serve  # noqa: PLC0415

    make_sure_it_may_serve()
    if not apps.get_model("proposals", "Topic").objects.exists():
        call_command("load_reference")
    print(f"  public map    {settings.PUBLIC_URL}/")
    print(f"  staff         {settings.PUBLIC_URL}/ru/review/   {settings.PUBLIC_URL}/admin/")
    missing = list(missing_for_the_public())
    if missing:
        print("Before the public may use it:")
        print("\n".join(f"  - {sentence}" for sentence in missing))


if __name__ == "__main__":
    main()
