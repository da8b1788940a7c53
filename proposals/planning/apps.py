"""Configuration of the planning."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """The workbench of urban planners."""

    name = "proposals.planning"
    verbose_name = _("Planning")
