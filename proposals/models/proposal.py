"""The proposal and its location."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.db.models import F, Func, Q
from django.db.models.functions import Length
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from districts.models import District
from proposals.location_limits import DEVICE_ACCURACY_MAX_M
from proposals.models.querysets import ProposalQuerySet
from proposals.models.reference import Consent, Department, Topic
from proposals.models.status import COUNTED_STATUSES, TRANSITIONS, RejectionReason, Status
from stops.network.models import Place, RouteVersion
from stops.signs.models import QRCode
from stops.signs.models.fields import CodeField

models.TextField.register_lookup(Length)

TEXT_MIN = 10
TEXT_MAX = 4000


class LocationSource(models.TextChoices):
    """How the location of a proposal is known."""

    CODE_POINT = "code_point", _("The place of the code")
    CHOSEN_STOP = "chosen_stop", _("A stop chosen from the route's list")
    DEVICE_ON_ROUTE = "device_on_route", _("The phone's position on the route")
    PIN = "pin", _("A point chosen on the map")
    VEHICLE = "vehicle", _("The position of the bus")
    WHOLE_ROUTE = "whole_route", _("The whole route")


class Proposal(models.Model):
    """What a resident proposes, where, and what became of it."""

    public_id = CodeField(_("public identifier"))
    number = models.CharField(_("number"), max_length=16, help_text=_("On the receipt: 2026-04817."))
    follow_digest = models.CharField(_("digest of the follow secret"), max_length=64)
    idempotency_key = models.UUIDField(_("idempotency key"), unique=True)
    body_digest = models.CharField(_("digest of what was sent"), max_length=64)

    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("topic")
    )
    title = models.CharField(_("headline"), max_length=120, blank=True)
    text = models.TextField(
        _("text"), validators=[MinLengthValidator(TEXT_MIN), MaxLengthValidator(TEXT_MAX)], blank=True
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, verbose_name=_("consent"), db_index=False)

    code = models.ForeignKey(
        QRCode,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("code"),
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("place it is about"),
    )
    route_version = models.ForeignKey(
        RouteVersion,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("route it is about"),
        db_index=False,
    )
    route_direction = models.PositiveSmallIntegerField(_("direction of the route"), null=True, blank=True)
    route_branch = models.PositiveSmallIntegerField(
        _("line of the direction"),
        null=True,
        blank=True,
        help_text=_("That the distance is measured along: 0 the main line, 1 and up its branches."),
    )
    measure_m = models.FloatField(_("distance along that line, m"), null=True, blank=True)
    location = models.PointField(_("location"), srid=4326, null=True, blank=True)
    location_source = models.CharField(_("source of the location"), max_length=20, choices=LocationSource)
    accuracy_m = models.FloatField(_("accuracy, m"), null=True, blank=True)
    cell = models.GeneratedField(
        expression=Func(F("location"), function="grid_cell"),
        output_field=models.BigIntegerField(null=True),
        db_persist=True,
    )
    district = models.ForeignKey(
        District,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("district"),
        help_text=_("Today's district of the location; of a whole route, the one with the largest share."),
        db_index=False,
    )

    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.SUBMITTED)
    rejection_reason = models.CharField(
        _("why not published"), max_length=20, choices=RejectionReason, blank=True
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="merged",
        verbose_name=_("merged into"),
        db_index=False,
    )
    department = models.ForeignKey(
        Department,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("department"),
        db_index=False,
    )
    executor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("executor"),
        db_index=False,
    )
    due_on = models.DateField(_("due on"), null=True, blank=True)
    submitted_at = models.DateTimeField(_("submitted"))
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    status_changed_at = models.DateTimeField(_("status changed"))
    support_count = models.PositiveIntegerField(
        _("supporters"),
        default=0,
        db_default=0,
        editable=False,
        help_text=_("Kept by triggers on the supports."),
    )
    erased_at = models.DateTimeField(_("personal data erased"), null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering: ClassVar = ["-submitted_at", "-pk"]
        # A column that is mostly empty is indexed where it is not; one that another index begins with has none.
        indexes: ClassVar = [
            *(
                models.Index(fields=[name], condition=Q((f"{name}__isnull", False)), name=f"proposal_{name}")
                for name in ("route_version", "merged_into", "department", "executor")
            ),
            models.Index(fields=["status", "submitted_at"], name="proposal_status_submitted"),
            models.Index(fields=["district", "status"], name="proposal_district_status"),
            models.Index(fields=["cell"], name="proposal_cell"),
            models.Index(
                fields=["route_version"],
                condition=Q(location_source=LocationSource.WHOLE_ROUTE),
                name="proposal_whole_route",
            ),
            models.Index(
                F("published_at").desc(nulls_last=True),
                F("id").desc(),
                condition=Q(status__in=COUNTED_STATUSES),
                name="proposal_public_newest",
            ),
            models.Index(
                fields=["submitted_at", "id"],
                condition=Q(status__in=COUNTED_STATUSES),
                name="proposal_public_oldest",
            ),
            models.Index(
                F("status_changed_at").desc(),
                F("id").desc(),
                condition=Q(status__in=COUNTED_STATUSES),
                name="proposal_public_changed",
            ),
            models.Index(
                F("support_count").desc(),
                F("submitted_at").desc(),
                F("id").desc(),
                condition=Q(status__in=COUNTED_STATUSES),
                name="proposal_public_supported",
            ),
        ]
        constraints: ClassVar = [
            *(
                models.UniqueConstraint(fields=[name], name=f"proposal_{name}_unique")
                for name in ("public_id", "number", "follow_digest")
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="proposal_status_known"),
            models.CheckConstraint(
                condition=Q(location_source__in=LocationSource.values), name="proposal_location_source_known"
            ),
            models.CheckConstraint(
                condition=(
                    Q(location_source=LocationSource.WHOLE_ROUTE, location__isnull=True)
                    | (~Q(location_source=LocationSource.WHOLE_ROUTE) & Q(location__isnull=False))
                ),
                name="proposal_location_empty_only_whole_route",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(
                        location_source__in=[
                            LocationSource.CHOSEN_STOP,
                            LocationSource.DEVICE_ON_ROUTE,
                            LocationSource.VEHICLE,
                            LocationSource.WHOLE_ROUTE,
                        ]
                    )
                    | Q(route_version__isnull=False)
                ),
                name="proposal_route_source_needs_route",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(location_source__in=[LocationSource.CODE_POINT, LocationSource.CHOSEN_STOP])
                    | Q(place__isnull=False)
                ),
                name="proposal_place_source_needs_place",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(location_source=LocationSource.DEVICE_ON_ROUTE)
                    | Q(accuracy_m__gte=0, accuracy_m__lte=DEVICE_ACCURACY_MAX_M)
                ),
                name="proposal_device_accuracy_bounded",
            ),
            models.CheckConstraint(
                condition=Q(code__isnull=False) | ~Q(location_source=LocationSource.CODE_POINT),
                name="proposal_code_point_needs_code",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=COUNTED_STATUSES) | Q(published_at__isnull=False),
                name="proposal_public_has_publication_date",
            ),
            models.CheckConstraint(
                condition=(
                    Q(status=Status.MERGED, merged_into__isnull=False)
                    | (~Q(status=Status.MERGED) & Q(merged_into__isnull=True))
                ),
                name="proposal_merged_leads_on",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="proposal_not_merged_into_itself"),
            models.CheckConstraint(
                condition=(
                    (Q(status=Status.REJECTED) & ~Q(rejection_reason=""))
                    | (~Q(status=Status.REJECTED) & Q(rejection_reason=""))
                ),
                name="proposal_rejected_has_reason",
            ),
            models.CheckConstraint(
                condition=(
                    Q(erased_at__isnull=False, text="", title="")
                    | (
                        Q(erased_at__isnull=True)
                        & Q(text__length__gte=TEXT_MIN)
                        & Q(text__length__lte=TEXT_MAX)
                    )
                ),
                name="proposal_text_length",
            ),
            models.CheckConstraint(
                condition=Q(language__in=["kk", "ru", "en"]), name="proposal_language_known"
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="proposal_status_moves",
                field="status",
                transitions=[
                    (transition.source.value, transition.target.value) for transition in TRANSITIONS
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"

    def get_absolute_url(self) -> str:
        """Return the address of the public page."""
        return reverse("residents:detail", args=[self.public_id])

    @property
    def headline(self) -> str:
        """The moderator's headline, or the beginning of the text cut at a word."""
        if self.title:
            return self.title
        if len(self.text) <= 90:
            return self.text
        return self.text[:90].rsplit(" ", 1)[0] + "…"

    @property
    def is_public(self) -> bool:
        """Whether anyone may read it."""
        return self.status in COUNTED_STATUSES

    @property
    def is_along_route(self) -> bool:
        """Whether it counts along a whole route by shares."""
        return self.location_source == LocationSource.WHOLE_ROUTE
