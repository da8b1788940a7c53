"""Configuration of the API."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApiConfig(AppConfig):
    """Open data for programs and maps."""

    name = "proposals.api"
    verbose_name = _("API")
