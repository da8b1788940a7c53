"""Configuration of the stops app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StopsConfig(AppConfig):
    """Places, routes and codes."""

    name = "stops"
    verbose_name = _("Places, routes and codes")
