"""Configuration of the planning."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """The workbench of urban planners."""

    name = "proposals.planning"
