"""Configuration of the districts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DistrictsConfig(AppConfig):
    """Administrative areas, on which the portal stands."""

    name = "districts"
    verbose_name = _("Districts")
