"""How often the signs of each district were scanned in each month."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from districts.models import District


class DistrictScans(models.Model):
    """The scans of one month in one district of today, or outside all of them.

    A sum over ``Scan``, made again by ``stops.signs.district_scans``. The scans of a bus are spread over the districts
    by the shares of its route, so they need not be whole.
    """

    district = models.ForeignKey(
        District,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="scans",
        verbose_name=_("district"),
    )
    month = models.DateField(_("first day of the month"))
    scans = models.FloatField(_("scans"))

    class Meta:
        verbose_name = _("scans of a district")
        verbose_name_plural = _("scans of districts")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["district", "month"], nulls_distinct=False, name="district_scans_unique"
            ),
            models.CheckConstraint(condition=Q(scans__gt=0), name="district_scans_positive"),
            models.CheckConstraint(condition=Q(month__day=1), name="district_scans_month_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.district_id} {self.month:%Y-%m} {self.scans:g}"
