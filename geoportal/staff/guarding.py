"""Who may open a staff page, and what the header says of them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control

from geoportal.staff.access import Action, may
from geoportal.staff.models import StaffRole

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

no_store = cache_control(no_store=True, private=True)


def staff_only(action: Action) -> Callable[[View[P]], View[P]]:
    """Let in those who hold a permission: others are asked to log in, or refused; nothing is cached."""

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not may(request.user, action):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return no_store(login_required(guarded))

    return decorate


def roles_of(user: Any) -> QuerySet[StaffRole]:
    """Return a user's roles."""
    return StaffRole.objects.filter(user=user)
