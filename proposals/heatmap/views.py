"""The public map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.filters import OUTSIDE, parse_leniently
from proposals.heatmap.page import Metric, View, map_context, parse_metric, parse_view


@require_safe
def city_map(request: HttpRequest) -> HttpResponse:
    """Show the city's ideas: heat, grid or districts, and the table that says the same."""
    chosen, errors = parse_leniently(request.GET)
    metric = parse_metric(request.GET)
    context = map_context(chosen, metric) | {
        "nav_current": "map",
        "chosen": chosen,
        "errors": errors,
        "query": chosen.query().urlencode(),
        "view": parse_view(request.GET),
        "views": list(View),
        "metric": metric,
        "metrics": list(Metric),
        "outside": OUTSIDE,
    }
    return render(request, "proposals/heatmap/city_map.html", context)
