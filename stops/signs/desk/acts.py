"""The page of one sign and what its keepers do with it."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from districts.role_titles import describe_roles
from geoportal.staff.access import Action
from geoportal.staff.guarding import staff_only
from geoportal.web.answers import render_form, see_other
from geoportal.web.text import clean_line
from stops.network.models import Place
from stops.network.titles import place_title
from stops.signs.codes import is_well_formed, normalise_code
from stops.signs.desk.access import signs_kept_by
from stops.signs.desk.dossier import binding_of, bindings_of, figures_of, life_of, titled
from stops.signs.desk.forms import MoveForm, ReasonForm
from stops.signs.keepers import places_kept_by
from stops.signs.life import (
    NotAllowed,
    SameBinding,
    check_sign,
    is_to_be_checked,
    last_event_id,
    may_now,
    move_sign,
    replace_sign,
    revoke_sign,
    suspect_sign,
)
from stops.signs.models import CodeAction, CodeBinding, CodeState, QRCode
from stops.signs.resolving import TYPED_MAX
from stops.signs.titles import binding_title

PLACES_FOUND_MAX = 12
QUERY_MAX = 100
REPORTS_SHOWN = 40


@require_safe
@staff_only(Action.KEEP_SIGNS)
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """Show one sign: facts, life, reports, and what may be done with it now."""
    return _show(request, find_sign(request, code))


@require_POST
@staff_only(Action.KEEP_SIGNS)
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Trust a sign that was suspect or reported."""
    return _act(request, code, CodeAction.CHECKED, lambda acting: check_sign(**acting))


@require_POST
@staff_only(Action.KEEP_SIGNS)
def suspect(request: HttpRequest, code: str) -> HttpResponse:
    """Warn everybody who scans a sign."""
    return _act(request, code, CodeAction.SUSPECTED, lambda acting: suspect_sign(**acting))


@require_POST
@staff_only(Action.KEEP_SIGNS)
def replace(request: HttpRequest, code: str) -> HttpResponse:
    """Issue a new code for what the sign stands for, and go to its page, to print it."""
    return _act(request, code, CodeAction.REPLACED, lambda acting: replace_sign(**acting))


@require_POST
@staff_only(Action.KEEP_SIGNS)
def revoke(request: HttpRequest, code: str) -> HttpResponse:
    """Take a sign out of service for good."""
    return _act(request, code, CodeAction.REVOKED, lambda acting: revoke_sign(**acting))


@require_POST
@staff_only(Action.KEEP_SIGNS)
def move(request: HttpRequest, code: str) -> HttpResponse:
    """Bind a sign to another place, or another route and bus, of the keeper's districts."""
    sign = find_sign(request, code)
    form = MoveForm(request.POST, user=request.user, is_bus=_is_of_bus(sign))
    return _act(
        request, code, CodeAction.MOVED, lambda acting: move_sign(**acting, **form.target()), form=form
    )


