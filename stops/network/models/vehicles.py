"""Where the buses are: the last known position of each."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stops.network.models.routes import BusRoute


class VehicleFix(models.Model):
    """The last position of one vehicle, from the operator's GTFS-realtime feed; older ones are not kept."""

    vehicle_id = models.CharField(_("identifier in the feed"), max_length=64, unique=True)
    board_number = models.CharField(_("board number"), max_length=20, blank=True, db_index=True)
    route = models.ForeignKey(
        BusRoute,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("route that it says it runs on"),
    )
    direction = models.PositiveSmallIntegerField(_("direction"), null=True, blank=True)
    location = models.PointField(_("location"), srid=4326)
    bearing = models.FloatField(_("bearing, degrees from north"), null=True, blank=True)
    at = models.DateTimeField(_("when it was there"))

    class Meta:
        verbose_name = _("position of a vehicle")
        verbose_name_plural = _("positions of vehicles")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(bearing__isnull=True) | Q(bearing__gte=0, bearing__lt=360),
                name="vehicle_bearing_in_circle",
            ),
            models.CheckConstraint(
                condition=Q(direction__isnull=True) | Q(direction__lte=1),
                name="vehicle_direction_out_or_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.board_number or self.vehicle_id} {self.at:%H:%M:%S}"
