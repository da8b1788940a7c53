"""How long the answers of the API may be kept, and by whom."""

from collections.abc import Callable
from typing import Any

from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from ninja.decorators import decorate_view

FRESH_S = 60
BASE_FRESH_S = 300


def public(seconds: int = FRESH_S) -> Callable[[Any], Any]:
    """Let anyone keep an answer for some seconds, then ask with its ETag; it varies by encoding only."""
    return decorate_view(cache_control(public=True, max_age=seconds), conditional_page)