@require_safe
@staff_only(Action.KEEP_SIGNS)
def photo(request: HttpRequest, code: str, event_id: int) -> HttpResponse | FileResponse:
    """Send the photo of one step, to the sign's keepers only."""
    event = find_sign(request, code).events.filter(pk=event_id).exclude(photo="").first()
    if event is None or not event.photo.storage.exists(str(event.photo.name)):
        raise Http404
    response = FileResponse(event.photo.open("rb"), content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    return response


def find_sign(request: HttpRequest, code: str) -> QRCode:
    """Return a sign that the user keeps; another's answers as one that is not there."""
    typed = normalise_code(code[:TYPED_MAX])
    kept = signs_kept_by(request.user).select_related("replaced_by")
    sign = kept.filter(code=typed).first() if is_well_formed(typed) else None
    if sign is None:
        raise Http404
    return sign


def acting_user(request: HttpRequest) -> User:
    """Return who does it."""
    assert isinstance(request.user, User)  # noqa: S101  (staff_only let nobody else in)
    return request.user


def go_to(sign: QRCode) -> HttpResponse:
    """Lead to the page of a sign, after an act or instead of one."""
    return see_other("signs:detail", code=sign.code)


def already_done(request: HttpRequest, sign: QRCode, *actions: CodeAction) -> HttpResponse:
    """Tell whoever comes second what was done before, and lead to the sign as it is now.

    Args:
        request: which came second.
        sign: as it stands now.
        actions: what was asked; where something else was done meanwhile, this was not.
    """
    event = sign.events.select_related("actor").order_by("-pk").first()
    if event is not None:
        names = {
            "what": event.get_action_display(),
            "who": event.actor.get_full_name() or event.actor.username if event.actor else _residents(),
            "when": date_format(timezone.localtime(event.at), "SHORT_DATETIME_FORMAT"),
        }
        if event.action in actions:
            said = _("Already done: %(what)s (%(who)s, %(when)s). Nothing was done twice.")
        else:
            said = _(
                "Not done, since something else was done before: %(what)s (%(who)s, %(when)s). Look again."
            )
        messages.warning(request, said % names)
    return go_to(sign)


def _residents() -> str:
    return pgettext("who reported a sign", "residents")


def too_large(request: HttpRequest) -> HttpResponse:
    """Answer 413 to a body that nobody read, and say what to do."""
    return render(request, "signs/desk/too_large.html", status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)


def _act(
    request: HttpRequest,
    code: str,
    action: CodeAction,
    service: Callable[[dict[str, Any]], object],
    form: ReasonForm | None = None,
) -> HttpResponse:
    """Do it once and say so; a form that lacks something comes back as it was typed."""
    sign = find_sign(request, code)
    form = form or ReasonForm(request.POST)
    if not form.is_valid():
        return (
            already_done(request, sign, action)
            if "seen" in form.errors
            else _show(request, sign, action, form)
        )
    acting = {
        "code": sign,
        "actor": acting_user(request),
        "at": timezone.now(),
        "reason": form.cleaned_data["reason"],
        "seen": form.cleaned_data["seen"],
    }
    try:
        done = service(acting)
    except NotAllowed as late:
        return already_done(request, late.code, action)
    except SameBinding:
        form.add_error(None, _("The sign stands for this already: choose another."))
        return _show(request, sign, action, form)
    messages.success(request, _said(action, sign, done))
    return go_to(done if isinstance(done, QRCode) else sign)


def _said(action: CodeAction, sign: QRCode, done: object) -> str:
    if isinstance(done, QRCode):
        names = {"new": str(done), "old": str(sign)}
        return _("Code %(new)s takes the place of %(old)s. Print it and hang it up.") % names
    if isinstance(done, CodeBinding):
        return _("Moved: the sign now stands for %(about)s.") % {"about": binding_title(done)}
    if action == CodeAction.REVOKED:
        return _("Revoked: whoever scans it is told that it is no longer in use.")
    if action == CodeAction.SUSPECTED:
        return _("Suspect: whoever scans it is warned until it is checked.")
    return _("Checked: the sign is trusted again, its reports are answered.")


def _is_of_bus(sign: QRCode) -> bool:
    binding = binding_of(sign)
    return binding is not None and binding.route_id is not None


def _show(
    request: HttpRequest, sign: QRCode, failed: CodeAction | None = None, form: ReasonForm | None = None
) -> HttpResponse:
    """Render the page of a sign, with the form of one act as it was typed."""
    query = clean_line(request.GET.get("find", "")[:QUERY_MAX])
    seen = {"seen": last_event_id(sign)}
    moving = MoveForm(initial=seen, user=request.user, is_bus=_is_of_bus(sign))
    forms: dict[CodeAction, ReasonForm] = {
        action: ReasonForm(initial=seen, prefix=None, auto_id=f"{action.value}_%s")
        for action in (CodeAction.SUSPECTED, CodeAction.CHECKED, CodeAction.REPLACED, CodeAction.REVOKED)
    } | {CodeAction.MOVED: moving}
    if failed is not None and form is not None:
        form.auto_id = f"{failed.value}_%s"
        forms[failed] = form
    found, total = _found(request, query)
    reports = list(sign.reports.all()[:REPORTS_SHOWN])
    context = {
        "sign": sign,
        "nav_current": "signs",
        "staff_role": describe_roles(request.user),
        "bindings": titled(bindings_of(sign)),
        "steps": life_of(sign),
        "reports": reports,
        "has_one_of_many": any(report.is_one_of_many for report in reports),
        "figures": figures_of(sign),
        "predecessor": sign.replaces.first(),
        "is_in_use": may_now(sign, CodeAction.REVOKED),
        "is_suspect": sign.state == CodeState.SUSPECT,
        "is_to_be_checked": is_to_be_checked(sign),
        "may_be_suspected": may_now(sign, CodeAction.SUSPECTED),
        "is_of_bus": _is_of_bus(sign),
        "suspecting": forms[CodeAction.SUSPECTED],
        "checking": forms[CodeAction.CHECKED],
        "replacing": forms[CodeAction.REPLACED],
        "revoking": forms[CodeAction.REVOKED],
        "moving": forms[CodeAction.MOVED],
        "failed": failed.value if failed else "",
        "query": query,
        "found": found,
        "found_total": total if total > len(found) else 0,
    }
    return render_form(request, "signs/desk/detail.html", context, is_refused=failed is not None)


def _found(request: HttpRequest, query: str) -> tuple[list[tuple[Place, str]], int]:
    """Return the first of the places of the keeper's districts that bear a name, and how many there are."""
    places = places_kept_by(request.user).named_like(query).select_related("district")
    found = [(place, place_title(place)) for place in places[:PLACES_FOUND_MAX]]
    return found, len(found) if len(found) < PLACES_FOUND_MAX else places.count()
