"""Staff accounts: made by administrators, never by registration; whose guesses at passwords are counted together."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from geoportal.web.client import client_address, network_address

UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104  (it is compared, never bound)


class StaffAccountAdapter(DefaultAccountAdapter):
    """allauth with the doors for strangers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: residents need no account, and staff get theirs from an administrator."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the rest of the portal reads, so that limits count visitors and not the proxy."""
        return client_address(request) or UNKNOWN_ADDRESS

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Leave passwords to axes, which counts by account and network.

        allauth's own count is by account alone, so that a stranger could shut out whomever he names; it stays for
        the second step, which only a right password reaches.
        """


def guessing_network(request: HttpRequest) -> str | None:
    """Return the network that guesses at passwords are counted by, as its first address."""
    return network_address(client_address(request))


def guessed_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """Return the account that a guess is counted for.

    Logging in compares names in upper case, as PostgreSQL writes it: there a dotless ı is an i, so here too.
    """
    typed = credentials.get("username") if credentials else request.POST.get("login")
    return str(typed or "").strip().upper().lower()[:150]
