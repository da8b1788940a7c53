"""Which proposals came as one of many."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from proposals.models.proposal import Proposal


class ManyFrom(models.TextChoices):
    """What many proposals came from within a short time."""

    NETWORK = "network", _("One network")
    SIGN = "sign", _("One sign")
    CITY = "city", _("All the city")


class OneOfMany(models.Model):
    """The flag of a proposal that came when many did: for the staff only, and it changes nothing else.

    It names no network, so nothing links one proposal to another.
    """

    proposal = models.OneToOneField(
        Proposal, on_delete=models.CASCADE, related_name="one_of_many", primary_key=True
    )
    many_from = models.CharField(_("many came from"), max_length=10, choices=ManyFrom)
    count = models.PositiveIntegerField(_("how many had come, with this one"))

    class Meta:
        verbose_name = _("one of many")
        verbose_name_plural = _("some of many")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(many_from__in=ManyFrom.values), name="one_of_many_from_known"),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.many_from} {self.count}"
