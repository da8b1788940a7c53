"""The page on which a resident says that something is wrong with a sign; without login and without script."""

from http import HTTPStatus

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from geoportal.web.answers import come_again, render_form, see_other
from geoportal.web.client import client_address
from geoportal.web.origin import own_origin_only
from geoportal.web.text_fields import LineField
from stops.signs.brakes import TooMuchSent
from stops.signs.codes import CODE_LENGTH, grouped
from stops.signs.life import NotAllowed
from stops.signs.misses import slow_answer
from stops.signs.models import ReportKind
from stops.signs.models.reports import REPORT_TEXT_MAX
from stops.signs.reporting import report_sign
from stops.signs.resolving import Outcome, Resolution, resolve_code
from stops.signs.titles import binding_title

THANKS = "thanks"
MISSED = frozenset({Outcome.UNKNOWN, Outcome.MISTYPED})


class ReportForm(forms.Form):
    """What is wrong, and a few words about it."""

    kind = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ReportKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = LineField(
        label=_("In your own words"),
        help_text=_("Write no names and no telephone numbers, neither yours nor others'."),
        max_length=REPORT_TEXT_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    subject_line = forms.CharField(required=False, label=_("Leave this field empty"))

    def clean_subject_line(self) -> str:
        """Refuse what only a machine fills in; people do not see the field."""
        if self.cleaned_data["subject_line"]:
            raise ValidationError(_("Leave this field empty: it is there to stop automatic senders."))
        return ""


@own_origin_only
@require_http_methods(["GET", "HEAD", "POST"])
def report_form(request: HttpRequest, code: str) -> HttpResponse:
    """Ask what is wrong with a sign, take the answer, thank for it; or say what ails the code."""
    resolution = resolve_code(code)
    if resolution.code is None or resolution.binding is None:
        return _not_in_use(request, resolution)
    if request.method != "POST":
        return _page(request, resolution, ReportForm())
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, resolution, form, is_refused=True)
    data = form.cleaned_data
    try:
        report_sign(
            code=resolution.code,
            kind=ReportKind(data["kind"]),
            text=data["text"],
            at=timezone.now(),
            address=client_address(request),
        )
    except NotAllowed:
        return _not_in_use(request, resolve_code(code))
    except TooMuchSent as full:
        page = _page(request, resolution, form, is_full=True)
        return come_again(page, after_s=full.retry_after_s)
    response = see_other(f"{request.path}?{THANKS}=1&lang={request.LANGUAGE_CODE}")
    response["Cache-Control"] = "no-store, private"
    return response


def _page(
    request: HttpRequest,
    resolution: Resolution,
    form: ReportForm,
    *,
    is_refused: bool = False,
    is_full: bool = False,
) -> HttpResponse:
    context = {
        "form": form,
        "code": resolution.code,
        "about": binding_title(resolution.binding) if resolution.binding else "",
        "is_full": is_full,
        "is_suspect": resolution.outcome == Outcome.SUSPECT,
        "is_thanked": request.method != "POST" and THANKS in request.GET,
        "action": f"{request.path}?lang={request.LANGUAGE_CODE}",
        "text_max": str(REPORT_TEXT_MAX),
    }
    return _kept_by_the_phone(render_form(request, "signs/report.html", context, is_refused=is_refused))


def _not_in_use(request: HttpRequest, resolution: Resolution) -> HttpResponse:
    """Answer that there is no sign of the city with this code, so that whoever stands there knows what hangs there."""
    typed = grouped(resolution.typed) if len(resolution.typed) == CODE_LENGTH else resolution.typed
    context = {"outcome": resolution.outcome.value, "typed_code": typed}
    status = HTTPStatus.NOT_FOUND if resolution.code is None else HTTPStatus.GONE
    response = _kept_by_the_phone(render(request, "signs/report_nothing.html", context, status=status))
    return slow_answer(request, response) if resolution.outcome in MISSED else response


def _kept_by_the_phone(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ("Accept-Language",))
    return response
