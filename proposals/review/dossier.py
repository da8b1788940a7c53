"""What a member of staff reads beside a proposal: where it is, what is near, what happened."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.measure import D
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from geoportal.staff.access import Action
from proposals.models import ContactReason, HistoryAction, HistoryEntry, Proposal, RejectionReason, Status
from proposals.review.workflow import may_act
from stops.network.models import RouteDirection, RouteShare
from stops.signs.models import Scan

NEIGHBOURS_WITHIN_M = 300
NEIGHBOURS_MAX = 6
DEGREES_PER_M = 1 / 70_000
"""More degrees than a metre has in any direction up to 50° of latitude: a box of candidates for the index."""

AROUND_DEGREES = (0.0055, 0.0035)
SCANS_DAYS = 7
LINE_TOLERANCE_DEGREES = 0.0001

FIELD_LABELS = {
    "title": gettext_lazy("Headline changed"),
    "topic": gettext_lazy("Topic changed"),
    "department": gettext_lazy("Department changed"),
    "merged_into": gettext_lazy("Leads on to another proposal"),
    "reply": gettext_lazy("Answered"),
}
DATA_ACTIONS = {HistoryAction.DATA_HIDDEN, HistoryAction.DATA_SHOWN, HistoryAction.ERASED}
DATA_PARTS = {
    "title": gettext_lazy("in the headline"),
    "text": gettext_lazy("in the text"),
    "contact": gettext_lazy("the contact"),
    "original": gettext_lazy("the text as it was sent"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the history; ``who`` is empty for those who may not audit."""

    at: dt.datetime
    label: str
    reason: str = ""
    who: str = ""


def neighbours(proposal: Proposal) -> list[Proposal]:
    """Return the public proposals within 300 m, nearest first, with ``distance``; of a route, its own."""
    others = Proposal.objects.published().exclude(pk=proposal.pk).with_names()
    if proposal.location is None:
        version = proposal.route_version
        same = others.filter(location__isnull=True, route_version__route=version.route if version else None)
        return list(same.order_by("-submitted_at", "-pk")[:NEIGHBOURS_MAX])
    box = NEIGHBOURS_WITHIN_M * DEGREES_PER_M
    near = others.filter(location__dwithin=(proposal.location, box))
    near = near.annotate(distance=Distance("location", proposal.location))
    near = near.filter(distance__lte=D(m=NEIGHBOURS_WITHIN_M))
    return list(near.order_by("distance", "pk")[:NEIGHBOURS_MAX])


def history(proposal: Proposal, user: Any) -> list[Entry]:
    """Return what happened, oldest first; who did it is told to auditors only."""
    names_too = may_act(user, Action.AUDIT, proposal)
    entries = proposal.history.select_related("actor")
    return [_entry(entry, names_too=names_too) for entry in entries]


def last_mover(proposal: Proposal) -> HistoryEntry | None:
    """Return the entry of the latest change of status."""
    return proposal.history.exclude(to_status="").select_related("actor").last()


def sign_facts(proposal: Proposal) -> dict[str, Any] | None:
    """Return the sign from which a proposal came and its scans of the last days; None without a code."""
    if proposal.code is None:
        return None
    since = timezone.localdate() - dt.timedelta(days=SCANS_DAYS - 1)
    scans = Scan.objects.filter(code=proposal.code, day__gte=since).aggregate(total=Sum("count"))
    year_ago = timezone.now() - dt.timedelta(days=365)
    return {
        "code": proposal.code,
        "scans": scans["total"] or 0,
        "proposals": Proposal.objects.filter(code=proposal.code, submitted_at__gte=year_ago).count(),
    }


def route_districts(proposal: Proposal) -> list[dict[str, Any]]:
    """Return the districts that a whole-route proposal crosses with their shares, the largest first."""
    if not proposal.is_along_route:
        return []
    shares = RouteShare.objects.filter(version=proposal.route_version).select_related("district")
    totals: dict[Any, float] = {}
    for share in shares:
        totals[share.district] = totals.get(share.district, 0.0) + share.share
    rows = [{"district": district, "share": share} for district, share in totals.items()]
    return sorted(rows, key=lambda row: -float(row["share"]))


def map_data(proposal: Proposal, near: list[Proposal]) -> dict[str, Any]:
    """Return what the small map draws: point or lines, and the neighbours; positions are (lon, lat)."""
    return {
        "point": list(proposal.location.coords) if proposal.location else None,
        "lines": _lines(proposal),
        "near": [
            {
                "point": list(other.location.coords),
                "status": other.status,
                "title": other.headline,
                "url": other.get_absolute_url(),
            }
            for other in near
            if other.location
        ],
    }


def map_bbox(proposal: Proposal) -> str:
    """Return ``west,south,east,north`` about the point, or of the whole route."""
    if proposal.location is not None:
        lon, lat = proposal.location.coords
        east, north = AROUND_DEGREES
        return f"{lon - east:.6f},{lat - north:.6f},{lon + east:.6f},{lat + north:.6f}"
    extents = [direction.line.extent for direction in _directions(proposal)]
    if not extents:
        return ""
    wests, souths, easts, norths = zip(*extents, strict=True)
    return f"{min(wests):.6f},{min(souths):.6f},{max(easts):.6f},{max(norths):.6f}"


def _directions(proposal: Proposal) -> list[RouteDirection]:
    if proposal.route_version is None:
        return []
    return list(RouteDirection.objects.filter(version=proposal.route_version))


def _lines(proposal: Proposal) -> list[list[list[float]]]:
    """Return the lines of the route that a proposal is about, thinned to about 10 m."""
    lines = []
    for direction in _directions(proposal):
        for part in direction.line:
            thinned = part.simplify(LINE_TOLERANCE_DEGREES)
            lines.append([list(position[:2]) for position in thinned.coords])  # type: ignore[attr-defined]
    return lines


def _entry(entry: HistoryEntry, *, names_too: bool) -> Entry:
    reasons = dict([*RejectionReason.choices, *ContactReason.choices])
    reason = reasons.get(entry.reason, "")
    if entry.action in DATA_ACTIONS:
        reason = DATA_PARTS.get(entry.field, "")
    who = entry.actor.get_full_name() or entry.actor.get_username() if names_too and entry.actor else ""
    return Entry(timezone.localtime(entry.at), _label(entry), str(reason), who)


def _label(entry: HistoryEntry) -> str:
    if entry.action == HistoryAction.SUBMITTED or not entry.to_status:
        is_change = entry.action in {HistoryAction.FIELD_CHANGED, HistoryAction.REPLIED}
        what = entry.get_action_display()
        return str(FIELD_LABELS.get(entry.field, what) if is_change else what)
    if entry.to_status == Status.SUBMITTED:
        return _("Back in the queue")
    return str(Status(entry.to_status).label)
