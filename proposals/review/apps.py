"""Configuration of the review."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewConfig(AppConfig):
    """The queue and the decisions of the staff."""

    name = "proposals.review"
    verbose_name = _("Review")
