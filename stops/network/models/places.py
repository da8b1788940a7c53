"""Stops, public spaces and institutions."""

from typing import ClassVar, Self

from django.contrib.gis.db import models
from django.contrib.postgres.indexes import GinIndex
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from districts.models import District
from geoportal.web.names import NamedModel
from stops.network.finding import find_places


class PlaceKind(models.TextChoices):
    """What a place is to the resident who stands there."""

    STOP = "stop", _("Stop")
    PUBLIC_SPACE = "public_space", _("Public space")
    INSTITUTION = "institution", _("Institution")


class PlaceQuerySet(models.QuerySet["Place"]):
    """Reads of places."""

    def in_use(self) -> Self:
        """Return the places that the latest import of their source still had."""
        return self.filter(retired_at__isnull=True)

    def named_like(self, words: str) -> Self:
        """Return places in use that the words name in any language and spelling, by name in the active one."""
        return find_places(self.in_use(), words)


class Place(NamedModel):
    """A named point where a code may hang; ``source`` and ``source_id`` let a re-import update it."""

    kind = models.CharField(_("kind"), max_length=20, choices=PlaceKind)
    location = models.PointField(_("location"), srid=4326)
    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="places",
        verbose_name=_("district"),
    )
    source = models.CharField(_("source"), max_length=20, help_text=_("gtfs, osm, file or demo."))
    source_id = models.CharField(_("identifier in the source"), max_length=120)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)
    folded = models.GeneratedField(
        expression=Func(F("name_kk"), F("name_ru"), F("name_en"), function="fold_names"),
        output_field=models.TextField(),
        db_persist=True,
        verbose_name=_("names as they are compared"),
    )

    objects = PlaceQuerySet.as_manager()

    class Meta:
        verbose_name = _("place")
        verbose_name_plural = _("places")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_id"], name="place_source_unique"),
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_known"),
        ]
        indexes: ClassVar = [
            GinIndex(fields=["folded"], name="place_folded_trigrams", opclasses=["gin_trgm_ops"]),
        ]
