"""The one permission table: what each role may do."""

from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from geoportal.staff.models import Role, StaffRole


class Action(StrEnum):
    """Something that only staff may do."""

    VIEW = "view"
    """See unpublished proposals and the review pages."""
    MODERATE = "moderate"
    """Publish, reject, merge, re-topic."""
    DECIDE = "decide"
    """Take a published proposal through the later steps and answer in public."""
    PLAN = "plan"
    """Use the planning pages and exports."""
    KEEP_SIGNS = "keep_signs"
    """Issue, install and replace codes."""
    AUDIT = "audit"
    """Read the history with its authors."""
    ADMINISTER = "administer"
    """Manage accounts, roles and reference data."""


PERMISSIONS: dict[Role, frozenset[Action]] = {
    Role.MODERATOR: frozenset({Action.VIEW, Action.MODERATE}),
    Role.OFFICIAL: frozenset({Action.VIEW, Action.DECIDE, Action.PLAN}),
    Role.CHIEF: frozenset({Action.VIEW, Action.MODERATE, Action.DECIDE, Action.PLAN}),
    Role.PLANNER: frozenset({Action.PLAN}),
    Role.SIGN_KEEPER: frozenset({Action.KEEP_SIGNS}),
    Role.AUDITOR: frozenset({Action.VIEW, Action.PLAN, Action.AUDIT}),
    Role.ADMINISTRATOR: frozenset(Action),
}


def roles_that_may(action: Action) -> list[Role]:
    """Return the roles that hold a permission."""
    return [role for role, actions in PERMISSIONS.items() if action in actions]


def grants(user: Any, action: Action) -> QuerySet[StaffRole]:
    """Return the staff roles by which a user may do something; none for strangers and inactive accounts."""
    if isinstance(user, AnonymousUser) or not user.is_active:
        return StaffRole.objects.none()
    return StaffRole.objects.filter(user=user, role__in=roles_that_may(action))


def actions_of(user: Any) -> frozenset[Action]:
    """Return what a user may do in at least one district, in one query."""
    if user is None or isinstance(user, AnonymousUser) or not user.is_active:
        return frozenset()
    roles = StaffRole.objects.filter(user=user).values_list("role", flat=True)
    return frozenset().union(*(PERMISSIONS[Role(role)] for role in roles))


def may(user: Any, action: Action) -> bool:
    """Return whether a user may do something in at least one district."""
    return grants(user, action).exists()
