"""procrastinate's command, whose worker ends where the portal must not serve."""

import logging
from typing import Any

from procrastinate.contrib.django.management.commands.procrastinate import Command as ProcrastinateCommand

from geoportal.serving import make_sure_it_may_serve

WORKER = "worker"
EXIT_FAILED = 1
log = logging.getLogger(__name__)


class Command(ProcrastinateCommand):
    """``manage.py procrastinate worker``, and procrastinate's other words."""

    def handle(self, *args: Any, **options: Any) -> None:
        """Look before the worker begins; what ends it is written as the logs are, without what jobs hold."""
        if options.get("command") != WORKER:
            super().handle(*args, **options)
            return
        make_sure_it_may_serve()
        try:
            super().handle(*args, **options)
        except Exception:
            log.exception("The worker ended.")
            raise SystemExit(EXIT_FAILED) from None
