"""The demo's proposals with their history, replies and supports."""

import datetime as dt
import hashlib
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.geos import Point
from django.utils import timezone

from districts.locating import district_at
from proposals.demo import chance
from proposals.follow import follow_digest, follow_secret
from proposals.location_limits import DEVICE_FROM_ROUTE_MAX_M, PIN_ACCURACY_M, PLACE_ACCURACY_M
from proposals.models import (
    COUNTED_STATUSES,
    Consent,
    Department,
    HistoryAction,
    HistoryEntry,
    LocationSource,
    OfficialReply,
    Proposal,
    RejectionReason,
    Status,
    Support,
    Topic,
)
from proposals.numbers import next_number
from proposals.reference_data import read_fixture
from stops.network.models import BusRoute, Place, RouteVersion
from stops.network.shares import leading_district
from stops.network.snapping import snap_to_route
from stops.signs.models import CodeBinding

FILES = ("proposals_kk.json", "proposals_ru.json")
DAYTIME_BEGINS_H, DAYTIME_HOURS = 7, 15


@dataclass(frozen=True, slots=True)
class References:
    """What proposals refer to, fetched once."""

    places: dict[str, Place]
    versions: dict[str, RouteVersion]
    topics: dict[str, Topic]
    departments: dict[str, Department]
    place_codes: dict[int, int]
    route_codes: dict[int, int]
    consent: Consent
    moderator: User
    official: User


def load_proposals(places: dict[str, Place], routes: dict[str, BusRoute]) -> int:
    """Load the proposals that are not there yet, oldest first, and return how many."""
    references = _references(places, routes)
    now = timezone.now()
    rows = [row for name in FILES for row in read_fixture(name)]
    known = set(Proposal.objects.values_list("idempotency_key", flat=True))
    missing = [row for row in rows if chance.identifier(row["key"]) not in known]
    for row in sorted(missing, key=lambda row: (-row["days_ago"], row["key"])):
        _load(row, references, now)
    return len(missing)


def public_id_of(row: dict[str, Any]) -> str:
    """Return the public identifier of a demo proposal."""
    return chance.code(f"proposal:{row['key']}")


def _references(places: dict[str, Place], routes: dict[str, BusRoute]) -> References:
    bindings = CodeBinding.objects.in_force().order_by("-pk")
    versions = RouteVersion.objects.current().select_related("route").filter(route__in=routes.values())
    return References(
        places=places,
        versions={version.route.number: version for version in versions},
        topics={topic.slug: topic for topic in Topic.objects.all()},
        departments={department.slug: department for department in Department.objects.all()},
        place_codes={binding.place_id: binding.code_id for binding in bindings if binding.place_id},
        route_codes={binding.route_id: binding.code_id for binding in bindings if binding.route_id},
        consent=Consent.objects.latest(),
        moderator=User.objects.get(username="moderator"),
        official=User.objects.get(username="chief"),
    )


def _load(row: dict[str, Any], references: References, now: dt.datetime) -> None:
    key = chance.identifier(row["key"])
    submitted_at = _moment(now, row["days_ago"], row["key"])
    moments = [
        min(_moment(now, row["days_ago"] - step["after_days"], f"{row['key']}:{step['status']}"), now)
        for step in row["steps"]
    ]
    status = Status(row["steps"][-1]["status"]) if row["steps"] else Status.SUBMITTED
    departments = [step["department"] for step in row["steps"] if step.get("department")]
    department = references.departments[departments[-1]] if departments else None
    proposal = Proposal(
        public_id=public_id_of(row),
        number=next_number(submitted_at),
        follow_digest=follow_digest(follow_secret(key)),
        idempotency_key=key,
        body_digest=hashlib.sha256(row["text"].encode()).hexdigest(),
        topic=references.topics[row["topic"]],
        title=row["title"] if row["steps"] else "",
        text=row["text"],
        language=row["language"],
        consent=references.consent,
        status=status,
        rejection_reason=_rejection_reason(row),
        department=department,
        submitted_at=submitted_at,
        published_at=moments[0] if status in COUNTED_STATUSES else None,
        status_changed_at=moments[-1] if moments else submitted_at,
    )
    _locate(proposal, row, references)
    proposal.save(force_insert=True)
    _append_history(proposal, row, moments, references)
    _add_supports(proposal, row, now)


