"""The way back from a proposal to the list, with its filter and page, from which it was opened."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse

PARAMETERS_MAX = 60
"""More than any filter of ours has."""


def list_left(request: HttpRequest) -> str:
    """Return the address of the public list as it was left, or an empty text where the page was not opened from it.

    The browser says where it comes from. Only the parameters are taken over: the address is always that of our own
    list, in the language of this page.
    """
    own = reverse("residents:list")
    try:
        came_from = urlsplit(request.headers.get("Referer", ""))
        query = parse_qsl(came_from.query, max_num_fields=PARAMETERS_MAX)
    except ValueError:
        return ""
    if came_from.netloc != request.get_host() or _behind_language(came_from.path) != _behind_language(own):
        return ""
    return f"{own}?{urlencode(query)}" if query else own


def _behind_language(path: str) -> str:
    return path.lstrip("/").partition("/")[2]
