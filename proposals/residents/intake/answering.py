"""Show the form, take what was sent, and lead to the receipt; nothing typed is ever lost."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from geoportal.web.answers import come_again, see_other
from geoportal.web.client import client_address
from proposals.residents.intake.forms import ProposalForm
from proposals.residents.intake.location import LocationRefused
from proposals.residents.intake.page import form_context
from proposals.residents.intake.storing import NotStored
from proposals.residents.intake.submission import KeyReused, submit_proposal
from proposals.residents.intake.whereabouts import Whereabouts
from stops.signs.brakes import TooMuchSent

BODY_MAX_BYTES = 256 * 1024
"""Far above the longest text that is taken, so that one that is too long still comes back whole."""


def body_is_too_large(request: HttpRequest) -> bool:
    """Return whether a request carries more than any form of ours; the body is read only where it may be."""
    length = request.headers.get("Content-Length", "")
    if length.isdecimal() and int(length) > BODY_MAX_BYTES:
        return True
    try:
        request.POST  # noqa: B018  (reading it parses the body)
    except (RequestDataTooBig, TooManyFieldsSent):
        return True
    return False


def refuse_too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413 and say what to do."""
    return render(request, "residents/intake/too_large.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def route_asked(request: HttpRequest) -> int | None:
    """Return the route that the resident says the bus runs as; ask only of a body that is not too large."""
    typed = request.POST.get("route") if request.method == "POST" else request.GET.get("route")
    return int(typed) if typed and typed.isdecimal() and len(typed) < 19 else None


def show_form(
    request: HttpRequest,
    whereabouts: Whereabouts,
    extra: dict[str, Any],
    initial: dict[str, str] | None = None,
) -> HttpResponse:
    """Answer an opening of the form."""
    return _page(request, ProposalForm(initial=initial or {}), whereabouts, extra)


def take_form(request: HttpRequest, whereabouts: Whereabouts, extra: dict[str, Any]) -> HttpResponse:
    """Answer what was sent: the receipt, the places found, another route's stops, or what to correct."""
    if "change_route" in request.POST or "find" in request.POST or request.POST.get("place_query"):
        kept = ProposalForm(initial={name: request.POST.get(name, "") for name in ProposalForm.base_fields})
        if "change_route" in request.POST or "find" in request.POST or kept.asks_for_places:
            return _page(request, kept, whereabouts, {**extra, "is_kept": True})
    form = ProposalForm(request.POST)
    if not form.is_valid():
        return _page(request, form, whereabouts, extra, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    data = form.cleaned_data
    try:
        submission = submit_proposal(
            idempotency_key=data["key"],
            text=data["text"],
            topic=data["topic"],
            language=get_language() or "kk",
            consent=data["consent"],
            whereabouts=whereabouts,
            choice=form.choice(),
            contact=data["contact"],
            address=client_address(request),
        )
    except LocationRefused as refused:
        form.add_error("about", str(refused))
        return _page(request, form, whereabouts, extra, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotStored as refused:
        form.refuse(refused.reason)
        return _page(request, form, whereabouts, extra, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except KeyReused:
        return _page(request, form, whereabouts, extra, status=HTTPStatus.CONFLICT, new_key=True)
    except TooMuchSent as full:
        page = _page(request, form, whereabouts, {**extra, "is_full": True})
        return come_again(page, after_s=full.retry_after_s)
    response = see_other("residents:receipt", secret=submission.secret)
    response["Cache-Control"] = "no-store, private"
    return response


def _page(
    request: HttpRequest,
    form: ProposalForm,
    whereabouts: Whereabouts,
    extra: dict[str, Any],
    *,
    status: HTTPStatus = HTTPStatus.OK,
    new_key: bool = False,
) -> HttpResponse:
    context = {**form_context(form, whereabouts, new_key=new_key), **extra}
    response = render(request, "residents/intake/form.html", context, status=status)
    # The way back must show this very form with its key again: it is kept, and does not vary by the cookie of
    # the language, which sending may set.
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Accept-Language",))
    return response
