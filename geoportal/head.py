"""Answer HEAD on data addresses as GET would, whose router knows GET alone."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from geoportal.language import STATELESS_PREFIXES


class HeadMiddleware:
    """Let data addresses answer HEAD with the headers of GET; the server leaves out the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Hand a HEAD on as a GET."""
        if request.method == "HEAD" and request.path_info.startswith(STATELESS_PREFIXES):
            request.method = "GET"
        return self.get_response(request)
