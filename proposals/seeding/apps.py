"""Configuration of the seeding."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeedingConfig(AppConfig):
    """Made-up proposals by the million."""

    name = "proposals.seeding"
    verbose_name = _("Seeding")
