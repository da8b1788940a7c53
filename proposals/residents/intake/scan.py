"""The page behind a scanned or typed code."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_http_methods

from geoportal.web.origin import own_origin_only
from proposals.residents.intake.answering import (
    body_is_too_large,
    refuse_too_large,
    route_asked,
    show_form,
    take_form,
)
from proposals.residents.intake.vehicle import Sighting, seal, sight_bus, unseal
from proposals.residents.intake.vicinity import lines_around
from proposals.residents.intake.whereabouts import Whereabouts
from stops.signs.codes import grouped
from stops.signs.desk.access import signs_kept_by
from stops.signs.misses import slow_answer
from stops.signs.models import CodeBinding, QRCode
from stops.signs.resolving import Outcome, resolve_code
from stops.signs.robots import is_robot
from stops.signs.scanning import count_scan

MISSED = frozenset({Outcome.UNKNOWN, Outcome.MISTYPED})
STATUSES = {
    Outcome.UNKNOWN: HTTPStatus.NOT_FOUND,
    Outcome.MISTYPED: HTTPStatus.NOT_FOUND,
    Outcome.MALFORMED: HTTPStatus.NOT_FOUND,
    Outcome.REPLACED: HTTPStatus.GONE,
    Outcome.REVOKED: HTTPStatus.GONE,
}
CHOSEN_AGAIN = ("lang", "route")
"""Parameters of a page that is already open: it asks for another language or route."""


@own_origin_only
@require_http_methods(["GET", "HEAD", "POST"])
def scan_form(request: HttpRequest, code: str) -> HttpResponse:
    """Show the form, which knows where its code hangs; take what is sent; or say what ails the code."""
    if request.method == "POST" and body_is_too_large(request):
        return refuse_too_large(request)
    resolution = resolve_code(code)
    if resolution.outcome == Outcome.REPLACED and resolution.successor is not None:
        address = reverse("scan:form", args=[resolution.successor.code])
        return redirect(f"{address}?replaced={resolution.typed}", preserve_request=True)
    if resolution.code is None or resolution.binding is None:
        context = {"outcome": resolution.outcome.value, "typed_code": _as_printed(resolution.typed)}
        status = STATUSES[resolution.outcome]
        response = render(request, "residents/intake/outcome.html", context, status=status)
        response["Cache-Control"] = "private, no-cache"
        return slow_answer(request, response) if resolution.outcome in MISSED else response
    is_sent = request.method == "POST"
    seen = (
        _bus_sent(request, resolution.binding) if is_sent else sight_bus(resolution.binding, timezone.now())
    )
    whereabouts = Whereabouts.of_binding(resolution.code, resolution.binding, route_asked(request), seen)
    extra = {
        "printed_code": grouped(resolution.code.code),
        "is_suspect": resolution.outcome == Outcome.SUSPECT,
        "was_replaced": _leads_here(request.GET.get("replaced", ""), resolution.code),
        "lines_around": SimpleLazyObject(lambda: _lines_about(whereabouts)),
        "action": _action(request),
        "is_kept_by_user": is_kept_by_user(request, resolution.code),
    }
    if is_sent:
        return take_form(request, whereabouts, extra)
    if is_opening(request) and not extra["is_kept_by_user"]:
        count_scan(resolution.code)
    return show_form(request, whereabouts, extra, {"vehicle": seal(seen)} if seen else None)


def _lines_about(whereabouts: Whereabouts) -> list[str]:
    """Return what is drawn about a place; only a page that is shown asks for it, not what is sent."""
    return lines_around(whereabouts.place.location) if whereabouts.place else []


def _bus_sent(request: HttpRequest, binding: CodeBinding) -> Sighting | None:
    """Return where the bus was when the form that is sent was opened."""
    return unseal(request.POST.get("vehicle", ""), binding)


def is_opening(request: HttpRequest) -> bool:
    """Return whether somebody opens the page now: not a program, not ahead of time, not a second time."""
    purpose = " ".join(request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return (
        request.method == "GET"
        and "prefetch" not in purpose.lower()
        and not is_robot(request.headers.get("User-Agent", ""))
        and not any(name in request.GET for name in CHOSEN_AGAIN)
    )


def _leads_here(typed: str, code: QRCode) -> bool:
    """Return whether another symbol, which was scanned, was replaced by this one."""
    if not typed:
        return False
    old = resolve_code(typed)
    return old.outcome == Outcome.REPLACED and old.successor == code


def is_kept_by_user(request: HttpRequest, code: QRCode) -> bool:
    """Return whether a keeper of this sign is logged in; for a resident, who has no session, none is looked for.

    So the page of a resident does not vary by a cookie.
    """
    return settings.SESSION_COOKIE_NAME in request.COOKIES and (
        signs_kept_by(request.user).filter(pk=code.pk).exists()
    )


def _action(request: HttpRequest) -> str:
    """Return where the form is sent: this page in this language, so that an answer keeps it."""
    return f"{request.path}?lang={request.LANGUAGE_CODE}"


def _as_printed(typed: str) -> str:
    return grouped(typed) if len(typed) == 10 else typed
