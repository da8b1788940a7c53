"""The records of the staff: who may do what, and where."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What a member of staff may be."""

    MODERATOR = "moderator", _("Moderator")
    OFFICIAL = "official", _("Official")
    CHIEF = "chief", _("Chief")
    PLANNER = "planner", _("Planner")
    SIGN_KEEPER = "sign_keeper", _("Sign keeper")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


class StaffRole(models.Model):
    """One role of one member of staff, in one district (by KATO) or, without a district, in the whole city.

    The KATO code, not a boundary, is named: a role outlives a change of boundaries. Topics, where a role is
    limited to some, stand in ``proposals.StaffTopic``.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="staff_roles", verbose_name=_("user")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    kato = models.CharField(
        _("district's KATO code"), max_length=9, blank=True, help_text=_("Empty: the whole city and beyond.")
    )

    class Meta:
        verbose_name = _("staff role")
        verbose_name_plural = _("staff roles")
        ordering: ClassVar = ["user", "role", "kato"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "role", "kato"], name="staff_role_unique"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="staff_role_known"),
            models.CheckConstraint(
                condition=Q(kato__regex=r"^([0-9]{9})?$"), name="staff_role_kato_nine_digits"
            ),
        ]

    def __str__(self) -> str:
        where = self.kato or _("whole city")
        return f"{self.user} · {self.get_role_display()} · {where}"
