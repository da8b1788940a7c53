"""Configuration of the staff."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StaffConfig(AppConfig):
    """Roles and what they may do."""

    name = "geoportal.staff"
    verbose_name = _("Staff")
