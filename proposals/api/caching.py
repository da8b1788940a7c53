"""How long the answers of the API may be kept, and by whom."""

from collections.abc import Callable
from typing import Any

from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from ninja.decorators import decorate_view

FRESH_S = 60
BASE_FRESH_S = 300


def counted() -> Callable[[Any], Any]:
    """Let a proxy keep an answer for a minute; a browser asks each time with its ETag.

    So a resident who comes back sees the newest counts, and a crowd costs one count a minute.
    """
    return decorate_view(
        cache_control(public=True, max_age=0, s_maxage=FRESH_S, must_revalidate=True), conditional_page
    )


def lasting() -> Callable[[Any], Any]:
    """Let anyone keep an answer that seldom changes for some minutes."""
    return decorate_view(cache_control(public=True, max_age=BASE_FRESH_S), conditional_page)
