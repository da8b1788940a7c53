"""Staff accounts: made by administrators, never by registration."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class StaffAccountAdapter(DefaultAccountAdapter):
    """allauth with the doors for strangers closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: residents need no account, and staff get theirs from an administrator."""
        return False
