"""procrastinate's command, whose worker ends where the portal must not serve."""

from typing import Any

from procrastinate.contrib.django.management.commands.procrastinate import Command as ProcrastinateCommand

from geoportal.serving import make_sure_it_may_serve

WORKER = "worker"


class Command(ProcrastinateCommand):
    """``manage.py procrastinate worker``, and procrastinate's other words."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Look before the worker begins."""
        if options.get("command") == WORKER:
            make_sure_it_may_serve()
        super().handle(*args, **options)
