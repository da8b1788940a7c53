"""What happened to a proposal: appended, never rewritten, free of personal data."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.models.proposal import Proposal
from proposals.models.status import Status


class HistoryAction(models.TextChoices):
    """What was done."""

    SUBMITTED = "submitted", _("Submitted")
    STATUS_CHANGED = "status_changed", _("Status changed")
    FIELD_CHANGED = "field_changed", _("Changed")
    REPLIED = "replied", _("Answered")
    MERGED = "merged", _("Merged")
    ERASED = "erased", _("Personal data erased")
    DATA_HIDDEN = "data_hidden", _("Personal data hidden")
    DATA_SHOWN = "data_shown", _("Personal data left to be read")
    ORIGINAL_SEEN = "original_seen", _("Text read as it was sent")
    CONTACT_SEEN = "contact_seen", _("Telephone read")


class ContactReason(models.TextChoices):
    """The list of reasons for which an author's telephone is looked at."""

    CLARIFY = "clarify", _("To ask what is meant")
    VISIT = "visit", _("To look at the place together")
    ANSWER = "answer", _("To tell the decision")


class HistoryEntry(models.Model):
    """One entry: field names, statuses, reasons and digests; never texts, contacts or photos."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="history")
    at = models.DateTimeField(_("when"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who"),
    )
    action = models.CharField(_("what"), max_length=20, choices=HistoryAction)
    from_status = models.CharField(_("status before"), max_length=12, choices=Status, blank=True)
    to_status = models.CharField(_("status after"), max_length=12, choices=Status, blank=True)
    field = models.CharField(_("field"), max_length=40, blank=True)
    reason = models.CharField(
        _("reason"), max_length=40, blank=True, help_text=_("A code from a published list.")
    )
    digest = models.CharField(_("digest of the value before"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("history entry")
        verbose_name_plural = _("history")
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(action__in=HistoryAction.values), name="history_action_known"),
            models.CheckConstraint(
                condition=~Q(action=HistoryAction.STATUS_CHANGED) | (~Q(to_status="") & ~Q(from_status="")),
                name="history_status_change_names_both",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="history_kept", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="history_unchanged",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["actor"]),
            ),
            pgtrigger.Protect(
                name="history_actor_only_erased",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__actor__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} {self.action} {self.at:%Y-%m-%d}"
