"""How often a network asked for codes that do not exist."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeMiss(models.Model):
    """Codes that a network asked for in vain within one span of time.

    The network is a keyed digest whose key changes with the day, so no address can be told from it.
    """

    network_digest = models.CharField(_("digest of the network"), max_length=64)
    window = models.DateTimeField(_("beginning of the span"))
    count = models.PositiveIntegerField(_("misses"), default=0)

    class Meta:
        verbose_name = _("misses of a network")
        verbose_name_plural = _("misses of networks")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["network_digest", "window"], name="code_miss_once_each"),
        ]

    def __str__(self) -> str:
        return f"{self.network_digest[:8]} {self.window:%H:%M} {self.count}"