def _rejection_reason(row: dict[str, Any]) -> str:
    reasons = [step["reason"] for step in row["steps"] if step["status"] == Status.REJECTED]
    return RejectionReason(reasons[-1]).value if reasons else ""


def _locate(proposal: Proposal, row: dict[str, Any], references: References) -> None:
    """Give a proposal its code and its location, by the rules of the intake."""
    written, about = row["from"] or {}, row["about"]
    source = LocationSource(about["source"])
    if "route" in written:
        proposal.route_version = references.versions[written["route"]]
        proposal.code_id = references.route_codes.get(proposal.route_version.route_id)
    if "place" in written:
        proposal.code_id = references.place_codes[references.places[written["place"]].pk]
    proposal.location_source = source
    if source == LocationSource.CODE_POINT:
        proposal.place = references.places[written["place"]]
        proposal.location, proposal.accuracy_m = proposal.place.location, PLACE_ACCURACY_M
    elif source == LocationSource.CHOSEN_STOP:
        proposal.place = references.places[about["place"]]
        proposal.location, proposal.accuracy_m = proposal.place.location, PLACE_ACCURACY_M
    elif source == LocationSource.DEVICE_ON_ROUTE:
        _snap(proposal, about)
    elif source == LocationSource.PIN:
        proposal.location = Point(about["lon"], about["lat"], srid=4326)
        proposal.accuracy_m = PIN_ACCURACY_M
    if proposal.location is not None:
        proposal.district = district_at(proposal.location)
    elif proposal.route_version is not None:
        proposal.district = leading_district(proposal.route_version)


def _snap(proposal: Proposal, about: dict[str, Any]) -> None:
    if proposal.route_version is None:
        raise ValueError("A position on a route needs a route.")
    position = Point(about["lon"], about["lat"], srid=4326)
    snapped = snap_to_route(proposal.route_version, position, within_m=DEVICE_FROM_ROUTE_MAX_M)
    if snapped is None:
        raise ValueError(f"{about} lies more than {DEVICE_FROM_ROUTE_MAX_M} m from the route.")
    proposal.location, proposal.accuracy_m = snapped.point, about["accuracy_m"]
    proposal.route_direction, proposal.measure_m = snapped.direction.direction, snapped.measure_m
    proposal.route_branch = snapped.branch


def _append_history(
    proposal: Proposal, row: dict[str, Any], moments: list[dt.datetime], references: References
) -> None:
    entries = [
        HistoryEntry(
            proposal=proposal,
            at=proposal.submitted_at,
            action=HistoryAction.SUBMITTED,
            to_status=Status.SUBMITTED,
        )
    ]
    previous: str = Status.SUBMITTED
    for step, moment in zip(row["steps"], moments, strict=True):
        moderated = step["status"] in {Status.PUBLISHED, Status.REJECTED}
        entries.append(
            HistoryEntry(
                proposal=proposal,
                at=moment,
                actor=references.moderator if moderated else references.official,
                action=HistoryAction.STATUS_CHANGED,
                from_status=previous,
                to_status=step["status"],
                reason=step.get("reason", ""),
            )
        )
        previous = step["status"]
        if step.get("reply"):
            OfficialReply.objects.create(
                proposal=proposal,
                status=step["status"],
                department=references.departments[step["department"]]
                if step.get("department")
                else proposal.topic.departments.order_by("pk")[0],
                author=references.official,
                language=proposal.language,
                text=step["reply"],
                published_at=moment,
            )
    HistoryEntry.objects.bulk_create(entries)


def _add_supports(proposal: Proposal, row: dict[str, Any], now: dt.datetime) -> None:
    if proposal.published_at is None:
        return
    open_days = max(1, (now - proposal.published_at).days)
    Support.objects.bulk_create(
        Support(
            proposal=proposal,
            supporter_digest=hashlib.sha256(f"{row['key']}:{index}".encode()).hexdigest(),
            created_at=now - dt.timedelta(days=chance.number(f"{row['key']}:support:{index}", open_days)),
        )
        for index in range(row["supports"])
    )


def _moment(now: dt.datetime, days_ago: int, key: str) -> dt.datetime:
    """Return a moment in the daytime of the day that many days ago."""
    day = timezone.localtime(now).replace(hour=DAYTIME_BEGINS_H, minute=0, second=0, microsecond=0)
    minutes = chance.number(f"minute:{key}", DAYTIME_HOURS * 60)
    return day - dt.timedelta(days=days_ago) + dt.timedelta(minutes=minutes)
