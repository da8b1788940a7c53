"""Configuration of the API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Open data for programs and maps."""

    name = "proposals.api"
