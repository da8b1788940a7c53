"""A text as its author sent it, where personal data in it was hidden; encrypted, in a table of its own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from proposals.models.proposal import Proposal


class ProposalOriginal(models.Model):
    """The encrypted text of one proposal; ``proposals.originals`` alone reads and writes it."""

    proposal = models.OneToOneField(
        Proposal, on_delete=models.CASCADE, related_name="original", primary_key=True
    )
    ciphertext = models.BinaryField(_("encrypted text"))
    kept_at = models.DateTimeField(_("kept since"))

    class Meta:
        verbose_name = _("original text")
        verbose_name_plural = _("original texts")
        indexes: ClassVar = [models.Index(fields=["kept_at"], name="original_kept_at")]

    def __str__(self) -> str:
        return "•••"
