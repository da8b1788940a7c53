"""One demo account for each role."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, User

from geoportal.staff.models import Role, StaffRole

PASSWORD = "shymkent-demo"  # noqa: S105  (printed by load_demo; the demo is for trying out)
DEMO_GROUP = "demo"
"""The group of these accounts, which grants nothing: by it they are known, whatever becomes of name and password."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A demo login: who, in which role, and for which district (by KATO; empty: the whole city)."""

    username: str
    first_name: str
    last_name: str
    role: Role
    kato: str = ""


ACCOUNTS: tuple[DemoAccount, ...] = (
    DemoAccount("moderator", "Динара", "С.", Role.MODERATOR),
    DemoAccount("official", "Нұрлан", "А.", Role.OFFICIAL, "791310000"),
    DemoAccount("chief", "Гүлнар", "Т.", Role.CHIEF),
    DemoAccount("planner", "Ержан", "Т.", Role.PLANNER),
    DemoAccount("keeper", "Асқар", "М.", Role.SIGN_KEEPER),
    DemoAccount("auditor", "Ольга", "К.", Role.AUDITOR),
    DemoAccount("admin", "Айжан", "Б.", Role.ADMINISTRATOR),
)


def load_accounts() -> None:
    """Make the accounts that are missing; the administrator may also enter ``/admin/``."""
    group, _created = Group.objects.get_or_create(name=DEMO_GROUP)
    for account in ACCOUNTS:
        is_administrator = account.role == Role.ADMINISTRATOR
        user, created = User.objects.get_or_create(
            username=account.username,
            defaults={
                "first_name": account.first_name,
                "last_name": account.last_name,
                "is_staff": is_administrator,
                "is_superuser": is_administrator,
            },
        )
        if created:
            user.set_password(PASSWORD)
            user.save(update_fields=["password"])
        user.groups.add(group)
        StaffRole.objects.get_or_create(user=user, role=account.role, kato=account.kato)
