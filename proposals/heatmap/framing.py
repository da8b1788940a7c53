"""Which pages other sites may show in a frame: those asked for with ``embed=1``, and only where they may be."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_exempt

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]

ANYWHERE = "*"


def is_embedded(request: HttpRequest) -> bool:
    """Return whether a page is asked for as a part of another site's page."""
    return request.GET.get("embed") == "1"


def embeddable(view: View[P]) -> View[P]:
    """Let the sites of ``EMBED_ORIGINS`` frame a view's answer to ``embed=1``; every other answer stays unframed.

    Such an answer is the same for all: it knows no user, and ``geoportal.language`` sets no cookie with it.
    """

    @wraps(view)
    def framed_if_asked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not is_embedded(request):
            return view(request, *args, **kwargs)
        request.user = AnonymousUser()
        origins = settings.EMBED_ORIGINS
        if not origins:
            return view(request, *args, **kwargs)
        ancestors = origins if ANYWHERE in origins else [SELF, *origins]
        framed = xframe_options_exempt(csp_replace({"frame-ancestors": ancestors})(view))
        return framed(request, *args, **kwargs)

    return framed_if_asked
