"""Drawn areas that are too long for an address."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

CORNERS_TEXT_MAX = 64_000


class StoredArea(models.Model):
    """A drawn area under the digest of its corners, so that the same area is stored once."""

    digest = models.CharField(_("SHA-256 of the corners"), primary_key=True, max_length=64)
    corners = models.TextField(
        _("corners"), help_text=_("Longitude,latitude in degrees, separated by spaces; counter-clockwise.")
    )
    created_at = models.DateTimeField(_("stored at"))
    last_used_on = models.DateField(_("last used on"))

    class Meta:
        verbose_name = _("drawn area")
        verbose_name_plural = _("drawn areas")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(digest__regex=r"^[0-9a-f]{64}$"), name="storedarea_digest_sha256"
            ),
            models.CheckConstraint(
                condition=Q(corners__length__gt=0, corners__length__lte=CORNERS_TEXT_MAX),
                name="storedarea_corners_bounded",
            ),
        ]

    def __str__(self) -> str:
        return self.digest[:12]
