"""The keepers' page of all signs: filters, key figures, table, map and one sign beside them; state in the address."""

import datetime as dt
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from districts.access import Action
from districts.guarding import describe_roles, staff_only
from districts.models import District
from districts.parameters import InvalidParameter
from districts.tables import csv_name, read_form
from stops.codes import is_well_formed, normalise_code
from stops.life import is_to_be_checked, may_now
from stops.models import CodeAction, CodeBinding, CodeState, PlaceKind, QRCode
from stops.printing.formats import SignFormat
from stops.resolving import TYPED_MAX
from stops.signs.access import bindings_kept_by
from stops.signs.dossier import binding_of, life_of
from stops.signs.export import csv_lines
from stops.signs.filters import (
    BUS,
    OUTSIDE,
    REPORTED,
    SILENT_DAYS_MAX,
    SignFilter,
    parse_filter,
    parse_leniently,
)
from stops.signs.map import sign_features
from stops.signs.table import CONVERSION_SCANS_MIN, TREND_WEEKS, USE_DAYS, SignRow, count_signs, list_signs
from stops.wording import binding_title

PAGE_SIZE = 25
PAGES_MAX = 5000
UNPROCESSABLE = 422
BESIDE_FILTER = ("page", "sign", "lang")
COLUMNS = (
    ("code", gettext_lazy("Code")),
    ("name", gettext_lazy("Place or route")),
    ("state", pgettext_lazy("of a sign", "State")),
    ("scans", gettext_lazy("Scans, 30 days")),
    ("", gettext_lazy("12 weeks")),
    ("conversion", gettext_lazy("Conversion, %")),
    ("last", gettext_lazy("Last scan")),
)
NUMBERS = ("scans", "conversion")
GREATEST_FIRST = ("scans", "conversion", "last")
FORMAT_NAMES = (
    (SignFormat.A5, gettext_lazy("A5")),
    (SignFormat.A4, gettext_lazy("A4 poster")),
    (SignFormat.STICKER100, gettext_lazy("Sticker 100 × 100 mm")),
    (SignFormat.STICKER60, gettext_lazy("Sticker 60 × 60 mm")),
)


@require_safe
@staff_only(Action.KEEP_SIGNS)
def sign_list(request: HttpRequest) -> HttpResponse:
    """Show the signs that the user keeps."""
    chosen, errors = parse_leniently(request.GET)
    kept = bindings_kept_by(request.user)
    rows, page = _page(kept, chosen, request.GET.get("page", "1"))
    query = chosen.query()
    context = {
        "nav_current": "signs",
        "staff_role": describe_roles(request.user),
        "chosen": chosen,
        "errors": errors,
        "query": query.urlencode(),
        "figures": count_signs(kept, chosen),
        "figure_queries": _figure_queries(chosen),
        "rows": rows,
        "page": page,
        "columns": _columns(chosen),
        "with_page": _with(query, page=str(page.number)) if page.number > 1 else query.urlencode(),
        "districts": District.objects.current(),
        "outside": OUTSIDE,
        "kinds": [*PlaceKind.choices, (BUS, pgettext_lazy("kind of sign", "Bus"))],
        "states": [*CodeState.choices, (REPORTED, pgettext_lazy("a sign", "Reported"))],
        "formats": [(value.value, name) for value, name in FORMAT_NAMES],
        "silent_days_max": SILENT_DAYS_MAX,
        "use_days": USE_DAYS,
        "trend_weeks": TREND_WEEKS,
        "conversion_scans_min": CONVERSION_SCANS_MIN,
        "today": timezone.localdate(),
        "yesterday": timezone.localdate() - dt.timedelta(days=1),
        **_selected(kept, request.GET.get("sign", "")),
    }
    return render(request, "stops/signs/list.html", context)


