"""Configuration of the seeding."""

from django.apps import AppConfig


class SeedingConfig(AppConfig):
    """Made-up proposals by the million."""

    name = "proposals.seeding"
