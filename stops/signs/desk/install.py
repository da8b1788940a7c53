"""On site: a keeper stands before the sign with a phone and says that it hangs where it should."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.gis.geos import Point
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from geoportal.staff.access import Action
from geoportal.staff.guarding import staff_only
from geoportal.web.answers import render_form
from geoportal.web.text_fields import TextField
from stops.signs.desk.acts import acting_user, already_done, find_sign, go_to, too_large
from stops.signs.desk.dossier import binding_of
from stops.signs.life import (
    ACCURACY_MAX_M,
    DISTANCE_MAX_M,
    ExplanationNeeded,
    NotAllowed,
    OnSite,
    check_sign,
    install_sign,
    is_to_be_checked,
    last_event_id,
    may_now,
)
from stops.signs.models import CodeAction, CodeEvent, QRCode
from stops.signs.photos import BYTES_MAX, SIDE_MAX, PhotoRefused, prepare_photo
from stops.signs.titles import binding_title

BODY_MAX_BYTES = BYTES_MAX + 64 * 1024
EXPLANATION_MAX = 300


CONFIRMING = (CodeAction.INSTALLED, CodeAction.CHECKED)
"""What can be confirmed on site: a sign put up, or a suspect or reported one in order."""


class OnSiteForm(forms.Form):
    """What the phone and the keeper say: position, explanation, photo."""

    seen = forms.IntegerField(min_value=0, max_value=2**62, widget=forms.HiddenInput)
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    accuracy_m = forms.FloatField(required=False, min_value=0, max_value=1_000_000, widget=forms.HiddenInput)
    photo = forms.FileField(
        label=gettext_lazy("Photo of the sign"),
        help_text=gettext_lazy("The sign and what stands around it; no faces. Its hidden data are removed."),
        required=False,
    )
    explanation = TextField(
        label=gettext_lazy("Explanation"),
        max_length=EXPLANATION_MAX,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_photo(self) -> "ContentFile[bytes] | None":
        """Return the photo made ready, None without one."""
        file = self.cleaned_data["photo"]
        if not file:
            return None
        try:
            return prepare_photo(file)
        except PhotoRefused as refused:
            raise ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        """Take a photo or an explanation for what cannot be proven; a position that makes no sense is none."""
        data = super().clean() or self.cleaned_data
        for name in ("lon", "lat", "accuracy_m"):
            if self.errors.pop(name, None):
                data[name] = None
        if not data.get("photo") and not data.get("explanation") and "photo" not in self.errors:
            self.add_error("photo", _("Take a photo of the sign, or explain below why there is none."))
        return data

    def on_site(self) -> OnSite:
        """Return what was brought from the place; ask a valid form only."""
        data = self.cleaned_data
        has_position = data["lon"] is not None and data["lat"] is not None
        position = Point(data["lon"], data["lat"], srid=4326) if has_position else None
        return OnSite(position, data["accuracy_m"] if has_position else None, data["photo"])


def limit_body(view: Any) -> Any:
    """Refuse a body that is too large before anything reads it: the check of the token would."""

    protected = csrf_protect(view)

    @csrf_exempt
    def limited(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > BODY_MAX_BYTES:
            return too_large(request)
        answer: HttpResponse = protected(request, *args, **kwargs)
        return answer

    return limited


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Action.KEEP_SIGNS)
@limit_body
def install(request: HttpRequest, code: str) -> HttpResponse:
    """Show the page for the place itself; take what the keeper confirms there."""
    sign = find_sign(request, code)
    if request.method != "POST":
        if not _may_confirm(sign):
            return go_to(sign)
        return _page(request, sign, OnSiteForm(initial={"seen": last_event_id(sign)}))
    form = OnSiteForm(request.POST, request.FILES)
    if not form.is_valid():
        if "seen" in form.errors:
            return already_done(request, sign, *CONFIRMING)
        return _page(request, sign, form)
    try:
        event = _confirm(request, sign, form)
    except NotAllowed as late:
        return already_done(request, late.code, *CONFIRMING)
    except ExplanationNeeded as needed:
        form.add_error("explanation", _why_explain(needed))
        return _page(request, sign, form)
    messages.success(request, _said(event))
    return go_to(sign)


def _confirm(request: HttpRequest, sign: QRCode, form: OnSiteForm) -> CodeEvent:
    on_site, explanation = form.on_site(), form.cleaned_data["explanation"]
    actor, at, seen = acting_user(request), timezone.now(), form.cleaned_data["seen"]
    if is_to_be_checked(sign):
        return check_sign(code=sign, actor=actor, at=at, reason=explanation, on_site=on_site, seen=seen)
    return install_sign(
        code=sign,
        actor=actor,
        at=at,
        position=on_site.position,
        accuracy_m=on_site.accuracy_m,
        explanation=explanation,
        photo=on_site.photo,
        seen=seen,
    )


def _may_confirm(sign: QRCode) -> bool:
    return any(may_now(sign, action) for action in CONFIRMING)


def _why_explain(needed: ExplanationNeeded) -> str:
    if needed.distance_m is None:
        return _("Your phone gave no position that is exact enough: say where the sign hangs.")
    limits = {"distance": round(needed.distance_m), "limit": round(DISTANCE_MAX_M)}
    return (
        _("You are %(distance)s m from the intended place, more than %(limit)s m: say why it hangs here.")
        % limits
    )


def _said(event: CodeEvent) -> str:
    if event.distance_m is None:
        return _("Saved: the sign hangs where it should.")
    return _("Saved, %(distance)s m from the intended place.") % {"distance": round(event.distance_m)}


def _page(request: HttpRequest, sign: QRCode, form: OnSiteForm) -> HttpResponse:
    binding = binding_of(sign)
    place = binding.place if binding else None
    context = {
        "sign": sign,
        "form": form,
        "binding": binding,
        "about": binding_title(binding) if binding else "",
        "place_point": [str(degrees) for degrees in place.location.coords] if place else [],
        "is_check": is_to_be_checked(sign),
        "limit_m": str(round(DISTANCE_MAX_M)),
        "accuracy_limit_m": str(round(ACCURACY_MAX_M)),
        "photo_side": str(SIDE_MAX),
        "photo_was_sent": bool(request.FILES),
    }
    return render_form(request, "signs/desk/install.html", context, is_refused=form.is_bound)
