"""The records of administrative areas."""

from typing import ClassVar, Self

from django.contrib.gis.db import models
from django.contrib.gis.geos import Point
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from geoportal.web.names import NamedModel, localised, without_district_word


class DistrictQuerySet(models.QuerySet["District"]):
    """Reads of districts."""

    def valid_on(self, day: object) -> Self:
        """Return the districts whose boundary is in force on a date."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day), valid_from__lte=day)

    def current(self) -> Self:
        """Return the districts in force today, in the city's time zone."""
        return self.valid_on(timezone.localdate())

    def containing(self, point: Point) -> Self:
        """Return the districts that hold a point (SRID 4326), borders included, lowest KATO first.

        A point on a shared border belongs to the first of them only: take ``.first()``.
        """
        return self.filter(boundary__intersects=point).order_by("kato", "valid_from")


class District(NamedModel):
    """A district's boundary during one span of time; KATO codes stay when boundaries change."""

    kato = models.CharField(_("KATO code"), max_length=9)
    slug = models.SlugField(_("name in the address"), max_length=60)
    boundary = models.MultiPolygonField(_("boundary"), srid=4326)
    label_point = models.PointField(
        _("label point"),
        srid=4326,
        help_text=_("Pole of inaccessibility: the middle of the widest place inside."),
    )
    area_km2 = models.FloatField(_("area, km²"), help_text=_("Geodesic, WGS 84."))
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_date = models.DateField(_("population as of"), null=True, blank=True)
    population_source = models.CharField(_("source of the population"), max_length=300, blank=True)
    population_is_approximate = models.BooleanField(_("population is approximate"), default=False)
    source = models.CharField(_("source of the boundary"), max_length=300, blank=True)
    valid_from = models.DateField(_("in force from"))
    valid_to = models.DateField(
        _("in force until"), null=True, blank=True, help_text=_("The first day out of force.")
    )

    objects = DistrictQuerySet.as_manager()

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering: ClassVar = ["kato", "valid_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kato", "valid_from"], name="district_kato_valid_from_unique"),
            models.UniqueConstraint(
                fields=["slug"], condition=Q(valid_to__isnull=True), name="district_current_slug_unique"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="district_validity_ordered",
            ),
            models.CheckConstraint(condition=Q(kato__regex=r"^[0-9]{9}$"), name="district_kato_nine_digits"),
            models.CheckConstraint(condition=Q(area_km2__gt=0), name="district_area_positive"),
            ExclusionConstraint(
                name="district_validity_no_overlap",
                expressions=[
                    (F("kato"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(),
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    @property
    def name(self) -> str:
        """The name in the active language, with a capital: it stands by itself, ``Район Тұран``."""
        return capfirst(localised(self, "name"))

    @property
    def short_name(self) -> str:
        """The name in the active language, for a label on a map or a row under the heading “District”."""
        return without_district_word(self.name)
