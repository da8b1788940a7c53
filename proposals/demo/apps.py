"""Configuration of the demo."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    """A city to try the portal with."""

    name = "proposals.demo"
    verbose_name = _("Demo")
