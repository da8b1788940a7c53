"""The bare address of the portal."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


def home(request: HttpRequest) -> HttpResponse:
    """Lead to the public map in the visitor's language."""
    response = redirect("proposals:map")
    response["Vary"] = "Accept-Language, Cookie"
    return response
