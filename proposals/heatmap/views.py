"""The public map."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from proposals.filters import OUTSIDE, parse_leniently
from proposals.heatmap.framing import embeddable, is_embedded
from proposals.heatmap.page import MAP_RULES, View, map_context, parse_metric, parse_view


@require_safe
@embeddable
def city_map(request: HttpRequest) -> HttpResponse:
    """Show the city's ideas: heat, grid or districts, and the table that says the same.

    ``embed=1`` leaves the map with its legend, views and months, for a frame on another site.
    """
    chosen, errors = parse_leniently(request.GET)
    view = parse_view(request.GET)
    metric = parse_metric(request.GET, view)
    query = chosen.query()
    in_full = query.copy()
    in_full["view"], in_full["metric"] = view, metric
    context = map_context(chosen, parse_metric(request.GET, View.DISTRICTS)) | {
        "nav_current": "map",
        "chosen": chosen,
        "errors": errors,
        "query": query.urlencode(),
        "query_in_full": in_full.urlencode(),
        "view": view,
        "metric": metric,
        "map_rules": MAP_RULES,
        "outside": OUTSIDE,
        "embed": is_embedded(request),
    }
    return render(request, "heatmap/city_map.html", context)
