"""What others add to a proposal: support, official replies, photos."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.models.proposal import Proposal
from proposals.models.reference import Department
from proposals.models.status import Status

PHOTOS_MAX = 3


def _counting(changes: str) -> pgtrigger.Func:
    """Return the body of a trigger that adds what a statement changed to the proposals' counts.

    Args:
        changes: SQL with the columns ``proposal_id`` and ``number``.
    """
    return pgtrigger.Func(
        f"""
        UPDATE public.proposals_proposal AS proposal SET support_count = support_count + changed.number
        FROM ({changes}) AS changed WHERE proposal.id = changed.proposal_id;
        RETURN NULL;
        """  # noqa: S608
    )


class Support(models.Model):
    """One resident's support; the supporter is a keyed digest, never an address or a name."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="supports")
    supporter_digest = models.CharField(_("digest of the supporter"), max_length=64)
    created_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("support")
        verbose_name_plural = _("supports")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "supporter_digest"], name="support_once_each"),
        ]
        # So that the most supported need not be counted out of all supports.
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="supports_given",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                referencing=pgtrigger.Referencing(new="new_rows"),
                func=_counting("SELECT proposal_id, count(*) AS number FROM new_rows GROUP BY proposal_id"),
            ),
            pgtrigger.Trigger(
                name="supports_taken",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Delete,
                referencing=pgtrigger.Referencing(old="old_rows"),
                func=_counting("SELECT proposal_id, -count(*) AS number FROM old_rows GROUP BY proposal_id"),
            ),
            pgtrigger.Trigger(
                name="supports_moved",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
                func=_counting(
                    "SELECT proposal_id, sum(number) AS number FROM ("
                    "SELECT proposal_id, 1 AS number FROM new_rows"
                    " UNION ALL SELECT proposal_id, -1 FROM old_rows"
                    ") AS moves GROUP BY proposal_id HAVING sum(number) <> 0"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} +1"


class OfficialReply(models.Model):
    """The city's public answer, signed by a department."""

    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="replies")
    status = models.CharField(_("status it explains"), max_length=12, choices=Status)
    department = models.ForeignKey(Department, on_delete=models.PROTECT, verbose_name=_("department"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("author"),
    )
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = models.TextField(_("text"), max_length=4000)
    published_at = models.DateTimeField(_("published"))

    class Meta:
        verbose_name = _("official reply")
        verbose_name_plural = _("official replies")
        ordering: ClassVar = ["published_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(text__length__gte=10) & Q(text__length__lte=4000), name="reply_text_length"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="reply_status_known"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} · {self.department}"


class Photo(models.Model):
    """A photo saved anew without its metadata; public only with its proposal and once let through."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="photos")
    order = models.PositiveSmallIntegerField(_("order"))
    file = models.ImageField(_("file"), upload_to="photos/", width_field="width_px", height_field="height_px")
    width_px = models.PositiveIntegerField(_("width, px"))
    height_px = models.PositiveIntegerField(_("height, px"))
    digest = models.CharField(_("digest of the file"), max_length=64)
    is_public = models.BooleanField(_("may be shown"), default=False)

    class Meta:
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        ordering: ClassVar = ["proposal", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["proposal", "order"], name="photo_order_unique"),
            models.CheckConstraint(condition=Q(order__lt=PHOTOS_MAX), name="photo_at_most_three"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal} · {self.order + 1}"
