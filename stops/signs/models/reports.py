"""What residents report of a sign."""

import datetime as dt
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stops.signs.models.codes import QRCode

REPORT_TEXT_MAX = 300
NETWORK_KEPT_FOR = dt.timedelta(days=30)
"""Older reports stay open for the keepers, but make no sign suspect any more, and their networks are forgotten."""


class ReportKind(models.TextChoices):
    """What is wrong with a sign."""

    WRONG_PLACE = "wrong_place", _("It hangs in another place")
    PASTED_OVER = "pasted_over", _("Another code is pasted over it")
    ASKS_MONEY = "asks_money", _("It asks for money, a card or an SMS code")
    DAMAGED = "damaged", _("It is torn or cannot be read")


class SignReportQuerySet(models.QuerySet["SignReport"]):
    """Reads of reports."""

    def open(self) -> Self:
        """Return the reports that no keeper has answered by checking, replacing or revoking the sign."""
        return self.filter(handled_at__isnull=True)

    def forget_networks(self, at: dt.datetime) -> int:
        """Forget which network reports came from that count no more; return how many were changed."""
        old = self.filter(reported_at__lte=at - NETWORK_KEPT_FOR).exclude(network_digest="")
        return old.update(network_digest="")


class SignReport(models.Model):
    """One report of a sign by somebody who stood before it; who that was is not kept.

    Reports of one sign are told apart by a keyed digest of the network, whose key is the sign's own, so that it
    links nothing to another sign. It is forgotten once the report is answered, and after 30 days.
    """

    code = models.ForeignKey(QRCode, on_delete=models.PROTECT, related_name="reports", verbose_name=_("code"))
    kind = models.CharField(_("what is wrong"), max_length=12, choices=ReportKind)
    text = models.CharField(_("in own words"), max_length=REPORT_TEXT_MAX, blank=True)
    reported_at = models.DateTimeField(_("reported"), default=timezone.now)
    handled_at = models.DateTimeField(_("handled"), null=True, blank=True)
    network_digest = models.CharField(
        _("digest of the network"), max_length=64, blank=True, default="", db_default="", editable=False
    )
    is_one_of_many = models.BooleanField(
        _("one of many"),
        default=False,
        db_default=False,
        help_text=_("Its network had reported many signs that day: it makes no sign suspect."),
    )

    objects = SignReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of a sign")
        verbose_name_plural = _("reports of signs")
        ordering: ClassVar = ["-reported_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["code"], condition=Q(handled_at__isnull=True), name="sign_report_open"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ReportKind.values), name="sign_report_kind_known"),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True) | Q(handled_at__gte=F("reported_at")),
                name="sign_report_handled_after",
            ),
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True) | Q(network_digest=""),
                name="sign_report_answered_names_no_network",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.kind}"


class KeeperNotice(models.Model):
    """One keeper was told of one report by e-mail: nobody is told twice."""

    report = models.ForeignKey(
        SignReport, on_delete=models.CASCADE, related_name="notices", verbose_name=_("report of a sign")
    )
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("keeper")
    )
    mailed_at = models.DateTimeField(_("mailed"), auto_now_add=True)

    class Meta:
        verbose_name = _("notice to a keeper")
        verbose_name_plural = _("notices to keepers")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "keeper"], name="keeper_told_once"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} → {self.keeper_id}"
