"""How to reach an author who asked for an answer; encrypted, in a table of its own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models.proposal import Proposal


class ContactKind(models.TextChoices):
    """What a contact is."""

    EMAIL = "email", _("E-mail")
    PHONE = "phone", _("Telephone")


class ProposalContact(models.Model):
    """The encrypted contact of one proposal; ``proposals.contacts`` alone reads and writes it."""

    proposal = models.OneToOneField(
        Proposal, on_delete=models.CASCADE, related_name="contact", primary_key=True
    )
    kind = models.CharField(_("kind"), max_length=5, choices=ContactKind)
    ciphertext = models.BinaryField(_("encrypted contact"))
    created_at = models.DateTimeField(_("given"), auto_now_add=True)
    is_receipt_due = models.BooleanField(
        _("receipt is due"), default=False, db_default=False, help_text=_("The worker mails it next.")
    )
    receipt_mailed_at = models.DateTimeField(_("receipt mailed"), null=True, blank=True)
    told_of = models.DateTimeField(
        _("told of"), null=True, blank=True, help_text=_("The change of status that was mailed last.")
    )

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        indexes: ClassVar = [
            models.Index(
                fields=["proposal"], condition=models.Q(is_receipt_due=True), name="contact_receipt_due"
            ),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(kind__in=ContactKind.values), name="contact_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} •••"
