"""Configuration of the demo."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """A city to try the portal with."""

    name = "proposals.demo"
