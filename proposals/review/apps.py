"""Configuration of the review."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The queue and the decisions of the staff."""

    name = "proposals.review"
