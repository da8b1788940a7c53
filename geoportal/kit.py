"""All parts of the look on one page, for development."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def kit(request: HttpRequest) -> HttpResponse:
    """Show the kit."""
    return render(request, "geoportal/kit.html")
