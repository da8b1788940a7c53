"""Where staff arrive after logging in."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from districts.role_titles import describe_role, describe_roles
from geoportal.staff.access import Action, may
from geoportal.staff.guarding import no_store, roles_of


@require_safe
@no_store
@login_required
def after_login(request: HttpRequest) -> HttpResponse:
    """Lead to the first page that a role opens."""
    if may(request.user, Action.VIEW):
        return redirect("review:queue")
    if may(request.user, Action.PLAN):
        return redirect("planning:desk")
    if may(request.user, Action.KEEP_SIGNS):
        return redirect("signs:list")
    return redirect("review:roles")


@require_safe
@no_store
@login_required
def roles(request: HttpRequest) -> HttpResponse:
    """Say which roles the account has and what they open."""
    held = [{"role": role, "where": describe_role(role)} for role in roles_of(request.user)]
    context = {
        "staff_role": describe_roles(request.user),
        "held": held,
        "may_review": may(request.user, Action.VIEW),
        "may_plan": may(request.user, Action.PLAN),
        "may_keep_signs": may(request.user, Action.KEEP_SIGNS),
    }
    return render(request, "review/roles.html", context)
