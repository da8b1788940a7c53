"""Make codes for places that have none, and print the signs that were chosen."""

import io
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from districts.models import District
from districts.role_titles import describe_roles
from geoportal.staff.access import Action, grants
from geoportal.staff.guarding import staff_only
from geoportal.web.answers import render_form, see_other
from stops.network.models import PlaceKind
from stops.signs.codes import is_well_formed, normalise_code
from stops.signs.desk.access import signs_kept_by
from stops.signs.desk.acts import acting_user
from stops.signs.desk.filters import BUS
from stops.signs.issuing import IssueSummary, issue_codes
from stops.signs.keepers import places_kept_by, routes_kept_by
from stops.signs.life import IN_USE
from stops.signs.printing.errors import PrintRefused
from stops.signs.printing.formats import SignFormat
from stops.signs.printing.sheets import print_signs

SIGNS_MAX = 50
"""More than this is printed by the command, not while a browser waits."""


class MakingForm(forms.Form):
    """For what codes are made."""

    kind = forms.ChoiceField(
        label=pgettext_lazy("of sign", "Kind"),
        choices=[*PlaceKind.choices, (BUS, pgettext_lazy("kind of sign", "Bus"))],
    )
    district = forms.ModelChoiceField(
        label=gettext_lazy("District"),
        queryset=District.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=gettext_lazy("All districts"),
    )

    def __init__(self, *args: Any, user: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        katos = set(grants(user, Action.KEEP_SIGNS).values_list("kato", flat=True))
        districts = District.objects.current()
        field = self.fields["district"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (declared above)
        field.queryset = districts if "" in katos else districts.filter(kato__in=katos)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Action.KEEP_SIGNS)
def create(request: HttpRequest) -> HttpResponse:
    """Say how many codes are missing, and make them when told to."""
    is_told = request.method == "POST"
    asked = request.POST if is_told else request.GET
    form = MakingForm(asked if asked else None, user=request.user)
    summary: IssueSummary | None = None
    if form.is_bound and form.is_valid():
        summary = _issue(request, form.cleaned_data, dry_run=not is_told)
        if is_told:
            return _made(request, form.cleaned_data, summary)
    context = {
        "nav_current": "signs",
        "staff_role": describe_roles(request.user),
        "form": form,
        "summary": summary,
    }
    return render_form(request, "signs/desk/create.html", context, is_refused=bool(form.errors))


@require_POST
@staff_only(Action.KEEP_SIGNS)
def print_selected(request: HttpRequest) -> HttpResponse:
    """Answer a PDF of the chosen signs; what cannot be printed is said on the page that it came from."""
    typed = [normalise_code(code[:40]) for code in request.POST.getlist("code")]
    wanted = [code for code in typed if is_well_formed(code)]
    chosen = request.POST.get("format", SignFormat.A5)
    if chosen not in list(SignFormat):
        return _sorry(request, _("There is no such format."))
    if not wanted:
        return _sorry(request, _("No sign is selected: tick some in the table first."))
    if len(wanted) > SIGNS_MAX:
        return _sorry(request, _("At most %(most)s signs are printed at once.") % {"most": SIGNS_MAX})
    signs = signs_kept_by(request.user).filter(code__in=wanted)
    if not signs.filter(state__in=IN_USE).exists():
        return _sorry(request, _("None of the selected signs is in use any more."))
    out = io.BytesIO()
    try:
        summary = print_signs(signs, format=SignFormat(chosen), out=out)
    except PrintRefused as refusal:
        return _sorry(request, _("Not printed: %(why)s") % {"why": refusal})
    if summary.skipped:
        left_out = ", ".join(skipped.what.removeprefix("code ") for skipped in summary.skipped)
        messages.warning(
            request, _("Not in the last print, out of use or too long: %(codes)s") % {"codes": left_out}
        )
    response = HttpResponse(out.getvalue(), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="signs-{chosen}-{timezone.localdate()}.pdf"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _issue(request: HttpRequest, asked: dict[str, Any], *, dry_run: bool) -> IssueSummary:
    """Make codes, or only count them, for what the keeper keeps of a kind, in a district or in all."""
    district: District | None = asked["district"]
    at, actor = timezone.now(), acting_user(request)
    if asked["kind"] == BUS:
        routes = routes_kept_by(request.user)
        if district is not None:
            crossing = {"versions__valid_to": None, "versions__shares__district": district}
            routes = routes.filter(pk__in=routes.filter(**crossing).order_by().values("pk"))
        return issue_codes(routes=routes, at=at, actor=actor, dry_run=dry_run)
    places = places_kept_by(request.user).filter(kind=asked["kind"])
    if district is not None:
        places = places.filter(district=district)
    return issue_codes(places=places, at=at, actor=actor, dry_run=dry_run)


def _made(request: HttpRequest, asked: dict[str, Any], summary: IssueSummary) -> HttpResponse:
    sentence = ngettext("%(count)s code made.", "%(count)s codes made.", summary.created)
    messages.success(request, sentence % {"count": summary.created})
    district = f"&district={asked['district'].slug}" if asked["district"] else ""
    return see_other(f"{reverse('signs:list')}?kind={asked['kind']}{district}&state=issued")


def _sorry(request: HttpRequest, sentence: str) -> HttpResponse:
    messages.error(request, sentence)
    return see_other("signs:list")
