"""The staff's map of proposals in all statuses: the page and its data, for each only what they may see."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from geoportal.staff.access import Action
from geoportal.staff.guarding import staff_only
from geoportal.web.answers import refuse_as_api
from geoportal.web.parameters import InvalidParameter
from proposals.heatmap.page import MAP_RULES, METRICS, View, parse_metric, parse_view
from proposals.review.map_data import cells_within, districts_within, proposals_within
from proposals.review.map_filter import parse_staff_leniently
from proposals.review.map_page import map_context

JSON = "application/json; charset=utf-8"


@require_safe
@staff_only(Action.VIEW)
def review_map(request: HttpRequest) -> HttpResponse:
    """Show what waits, or any other statuses, as heat, grid or districts."""
    chosen, errors = parse_staff_leniently(request.GET)
    view = parse_view(request.GET)
    metric = parse_metric(request.GET, view)
    table_metric = metric if view is View.DISTRICTS else METRICS[View.DISTRICTS][0]
    context = map_context(request.user, chosen, table_metric)
    context |= {"errors": errors, "view": view, "metric": metric, "map_rules": MAP_RULES}
    return render(request, "review/map.html", context)


def _refusing(answer: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer 422 with the parameter's name where an address cannot be understood."""

    @wraps(answer)
    def answered(request: HttpRequest) -> HttpResponse:
        try:
            return answer(request)
        except InvalidParameter as error:
            return refuse_as_api(error)

    return answered


@require_safe
@staff_only(Action.VIEW)
@_refusing
def review_map_cells(request: HttpRequest) -> HttpResponse:
    """Answer with the cells."""
    return HttpResponse(cells_within(request.user, request.GET), content_type=JSON)


@require_safe
@staff_only(Action.VIEW)
@_refusing
def review_map_districts(request: HttpRequest) -> HttpResponse:
    """Answer with the districts."""
    return JsonResponse(districts_within(request.user, request.GET))


@require_safe
@staff_only(Action.VIEW)
@_refusing
def review_map_proposals(request: HttpRequest) -> HttpResponse:
    """Answer with a page of proposals as GeoJSON."""
    return JsonResponse(proposals_within(request.user, request.GET))