@require_safe
@staff_only(Action.KEEP_SIGNS)
def sign_csv(request: HttpRequest) -> HttpResponse | StreamingHttpResponse:
    """Stream the filtered signs as a table, downloaded and never shown under our own origin."""
    try:
        chosen = parse_filter(request.GET, also=(*BESIDE_FILTER, "sep"))
        form = read_form(request.GET)
    except InvalidParameter as error:
        return HttpResponse(str(error), status=UNPROCESSABLE, content_type="text/plain; charset=utf-8")
    lines = csv_lines(bindings_kept_by(request.user), chosen, form)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{csv_name("signs", form)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@staff_only(Action.KEEP_SIGNS)
def sign_geojson(request: HttpRequest) -> JsonResponse:
    """Return the filtered signs as points, for the map."""
    try:
        chosen = parse_filter(request.GET, also=BESIDE_FILTER)
    except InvalidParameter as error:
        return JsonResponse({"parameter": error.parameter, "message": error.message}, status=UNPROCESSABLE)
    features = sign_features(bindings_kept_by(request.user), chosen)
    return JsonResponse(features, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})


def _page(kept: QuerySet[CodeBinding], chosen: SignFilter, asked: str) -> tuple[list[SignRow], Page[int]]:
    """Return the rows of a page and the page itself; one beyond the last shows the first."""
    number = int(asked) if asked.isdecimal() and len(asked) < 6 and 1 <= int(asked) <= PAGES_MAX else 1
    rows, found = list_signs(kept, chosen, skipped=(number - 1) * PAGE_SIZE, limit=PAGE_SIZE)
    if not rows and number > 1:
        number = 1
        rows, found = list_signs(kept, chosen, skipped=0, limit=PAGE_SIZE)
    return rows, Paginator(range(found), PAGE_SIZE).get_page(number)


def _columns(chosen: SignFilter) -> list[dict[str, Any]]:
    """Return the heads of the table: what each sorts by on the next click, and how it is sorted now."""
    columns = []
    for key, label in COLUMNS:
        down, is_sorted = chosen.sort.startswith("-"), chosen.sort.removeprefix("-") == key
        turn = not down if is_sorted else key in GREATEST_FIRST
        columns.append(
            {
                "label": label,
                "is_number": key in NUMBERS,
                "query": _with(chosen.query(), sort=f"{'-' if turn else ''}{key}") if key else "",
                "sorted": ("descending" if down else "ascending") if is_sorted else "",
            }
        )
    return columns


def _figure_queries(chosen: SignFilter) -> dict[str, str]:
    """Return the addresses that the key figures lead to: the same signs, in one state, reported or silent."""
    wide = chosen.anywhere_in_life()
    return {
        "total": wide.query().urlencode(),
        "installed": _with(wide.query(), state=CodeState.INSTALLED.value),
        "suspect": _with(wide.query(), state=CodeState.SUSPECT.value),
        "reported": _with(wide.query(), state=REPORTED),
        "silent": _with(wide.query(), silent=str(chosen.silent_after_days)),
    }


def _with(query: QueryDict, **values: str) -> str:
    changed = query.copy()
    for name, value in values.items():
        changed[name] = value
    return changed.urlencode()


def _selected(kept: QuerySet[CodeBinding], typed: str) -> dict[str, Any]:
    """Return what the panel says of the sign in the address; nothing where there is none or it is another's."""
    if not typed:
        return {}
    code = normalise_code(typed[:TYPED_MAX])
    mine = QRCode.objects.filter(pk__in=kept.values("code")).select_related("replaced_by")
    sign = mine.filter(code=code).first() if is_well_formed(code) else None
    if sign is None:
        return {"missing_sign": _("No sign of yours has the code in the address.")}
    binding = binding_of(sign)
    return {
        "sign": sign,
        "binding": binding,
        "title": binding_title(binding) if binding else str(sign),
        "steps": life_of(sign),
        "open_reports": sign.reports.open(),
        "is_in_use": may_now(sign, CodeAction.REVOKED),
        "is_suspect": sign.state == CodeState.SUSPECT,
        "is_to_be_checked": is_to_be_checked(sign),
        "may_be_suspected": may_now(sign, CodeAction.SUSPECTED),
    }
