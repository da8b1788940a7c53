"""Configuration of the project itself."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GeoportalConfig(AppConfig):
    """Base templates, shared styles and scripts, checks."""

    name = "geoportal"
    verbose_name = _("Geoportal")

    def ready(self) -> None:
        """Register the system checks."""
        from geoportal import checks  # noqa: F401
