"""The public pages: list, proposal, districts, privacy."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from districts.dates import short_month
from districts.models import District
from proposals.browse.listing import (
    ORDER_LABELS,
    PAGES_MAX,
    Order,
    in_order,
    pages_of,
    parse_order,
)
from proposals.browse.nearby import nearby
from proposals.browse.profile import district_profile, last_months
from proposals.browse.story import public_story
from proposals.browse.way_back import list_left
from proposals.filters import OUTSIDE, parse_leniently
from proposals.heatmap.counts import count_districts, count_records
from proposals.models import COUNTED_STATUSES, Proposal, Status, Topic

TOP_IDEAS = 5
PAGE_FILTERS = frozenset({"topic", "status", "from", "to", "district", "place", "route"})


@require_safe
def proposal_list(request: HttpRequest) -> HttpResponse:
    """List the published proposals under the address's filter."""
    chosen, errors = parse_leniently(request.GET, known=PAGE_FILTERS)
    order = parse_order(request.GET)
    paginator = pages_of(in_order(chosen.apply(), order), counted=count_records(chosen))
    number = request.GET.get("page", "1")
    page = paginator.get_page(number if number.isdecimal() and int(number) <= PAGES_MAX else 1)
    only_done = chosen.statuses == (Status.DONE,)
    return render(
        request,
        "proposals/browse/proposal_list.html",
        {
            "nav_current": "done" if only_done else "proposals",
            "only_done": only_done,
            "page": page,
            "chosen": chosen,
            "errors": errors,
            "order": order,
            "orders": ORDER_LABELS.items(),
            "topics": Topic.objects.all(),
            "statuses": COUNTED_STATUSES,
            "districts": District.objects.current(),
            "outside": OUTSIDE,
            "is_narrowed": bool(chosen.query().urlencode()) or order is not Order.NEWEST,
        },
    )


@require_safe
def proposal_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a published proposal; what is unknown and what is not public answer alike."""
    found = Proposal.objects.filter(public_id=public_id).select_related("merged_into").first()
    if found is not None and found.status == Status.MERGED and found.merged_into is not None:
        if found.merged_into.is_public:
            return redirect(found.merged_into)
        raise Http404
    proposal = get_object_or_404(Proposal.objects.published().with_names(), public_id=public_id)
    response = render(
        request,
        "proposals/browse/proposal_detail.html",
        {
            "nav_current": "proposals",
            "list_left": list_left(request),
            "proposal": proposal,
            "steps": public_story(proposal),
            "replies": proposal.replies.select_related("department"),
            "nearby": nearby(proposal),
        },
    )
    patch_vary_headers(response, ("Referer",))
    return response


@require_safe
def district_list(request: HttpRequest) -> HttpResponse:
    """Compare today's districts over the last twelve months, or the address's months."""
    chosen, errors = parse_leniently(request.GET)
    if chosen.month_from is None and chosen.month_to is None:
        first, last = last_months()
        chosen = replace(chosen, month_from=first, month_to=last)
    counts = count_districts(replace(chosen, districts=()))
    rows = sorted(counts.rows, key=lambda row: -(row.per_1000 or 0))
    context = {
        "nav_current": "districts",
        "counts": counts,
        "rows": rows,
        "chosen": chosen,
        "errors": errors,
    }
    return render(request, "proposals/browse/district_list.html", context)


@require_safe
def district_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a district of today: its figures beside the city's, its map, topics, trend and top ideas."""
    district = get_object_or_404(District.objects.current(), slug=slug)
    chosen, errors = parse_leniently(request.GET)
    if chosen.month_from is None and chosen.month_to is None:
        first, last = last_months()
        chosen = replace(chosen, month_from=first, month_to=last)
    here = replace(chosen, districts=(district.slug,))
    profile = district_profile(district, chosen)
    top = in_order(here.apply(), Order.SUPPORTED)[:TOP_IDEAS]
    return render(
        request,
        "proposals/browse/district_detail.html",
        {
            "nav_current": "districts",
            "district": district,
            "profile": profile,
            "most_in_topic": max((count for _topic, count in profile.topics), default=0),
            "months": [(short_month(month), count) for month, count, _mean in profile.months],
            "means": [(short_month(month), mean) for month, _count, mean in profile.months],
            "top": top,
            "here": here,
            "errors": errors,
        },
    )


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is stored, for how long, and who sees it."""
    return render(request, "proposals/browse/privacy.html")
