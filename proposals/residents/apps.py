"""Configuration of the residents' pages."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResidentsConfig(AppConfig):
    """What residents see and send."""

    name = "proposals.residents"
    verbose_name = _("Residents")
