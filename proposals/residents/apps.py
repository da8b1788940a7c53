"""Configuration of the residents' pages."""

from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    """What residents see and send."""

    name = "proposals.residents"
