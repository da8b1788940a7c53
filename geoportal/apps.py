"""Configuration of the project itself."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class GeoportalConfig(AppConfig):
    """Base templates, shared styles and scripts, checks."""

    name = "geoportal"
    verbose_name = _("Geoportal")

    def ready(self) -> None:
        """Register the system checks."""
        from geoportal import checks, serving_checks  # noqa: F401


class AdministrationConfig(AdminConfig):
    """Django's administration on the portal's own site."""

    default_site = "geoportal.administration.PortalAdminSite"
