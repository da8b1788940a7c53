"""Propose from the map, without a code."""

import math
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from geoportal.web.origin import own_origin_only
from proposals.residents.intake.answering import body_is_too_large, refuse_too_large, show_form, take_form
from proposals.residents.intake.whereabouts import Whereabouts


@own_origin_only
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Show the form without a code and take it; ``?lon=&lat=`` puts the pin. 404 where the setting is off."""
    if not settings.PROPOSE_WITHOUT_CODE:
        return render(request, "residents/intake/closed.html", status=HTTPStatus.NOT_FOUND)
    if request.method == "POST" and body_is_too_large(request):
        return refuse_too_large(request)
    extra = {"action": request.path}
    if request.method == "POST":
        return take_form(request, Whereabouts(), extra)
    return show_form(request, Whereabouts(), extra, _pin_asked(request))


def _pin_asked(request: HttpRequest) -> dict[str, str]:
    """Return the pin that the address asks for, or nothing where it makes no sense."""
    try:
        lon, lat = float(request.GET["lon"]), float(request.GET["lat"])
    except (KeyError, ValueError):
        return {}
    if not (math.isfinite(lon) and math.isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        return {}
    return {"pin_lon": f"{lon:.6f}", "pin_lat": f"{lat:.6f}", "about": "pin"}
