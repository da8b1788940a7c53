"""What the header of a staff page says of the roles of who reads it."""

from typing import Any

from django.utils.translation import gettext as _

from districts.models import District
from geoportal.staff.guarding import roles_of
from geoportal.staff.models import StaffRole
from geoportal.web.names import localised


def describe_role(role: StaffRole) -> str:
    """Return a role and where it holds: ``Moderator, whole city``."""
    if not role.kato:
        return _("%(role)s, whole city") % {"role": role.get_role_display()}
    district = District.objects.filter(kato=role.kato).order_by("-valid_from").first()
    return f"{role.get_role_display()}, {localised(district, 'name') if district else role.kato}"


def describe_roles(user: Any) -> str:
    """Return a user's roles in one line; empty without any."""
    return " · ".join(describe_role(role) for role in roles_of(user))
