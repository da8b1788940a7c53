"""Who may use the planning pages."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control

from districts.access import Action, may

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def planners_only(view: View[P]) -> View[P]:
    """Let in staff who may plan: others are asked to log in or refused; nothing is stored on the way."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not may(request.user, Action.PLAN):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return cache_control(no_store=True, private=True)(login_required(guarded))
