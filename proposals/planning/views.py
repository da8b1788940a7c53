"""The planners' desk: filters, map, drill-down and exports; all state stands in the address."""

from collections.abc import Collection

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from districts.access import Action
from districts.dates import short_year_month
from districts.grid import tile_centre, tile_of_key
from districts.guarding import staff_only
from districts.models import District
from districts.parameters import InvalidParameter
from districts.tables import csv_name, read_form
from proposals.areas import VERTICES_MAX, InvalidArea, corners_of, polygon_from_text
from proposals.filters import (
    AREA,
    CORE,
    OUTSIDE,
    WITHIN_M_DEFAULT,
    WITHIN_M_MAX,
    ProposalFilter,
    parse_filter,
    parse_leniently,
)
from proposals.geojson import RouteLines
from proposals.heatmap.counts import count_by_month, count_by_status, count_by_topic, count_cells, count_total
from proposals.models import COUNTED_STATUSES, Topic
from proposals.planning.drilldown import is_single, rows_below, way_down
from proposals.planning.offline_map import offline_map
from proposals.planning.records import public_records
from proposals.planning.tables import csv_lines, geojson_parts
from proposals.stored_areas import CORNERS_IN_ADDRESS_MAX, address_of
from stops.models import BusRoute

KNOWN = CORE | AREA
PAGE_SIZE = 25
PAGES_MAX = 5000
MAP_LEVEL = 16
MAP_POINTS_MAX = 1500
SEE_OTHER, UNPROCESSABLE = 303, 422


@require_safe
@staff_only(Action.PLAN)
def planning(request: HttpRequest) -> HttpResponse:
    """Show the filtered city: map, way down, table, counts and list."""
    chosen, errors = parse_leniently(request.GET, known=KNOWN)
    return _desk(request, chosen, errors)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_only(Action.PLAN)
def planning_area(request: HttpRequest) -> HttpResponse:
    """Take an area by its corners, however many, and lead to the page that shows it beside the other filters.

    The other filters stand in the address; a bad area is shown again there, with what is wrong with it, and links from
    there lead on as from the page itself.
    """
    if request.method != "POST":
        return redirect(f"{reverse('proposals:planning')}?{request.GET.urlencode()}")
    chosen, errors = parse_leniently(request.GET, known=KNOWN - {"area"})
    typed = request.POST.get("area", "")
    try:
        area = polygon_from_text(typed)
    except InvalidArea as error:
        return _desk(request, chosen, errors, typed_area=typed, area_error=str(error), status=UNPROCESSABLE)
    query = chosen.query()
    query["area"] = address_of(area, at=timezone.now())
    response = redirect(f"{reverse('proposals:planning')}?{query.urlencode()}")
    response.status_code = SEE_OTHER
    return response


def _desk(
    request: HttpRequest,
    chosen: ProposalFilter,
    errors: list[InvalidParameter],
    *,
    typed_area: str | None = None,
    area_error: str = "",
    status: int = 200,
) -> HttpResponse:
    records = chosen.apply().with_names()
    number = request.GET.get("page", "1")
    pages = Paginator(records.order_by("-submitted_at", "-pk"), PAGE_SIZE)
    by_topic = count_by_topic(chosen)
    by_status = count_by_status(chosen)
    topics = list(Topic.objects.all())
    months = count_by_month(chosen)
    context = {
        "nav_current": "planning",
        "chosen": chosen,
        "errors": errors,
        "query": chosen.query().urlencode(),
        "without_area": chosen.without_drawing().query().urlencode(),
        "area_corners": corners_of(chosen.area) if chosen.area else "",
        "typed_area": typed_area,
        "area_error": area_error,
        "vertices_max": VERTICES_MAX,
        "corners_in_address_max": CORNERS_IN_ADDRESS_MAX,
        "crumbs": way_down(chosen, _city_name()),
        "rows": rows_below(chosen),
        "is_single": is_single(chosen),
        "total": count_total(chosen),
        "records": pages.count,
        "page": pages.get_page(number if number.isdecimal() and int(number) <= PAGES_MAX else 1),
        "topics": topics,
        "topic_counts": [(topic, by_topic.get(topic.slug, 0)) for topic in topics],
        "most_in_topic": max(by_topic.values(), default=0),
        "status_counts": [(status, by_status.get(status, 0)) for status in COUNTED_STATUSES],
        "months": [(short_year_month(month), count) for month, count in months],
        "districts": District.objects.current(),
        "outside": OUTSIDE,
        "routes": BusRoute.objects.in_use().by_number(),
        "within_m_default": WITHIN_M_DEFAULT,
        "within_m_max": WITHIN_M_MAX,
    }
    return render(request, "proposals/planning/planning.html", context, status=status)


@require_safe
@staff_only(Action.PLAN)
def planning_map(request: HttpRequest) -> HttpResponse:
    """Return what the map draws: cells (lon, lat, weight) and, where they are not too many, the records."""
    try:
        chosen = _strict(request.GET)
    except InvalidParameter as error:
        return JsonResponse({"parameter": error.parameter, "message": error.message}, status=UNPROCESSABLE)
    cells = []
    for cell in count_cells(chosen, MAP_LEVEL):
        lon, lat = tile_centre(*tile_of_key(cell.key), MAP_LEVEL)
        cells.append([round(lon, 6), round(lat, 6), round(cell.weight, 4)])
    lines = RouteLines()
    points = []
    if chosen.apply().count() <= MAP_POINTS_MAX:
        points = [
            {
                "type": "Feature",
                "geometry": lines.geometry(proposal),
                "properties": {
                    "title": proposal.headline,
                    "status": proposal.status,
                    "label": str(proposal.get_status_display()),
                    "url": proposal.get_absolute_url(),
                },
            }
            for proposal in public_records(chosen)
        ]
    return JsonResponse({"level": MAP_LEVEL, "cells": cells, "proposals": points})


@require_safe
@staff_only(Action.PLAN)
def planning_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Stream the filtered records as a table."""
    return _export(request, "csv", "text/csv; charset=utf-8")


@require_safe
@staff_only(Action.PLAN)
def planning_geojson(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Stream the filtered records with their geometry."""
    return _export(request, "geojson", "application/geo+json")


@require_safe
@staff_only(Action.PLAN)
def planning_html(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Return one file with the filtered records on a map that opens without a network."""
    return _export(request, "html", "text/html; charset=utf-8")


def _export(request: HttpRequest, extension: str, content_type: str) -> HttpResponse | StreamingHttpResponse:
    """Answer an export; the file is always downloaded, never shown under our own origin."""
    try:
        chosen = _strict(request.GET, {"sep"} if extension == "csv" else set())
        form = read_form(request.GET)
    except InvalidParameter as error:
        return HttpResponse(str(error), status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    response: HttpResponse | StreamingHttpResponse
    if extension == "csv":
        response = StreamingHttpResponse(csv_lines(chosen, form), content_type=content_type)
    elif extension == "geojson":
        response = StreamingHttpResponse(geojson_parts(chosen), content_type=content_type)
    else:
        title = _("Proposals, %(city)s") % {"city": _city_name()}
        response = HttpResponse(offline_map(chosen, settings.CITY_BBOX, title), content_type=content_type)
    day = timezone.localdate().isoformat()
    name = csv_name("proposals", form) if extension == "csv" else f"proposals-{day}.{extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _strict(query: QueryDict, also: Collection[str] = ()) -> ProposalFilter:
    return parse_filter(query, known=KNOWN, also={"lang", "page", *also})


def _city_name() -> str:
    names: dict[str, str] = settings.CITY_NAMES
    return names.get(get_language() or "", names["en"])
