"""Configuration of the proposals app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProposalsConfig(AppConfig):
    """Proposals and all that becomes of them."""

    name = "proposals"
    verbose_name = _("Proposals")
