"""Typing a code by hand, for phones that cannot scan."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from geoportal.web.text import clean_line
from stops.signs.codes import CODE_LENGTH, find_code, is_well_formed

PASTED_MAX = 400
"""Room for the printed address with the words about it."""


@require_safe
def enter_code(request: HttpRequest) -> HttpResponse:
    """Show the field, or lead what was typed to the page of its code, which says whether it is known."""
    typed = clean_line(request.GET.get("code", "")[:PASTED_MAX])
    code = find_code(typed)
    if is_well_formed(code):
        return redirect("scan:form", code=code)
    is_sent = "code" in request.GET
    context = {"typed": typed, "is_sent": is_sent, "length": str(CODE_LENGTH), "typed_length": str(len(code))}
    status = HTTPStatus.BAD_REQUEST if is_sent else HTTPStatus.OK
    response = render(request, "signs/enter_code.html", context, status=status)
    patch_vary_headers(response, ("Accept-Language", "Cookie"))
    return response
