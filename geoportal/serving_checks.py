"""What must not be served: checks of ``check --deploy``, of the web and of the worker (``geoportal.serving``)."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import Error as DatabaseError
from django.db import ProgrammingError
from psycopg_pool import PoolTimeout

from geoportal.env import EMAIL_BACKENDS
from proposals.demo.traces import demo_accounts, demo_proposals

SERVING = "serving"
NEW_DATABASE = (
    "Begin the city with a new, empty database: another DATABASE_URL, or delete the demo's (make reset-db). "
    "To show the demo, set DEMO=1."
)


def is_public() -> bool:
    """Return whether the portal is meant for residents: neither a demo nor in development."""
    return not (settings.DEMO or settings.DEBUG)


@register(SERVING, deploy=True)
def check_demo_is_over(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """geoportal.E005, E006: outside the demo its accounts, whose password is printed, and proposals are gone.

    Tables that are not there yet hold none; a database that is away is not looked at (W004).
    """
    if settings.DEMO:
        return []
    try:
        return [*_accounts_left(), *_proposals_left()]
    except ProgrammingError:
        return []
    except (DatabaseError, PoolTimeout):
        return [
            Warning(
                "The database is away: whether it holds the demo was not looked at.",
                hint="The web and the worker look when it is there, before they serve.",
                id="geoportal.W004",
            )
        ]


@register(SERVING, deploy=True)
def check_demo_is_not_public(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """geoportal.E007: the demo, whose passwords everyone knows, stands under no public address."""
    if settings.DEMO and settings.PUBLIC_URL.startswith("https://"):
        return [
            Error(
                "DEMO=1 with an https PUBLIC_URL: anyone could log in with the demo's passwords.",
                hint=f"For a city set DEMO=0. {NEW_DATABASE}",
                id="geoportal.E007",
            )
        ]
    return []


@register(SERVING, deploy=True)
def check_contacts_key(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """geoportal.E008: residents' contacts have a key of their own."""
    if is_public() and not settings.CONTACTS_KEY:
        return [
            Error(
                "CONTACTS_KEY is not set: residents' contacts would be encrypted with SECRET_KEY.",
                hint="Set it to 50 random characters and keep it; contacts stored before can still be read.",
                id="geoportal.E008",
            )
        ]
    return []


@register(SERVING, deploy=True)
def check_mail_is_private(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """geoportal.E009, W003: mails are not written into a log; kept as files, they reach nobody."""
    if not is_public():
        return []
    if EMAIL_BACKENDS["console"] == settings.EMAIL_BACKEND:
        return [
            Error(
                "EMAIL_URL is console://: residents' addresses and links would stand in the log.",
                hint="Name the mail server, smtp+tls://user:password@host:587, or a folder, file:///var/mails.",
                id="geoportal.E009",
            )
        ]
    if EMAIL_BACKENDS["file"] == settings.EMAIL_BACKEND:
        return [
            Warning(
                "EMAIL_URL names no mail server: mails are kept as files and reach nobody.",
                hint="Set it to smtp+tls://user:password@host:587.",
                id="geoportal.W003",
            )
        ]
    return []


def _accounts_left() -> list[CheckMessage]:
    names = demo_accounts()
    if not names:
        return []
    return [
        Error(
            f"DEMO=0, but the database holds the demo's accounts ({', '.join(names)}).",
            hint=NEW_DATABASE,
            id="geoportal.E005",
        )
    ]


def _proposals_left() -> list[CheckMessage]:
    count = demo_proposals().count()
    if not count:
        return []
    return [
        Error(
            f"DEMO=0, but the database holds the demo's proposals ({count}).",
            hint=NEW_DATABASE,
            id="geoportal.E006",
        )
    ]
