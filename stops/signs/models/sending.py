"""How much was sent from one network, and from all together."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

SENT_SLOTS = 8
"""Rows for one count: what is sent at the same moment from one network rarely meets on the same one."""


class SentKind(models.TextChoices):
    """What anybody may send without logging in."""

    PROPOSAL = "proposal", _("Proposal")
    REPORT = "report", _("Report of a sign")
    WITHDRAWAL = "withdrawal", _("Withdrawal")


class SentCount(models.Model):
    """What was sent from one network within one span of time, spread over slots.

    The network is a keyed digest whose key changes with the day, so no address can be told from it; it is empty
    in the counts of all networks together.
    """

    kind = models.CharField(_("what was sent"), max_length=10, choices=SentKind)
    network_digest = models.CharField(_("digest of the network"), max_length=64, blank=True)
    window = models.DateTimeField(_("beginning of the span"))
    slot = models.PositiveSmallIntegerField(_("slot"))
    count = models.PositiveIntegerField(_("times"), default=0)

    class Meta:
        verbose_name = _("sent from a network")
        verbose_name_plural = _("sent from networks")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["window", "kind", "network_digest", "slot"], name="sent_count_once_each"
            ),
            models.CheckConstraint(condition=Q(kind__in=SentKind.values), name="sent_count_kind_known"),
            models.CheckConstraint(condition=Q(slot__lt=SENT_SLOTS), name="sent_count_slot_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.network_digest[:8]} {self.window:%H:%M} {self.count}"
