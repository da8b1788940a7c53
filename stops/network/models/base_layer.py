"""The city's own base layer: main streets, railways, water and green, drawn under every map."""

from typing import ClassVar

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from geoportal.web.names import NamedModel


class BaseKind(models.TextChoices):
    """What a feature of the base layer is."""

    WATER = "water", _("Water")
    GREEN = "green", _("Green")
    BUILT = "built", _("Built-up land")
    STREET = "street", _("Street")
    RAIL = "rail", _("Railway")


class BaseFeature(NamedModel):
    """A street, railway, river or park of the base layer; nothing hangs on it, an import replaces it."""

    kind = models.CharField(_("kind"), max_length=8, choices=BaseKind)
    rank = models.PositiveSmallIntegerField(
        _("rank"), default=1, help_text=_("1 is drawn at every scale, 3 only close by.")
    )
    geometry = models.GeometryField(_("geometry"), srid=4326)
    source = models.CharField(_("source"), max_length=20)
    source_id = models.CharField(_("identifier in the source"), max_length=120)

    class Meta:
        verbose_name = _("feature of the base layer")
        verbose_name_plural = _("features of the base layer")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "source_id"], name="base_feature_source_unique"),
            models.CheckConstraint(condition=Q(kind__in=BaseKind.values), name="base_feature_kind_known"),
            models.CheckConstraint(condition=Q(rank__gte=1, rank__lte=3), name="base_feature_rank_1_to_3"),
        ]
