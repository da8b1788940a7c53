"""The receipt: the number, the secret link, what happens next, and the way back out."""

from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from geoportal.web.answers import come_again, see_other
from geoportal.web.client import client_address
from proposals.contacts import erase_contact
from proposals.follow import follow_digest
from proposals.models import WITHDRAWABLE, Proposal, Status
from proposals.originals import erase_original
from proposals.residents.intake.steps import steps_of
from proposals.residents.intake.withdrawal import NotWithdrawable, withdraw_proposal
from proposals.titles import about_title, district_title
from stops.signs.brakes import TooMuchSent

PRIVATE_HEADERS = {
    "Cache-Control": "no-store, private",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "no-referrer",
}


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the receipt of a secret, withdraw the proposal, or erase its contact or its text as it was sent.

    No token guards these: whoever can name the address knows the secret, and nobody else can.
    """
    proposal = _find(secret)
    answer: Callable[[HttpRequest, Proposal, str], HttpResponse] = _show
    if request.method == "POST":
        answer = _erase if "erase" in request.POST else _withdraw
    response = answer(request, proposal, secret)
    for name, value in PRIVATE_HEADERS.items():
        response[name] = value
    return response


def _find(secret: str) -> Proposal:
    proposal = (
        Proposal.objects.with_names()
        .select_related("topic", "district", "place", "route_version__route", "code", "merged_into")
        .select_related("contact", "original")
        .defer("contact__ciphertext", "original__ciphertext")
        .filter(follow_digest=follow_digest(secret))
        .first()
    )
    if proposal is None:
        raise Http404
    return proposal


def _show(
    request: HttpRequest, proposal: Proposal, secret: str, full: TooMuchSent | None = None
) -> HttpResponse:
    address = reverse("residents:receipt", args=[secret])
    merged_into = proposal.merged_into
    context = {
        "proposal": proposal,
        "about": about_title(proposal),
        "district_title": "" if proposal.is_along_route else district_title(proposal.district),
        "link": f"{settings.PUBLIC_URL}{address}",
        "steps": steps_of(proposal),
        "replies": proposal.replies.select_related("department") if proposal.is_public else [],
        "merged_into": merged_into if merged_into and merged_into.is_public else None,
        "contact": getattr(proposal, "contact", None),
        "original": getattr(proposal, "original", None),
        "can_withdraw": proposal.status in WITHDRAWABLE,
        "is_waiting": proposal.status == Status.SUBMITTED,
        "again_url": _again_url(proposal),
        "erased": request.GET.get("erased", ""),
        "must_confirm": "confirm" in request.GET and full is None,
        "is_full": full is not None,
    }
    page = render(request, "residents/intake/receipt.html", context)
    return page if full is None else come_again(page, after_s=full.retry_after_s)


def _withdraw(request: HttpRequest, proposal: Proposal, secret: str) -> HttpResponse:
    address = reverse("residents:receipt", args=[secret])
    if request.POST.get("withdraw") != "yes":
        return redirect(f"{address}?confirm=1#withdraw")
    try:
        with suppress(NotWithdrawable):
            withdraw_proposal(proposal=proposal, address=client_address(request))
    except TooMuchSent as full:
        return _show(request, proposal, secret, full)
    return see_other(address)


def _erase(request: HttpRequest, proposal: Proposal, secret: str) -> HttpResponse:
    match request.POST.get("erase"):
        case "contact":
            erase_contact(proposal)
        case "original":
            erase_original(proposal=proposal)
    address = reverse("residents:receipt", args=[secret])
    return see_other(f"{address}?{urlencode({'erased': request.POST.get('erase', '')})}#erased")


def _again_url(proposal: Proposal) -> str:
    """Return where another proposal can be written: by the same code, else from the map."""
    if proposal.code is not None:
        return reverse("scan:form", args=[proposal.code.code])
    return reverse("residents:propose") if settings.PROPOSE_WITHOUT_CODE else reverse("codes:enter")
