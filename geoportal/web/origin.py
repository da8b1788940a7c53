"""Take forms from the portal's own pages only, without a session or a token."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
NO_ORIGIN = "null"
OWN_SITES = frozenset({"same-origin", "none"})


def is_own_origin(request: HttpRequest) -> bool:
    """Return whether a request was sent by a page of this portal, as far as the browser says.

    The rule, first match wins:

    1. ``Sec-Fetch-Site`` is there (all browsers since 2023; no script can set it): it must be
       ``same-origin``, or ``none``, which only the person at the browser can cause.
    2. ``Origin`` is there and names a site: scheme and host must be the request's, or stand in
       ``CSRF_TRUSTED_ORIGINS``. ``null`` names none: Safari before 16.4, which knows no ``Sec-Fetch-Site``, writes it
       for our own pages too, where one was opened privately or its referrer policy hides its address.
    3. ``Referer`` is there: the same of it.
    4. None of them says anything (old browsers, privacy settings): the request is taken. The forms need no cookie,
       so a foreign page gains nothing by them that sending anonymously itself would not give.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site in OWN_SITES
    origin = request.headers.get("Origin")
    sender = origin if origin and origin != NO_ORIGIN else request.headers.get("Referer")
    if sender is None:
        return True
    try:
        parts = urlsplit(sender)
    except ValueError:
        return False
    own = {f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS}
    return f"{parts.scheme}://{parts.netloc}" in own


def own_origin_only(view: View[P]) -> View[P]:
    """Answer 403 to a form that another site sent; the view needs no CSRF token, so a kept form works."""

    @csrf_exempt
    @wraps(view)
    def checked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method not in SAFE_METHODS and not is_own_origin(request):
            return render(request, "geoportal/other_origin.html", status=HTTPStatus.FORBIDDEN)
        return view(request, *args, **kwargs)

    return checked
