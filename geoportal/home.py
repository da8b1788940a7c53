"""The bare address of the portal."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the public map in the visitor's language, with whatever the address asks for."""
    query = request.GET.copy()
    query.pop("lang", None)
    address = reverse("heatmap:map")
    response = HttpResponseRedirect(f"{address}?{query.urlencode()}" if query else address)
    response["Vary"] = "Accept-Language, Cookie"
    return response
