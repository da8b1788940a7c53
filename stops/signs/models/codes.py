"""QR codes, what they are bound to, their life cycle, and how often they are scanned."""

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.contrib.gis.db import models
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.contrib.postgres.indexes import BrinIndex
from django.db.models import F, Func, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stops.network.models.places import Place
from stops.network.models.routes import BusRoute
from stops.signs.codes import grouped
from stops.signs.models.fields import CodeField

SCAN_SLOTS = 16
"""Rows for one code and day: concurrent scans of one hot sign rarely meet on the same one."""


class CodeState(models.TextChoices):
    """The life cycle of a sign."""

    ISSUED = "issued", _("Issued")
    INSTALLED = "installed", _("Installed")
    SUSPECT = "suspect", _("Suspect")
    REPLACED = "replaced", _("Replaced")
    REVOKED = "revoked", _("Revoked")


STATE_CHANGES: list[tuple[str, str]] = [
    (CodeState.ISSUED, CodeState.INSTALLED),
    (CodeState.ISSUED, CodeState.SUSPECT),
    (CodeState.ISSUED, CodeState.REPLACED),
    (CodeState.ISSUED, CodeState.REVOKED),
    (CodeState.INSTALLED, CodeState.SUSPECT),
    (CodeState.INSTALLED, CodeState.REPLACED),
    (CodeState.INSTALLED, CodeState.REVOKED),
    (CodeState.SUSPECT, CodeState.INSTALLED),
    (CodeState.SUSPECT, CodeState.REPLACED),
    (CodeState.SUSPECT, CodeState.REVOKED),
]
"""The only changes of state that the database takes; which act makes which stands in ``stops.signs.life``."""


class CodeAction(models.TextChoices):
    """What was done with a sign."""

    ISSUED = "issued", _("Code issued")
    INSTALLED = "installed", _("Sign installed")
    MOVED = "moved", _("Sign moved")
    REPORTED = "reported", _("Sign reported")
    SUSPECTED = "suspected", _("Sign marked as suspect")
    CHECKED = "checked", _("Sign checked")
    REPLACED = "replaced", _("Sign replaced")
    REVOKED = "revoked", _("Sign revoked")


class QRCodeQuerySet(models.QuerySet["QRCode"]):
    """Reads of codes."""

    def in_use(self) -> Self:
        """Return the codes that still open the form."""
        return self.filter(state__in=[CodeState.ISSUED, CodeState.INSTALLED, CodeState.SUSPECT])


class QRCode(models.Model):
    """An opaque printed code. What it stands for is its binding; where it is in its life, its state."""

    code = CodeField(_("code"), unique=True)
    state = models.CharField(_("state"), max_length=12, choices=CodeState, default=CodeState.ISSUED)
    replaced_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="replaces",
        verbose_name=_("replaced by"),
    )
    created_at = models.DateTimeField(_("issued"), auto_now_add=True)

    objects = QRCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9ABCDEFGHJKMNPQRSTVWXYZ]{10}$"), name="code_alphabet"
            ),
            models.CheckConstraint(condition=Q(state__in=CodeState.values), name="code_state_known"),
            models.CheckConstraint(
                condition=Q(replaced_by__isnull=True) | Q(state=CodeState.REPLACED),
                name="code_replacement_only_replaced",
            ),
            models.CheckConstraint(condition=~Q(replaced_by=F("id")), name="code_not_replaced_by_itself"),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(name="code_state_moves_on", field="state", transitions=STATE_CHANGES),
        ]

    def __str__(self) -> str:
        return grouped(self.code)


class CodeBindingQuerySet(models.QuerySet["CodeBinding"]):
    """Reads of bindings."""

    def in_force(self) -> Self:
        """Return the bindings that hold now."""
        return self.filter(valid_to__isnull=True)


class CodeBinding(models.Model):
    """What a code is tied to during one span of time: exactly one place, or one bus and its usual route."""

    code = models.ForeignKey(
        QRCode, on_delete=models.PROTECT, related_name="bindings", verbose_name=_("code")
    )
    place = models.ForeignKey(
        Place,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bindings",
        verbose_name=_("place"),
    )
    route = models.ForeignKey(
        BusRoute,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="bindings",
        verbose_name=_("route"),
    )
    board_number = models.CharField(_("board number of the bus"), max_length=20, blank=True)
    valid_from = models.DateTimeField(_("in force from"))
    valid_to = models.DateTimeField(_("in force until"), null=True, blank=True)

    objects = CodeBindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("binding")
        verbose_name_plural = _("bindings")
        ordering: ClassVar = ["code", "valid_from"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(place__isnull=False, route__isnull=True)
                | Q(place__isnull=True, route__isnull=False),
                name="binding_exactly_one_target",
            ),
            models.CheckConstraint(
                condition=Q(board_number="") | Q(route__isnull=False), name="binding_board_number_needs_route"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="binding_validity_ordered",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="binding_one_in_force_per_code"
            ),
            ExclusionConstraint(
                name="binding_no_overlap",
                expressions=[
                    (F("code"), RangeOperators.EQUAL),
                    (
                        Func(
                            F("valid_from"),
                            F("valid_to"),
                            RangeBoundary(),
                            function="tstzrange",
                            output_field=DateTimeRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} → {self.place or self.route}"


class CodeEvent(models.Model):
    """One step in the life of a code: when, who and why. Appended, never changed."""

    code = models.ForeignKey(QRCode, on_delete=models.PROTECT, related_name="events", verbose_name=_("code"))
    at = models.DateTimeField(_("when"), default=timezone.now)
    action = models.CharField(_("what was done"), max_length=12, choices=CodeAction)
    state = models.CharField(_("state after it"), max_length=12, choices=CodeState)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    reason = models.CharField(_("why"), max_length=300, blank=True)
    location = models.PointField(_("where"), srid=4326, null=True, blank=True)
    accuracy_m = models.FloatField(_("accuracy of the position, m"), null=True, blank=True)
    distance_m = models.FloatField(_("distance from the intended place, m"), null=True, blank=True)
    photo = models.ImageField(_("photo"), upload_to="signs/", blank=True)

    class Meta:
        verbose_name = _("event of a code")
        verbose_name_plural = _("events of codes")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=CodeState.values), name="code_event_state_known"),
            models.CheckConstraint(condition=Q(action__in=CodeAction.values), name="code_event_action_known"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="code_event_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="code_event_unchanged",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["actor"]),
            ),
            pgtrigger.Protect(
                name="code_event_actor_only_erased",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__actor__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.state} {self.at:%Y-%m-%d}"


class Scan(models.Model):
    """How often a code was opened and written from on one day, spread over slots; no personal data."""

    code = models.ForeignKey(QRCode, on_delete=models.CASCADE, related_name="scans")
    day = models.DateField(_("day"))
    slot = models.PositiveSmallIntegerField(_("slot"))
    count = models.PositiveIntegerField(_("scans"), default=0)
    submissions = models.PositiveIntegerField(_("proposals sent"), default=0)

    class Meta:
        verbose_name = _("scans of a day")
        verbose_name_plural = _("scans")
        indexes: ClassVar = [
            BrinIndex(fields=["day"], name="scan_by_day", pages_per_range=32, autosummarize=True),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "day", "slot"], name="scan_code_day_slot_unique"),
            models.CheckConstraint(condition=Q(slot__lt=SCAN_SLOTS), name="scan_slot_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.code_id} {self.day} {self.count}"
