"""Bus routes, their unchanging versions, and the shares of each version by cell and district."""

from typing import ClassVar, Self

import pgtrigger
from django.contrib.gis.db import models
from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from districts.models import District
from geoportal.web.names import NamedModel, localised
from stops.network.models.places import Place


class RouteMode(models.TextChoices):
    """What runs on a route."""

    BUS = "bus", _("Bus")
    TROLLEYBUS = "trolleybus", _("Trolleybus")
    TRAM = "tram", _("Tram")
    OTHER = "other", _("Other transport")


class BusRouteQuerySet(models.QuerySet["BusRoute"]):
    """Reads of routes."""

    def in_use(self) -> Self:
        """Return the routes that the latest import of their source still had."""
        return self.filter(retired_at__isnull=True)

    def by_number(self) -> Self:
        """Order by the number's value, then its letters: 2, 19, 108, 171а."""
        return self.order_by("sort_key", "number", "pk")


class BusRoute(NamedModel):
    """A bus line as residents know it; what it runs along stands in its versions."""

    mode = models.CharField(_("mode"), max_length=12, choices=RouteMode, default=RouteMode.BUS)
    number = models.CharField(_("number"), max_length=20)
    sort_key = models.PositiveIntegerField(_("number for sorting"), default=0)
    operator = models.CharField(_("operator"), max_length=200, blank=True)
    boards = ArrayField(
        models.CharField(max_length=20), verbose_name=_("board numbers"), default=list, blank=True
    )
    source = models.CharField(_("source"), max_length=20)
    source_id = models.CharField(_("identifier in the source"), max_length=120)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    objects = BusRouteQuerySet.as_manager()

    class Meta:
        verbose_name = _("bus route")
        verbose_name_plural = _("bus routes")
        ordering: ClassVar = ["sort_key", "number", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_id"], name="route_source_unique"),
            models.CheckConstraint(condition=Q(mode__in=RouteMode.values), name="route_mode_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.name}"


class RouteVersionQuerySet(models.QuerySet["RouteVersion"]):
    """Reads of route versions."""

    def current(self) -> Self:
        """Return the version now in force of each route that is in use."""
        return self.filter(valid_to__isnull=True, route__retired_at__isnull=True)


class RouteVersion(models.Model):
    """What a route ran along during one span of time. Never changed: a changed line makes a new version."""

    route = models.ForeignKey(
        BusRoute, on_delete=models.PROTECT, related_name="versions", verbose_name=_("route")
    )
    number = models.PositiveIntegerField(_("version"))
    valid_from = models.DateTimeField(_("in force from"))
    valid_to = models.DateTimeField(_("in force until"), null=True, blank=True)
    length_m = models.FloatField(_("length of all directions, m"))

    objects = RouteVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("route version")
        verbose_name_plural = _("route versions")
        ordering: ClassVar = ["route", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["route", "number"], name="route_version_unique"),
            models.UniqueConstraint(
                fields=["route"], condition=Q(valid_to__isnull=True), name="route_version_one_current"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="route_version_validity_ordered",
            ),
            models.CheckConstraint(condition=Q(length_m__gt=0), name="route_version_length_positive"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="route_version_unchanged",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["valid_to", "length_m"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route.number} v{self.number}"


class RouteDirection(models.Model):
    """One direction of a route version: its line (main pattern first, then branches) and ordered stops."""

    version = models.ForeignKey(RouteVersion, on_delete=models.CASCADE, related_name="directions")
    direction = models.PositiveSmallIntegerField(_("direction"), help_text=_("0 out, 1 back, as in GTFS."))
    headsign_kk = models.CharField(_("headsign in Kazakh"), max_length=200)
    headsign_ru = models.CharField(_("headsign in Russian"), max_length=200)
    headsign_en = models.CharField(_("headsign in English"), max_length=200, blank=True)
    line = models.MultiLineStringField(_("line"), srid=4326)

    class Meta:
        verbose_name = _("route direction")
        verbose_name_plural = _("route directions")
        ordering: ClassVar = ["version", "direction"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "direction"], name="route_direction_unique"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="route_direction_unchanged", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.version} → {self.headsign}"

    @property
    def headsign(self) -> str:
        """Where the bus is going, in the active language."""
        return localised(self, "headsign")


class RouteStop(models.Model):
    """A stop in the order of one direction."""

    direction = models.ForeignKey(RouteDirection, on_delete=models.CASCADE, related_name="stops")
    place = models.ForeignKey(
        Place, on_delete=models.PROTECT, related_name="route_stops", verbose_name=_("stop")
    )
    sequence = models.PositiveSmallIntegerField(_("order"))
    measure_m = models.FloatField(_("distance along the main line, m"))

    class Meta:
        verbose_name = _("stop of a route")
        verbose_name_plural = _("stops of routes")
        ordering: ClassVar = ["direction", "sequence"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["direction", "sequence"], name="route_stop_sequence_unique"),
            models.CheckConstraint(condition=Q(measure_m__gte=0), name="route_stop_measure_not_negative"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="route_stop_unchanged", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return f"{self.sequence}. {self.place}"


class RouteShare(models.Model):
    """The joint table: how much of a route version's length lies in one finest cell and one district.

    For each version the shares sum to 1. ``district`` is empty outside the districts in force today.
    """

    version = models.ForeignKey(RouteVersion, on_delete=models.CASCADE, related_name="shares")
    cell = models.BigIntegerField(_("finest cell"))
    district = models.ForeignKey(
        District, on_delete=models.CASCADE, null=True, blank=True, related_name="route_shares"
    )
    share = models.FloatField(_("share of the length"))

    class Meta:
        verbose_name = _("route share")
        verbose_name_plural = _("route shares")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["version", "cell", "district"], nulls_distinct=False, name="route_share_unique"
            ),
            models.CheckConstraint(
                condition=Q(share__gt=0) & Q(share__lte=1.000000001), name="route_share_between_0_and_1"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.cell} {self.district_id} {self.share:.6f}"


class ShareTile(models.Model):
    """The route shares of one block of 32 × 32 cells of a level and one district, packed for quick reading.

    Written by ``stops.network.share_tiles`` whenever shares are; each of the three byte strings is an array of
    ``entries`` numbers, little-endian: 4-byte version ids, 2-byte cells (row × 32 + column in the block) and
    8-byte floats, the share of the version's length in the cell.
    """

    level = models.SmallIntegerField(_("level"))
    x = models.IntegerField(_("column of the block"))
    y = models.IntegerField(_("row of the block"))
    district = models.BigIntegerField(_("district, 0 outside all"))
    occupied = models.IntegerField(_("cells with any route"))
    versions = models.BinaryField(_("versions"))
    cells = models.BinaryField(_("cells"))
    shares = models.BinaryField(_("shares"))

    class Meta:
        verbose_name = _("packed route shares")
        verbose_name_plural = _("packed route shares")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["level", "x", "y", "district"], include=["occupied"], name="share_tile_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}/{self.x}/{self.y} {self.district}"
