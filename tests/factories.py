"""Make records for tests: a city of two hand-checkable squares, its places, routes, codes and staff.

``west`` spans 69.5–69.6 E, ``east`` 69.6–69.7 E, both 42.3–42.4 N; their shared border is 69.6 E.
"""

import datetime as dt
import hashlib
import itertools
import uuid
from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.geos import LineString, MultiPolygon, Point, Polygon
from django.utils import timezone

from districts.locating import district_at
from districts.models import District
from geoportal.staff.models import Role, StaffRole
from proposals.contacts import encrypted, parse_contact
from proposals.models import (
    COUNTED_STATUSES,
    Consent,
    Department,
    LocationSource,
    Proposal,
    ProposalContact,
    RejectionReason,
    StaffTopic,
    Status,
    Topic,
)
from stops.network.models import BusRoute, Place, PlaceKind, RouteVersion
from stops.network.shares import leading_district
from stops.network.versions import DirectionData, save_route_version
from stops.signs.issuing import issue_code
from stops.signs.models import QRCode

WEST_KATO, EAST_KATO = "791110000", "791310000"
WEST_BBOX = (69.5, 42.3, 69.6, 42.4)
EAST_BBOX = (69.6, 42.3, 69.7, 42.4)
IN_WEST = (69.55, 42.35)
IN_EAST = (69.65, 42.35)
OUTSIDE = (69.75, 42.35)
ON_BORDER = (69.6, 42.35)
PASSWORD = "a-long-test-password"
LONG_AGO = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)

_numbers = itertools.count(1)


def point(lon: float, lat: float) -> Point:
    """Return a point, SRID 4326."""
    return Point(lon, lat, srid=4326)


def make_district(kato: str, slug: str, bbox: tuple[float, float, float, float], **fields: Any) -> District:
    """Return a rectangular district in force since 2024."""
    boundary = MultiPolygon(Polygon.from_bbox(bbox), srid=4326)
    defaults: dict[str, Any] = {
        "name_kk": f"{slug} ауданы",
        "name_ru": f"{slug} район",
        "name_en": slug.title(),
        "boundary": boundary,
        "label_point": boundary.centroid,
        "area_km2": 91.5,
        "population": 100_000,
        "valid_from": dt.date(2024, 1, 1),
    }
    return District.objects.create(kato=kato, slug=slug, **{**defaults, **fields})


def make_city() -> tuple[District, District]:
    """Return the two districts, west and east."""
    return make_district(WEST_KATO, "west", WEST_BBOX), make_district(EAST_KATO, "east", EAST_BBOX)


def make_place(lon: float = IN_WEST[0], lat: float = IN_WEST[1], **fields: Any) -> Place:
    """Return a stop at a position, in the district that holds it."""
    number = next(_numbers)
    location = point(lon, lat)
    defaults: dict[str, Any] = {
        "kind": PlaceKind.STOP,
        "name_kk": f"Аялдама {number}",
        "name_ru": f"Площадь {number}",
        "name_en": f"Square {number}",
        "location": location,
        "district": district_at(location),
        "source": "test",
        "source_id": str(number),
    }
    return Place.objects.create(**{**defaults, **fields})


def make_route(number: str = "19", *coordinates: tuple[float, float]) -> RouteVersion:
    """Return the version of a two-way route along (lon, lat) positions, a stop at each end.

    Without positions it runs west to east through both districts and 0.05° beyond: 69.5–69.75 E at 42.35 N.
    """
    track = coordinates or ((69.5, 42.35), (69.6, 42.35), (69.75, 42.35))
    first, last = make_place(*track[0]), make_place(*track[-1])
    route = BusRoute.objects.create(
        number=number,
        sort_key=int("".join(filter(str.isdigit, number)) or 0),
        name_kk="Вокзал — Әуежай",
        name_ru="Вокзал — Аэропорт",
        name_en="Station — Airport",
        source="test",
        source_id=f"{number}-{next(_numbers)}",
    )
    directions = [
        DirectionData(0, _headsigns("Аэропорт"), (LineString(*track, srid=4326),), (first, last)),
        DirectionData(1, _headsigns("Вокзал"), (LineString(*reversed(track), srid=4326),), (last, first)),
    ]
    version, _new = save_route_version(route=route, directions=directions, at=LONG_AGO)
    return version


def make_code(*, place: Place | None = None, version: RouteVersion | None = None) -> QRCode:
    """Return a code at a place (a new stop in the west by default) or in a bus of a route."""
    if version is not None:
        return issue_code(at=LONG_AGO, route=version.route, board_number="1907")
    return issue_code(at=LONG_AGO, place=place or make_place())


def make_topic(slug: str = "transport", **fields: Any) -> Topic:
    """Return the topic of a slug, made if need be."""
    defaults = {"name_kk": "Көлік", "name_ru": "Транспорт", "name_en": "Transport"}
    defaults |= {"short_kk": "Көлік", "short_ru": "Транспорт", "short_en": "Transport"}
    return Topic.objects.get_or_create(slug=slug, defaults={**defaults, **fields})[0]


def make_department(slug: str = "transport") -> Department:
    """Return the department of a slug, made if need be."""
    names = {"name_kk": "Көлік басқармасы", "name_ru": "Управление транспорта", "name_en": "Transport"}
    return Department.objects.get_or_create(slug=slug, defaults=names)[0]


def make_consent() -> Consent:
    """Return the consent in force, made if need be."""
    texts = {"text_kk": "Келісемін", "text_ru": "Согласен", "text_en": "I agree", "valid_from": LONG_AGO}
    return Consent.objects.get_or_create(version="test", defaults=texts)[0]


def make_proposal(
    *,
    at: tuple[float, float] | None = IN_WEST,
    along: RouteVersion | None = None,
    status: Status = Status.PUBLISHED,
    topic: str = "transport",
    **fields: Any,
) -> Proposal:
    """Return a proposal, pinned at (lon, lat) or along a whole route, in any status."""
    number = next(_numbers)
    submitted_at = fields.pop("submitted_at", timezone.now() - dt.timedelta(days=3))
    location = None if along is not None or at is None else point(*at)
    defaults: dict[str, Any] = {
        "number": f"2000-{number:05d}",
        "follow_digest": hashlib.sha256(f"{number}".encode()).hexdigest(),
        "idempotency_key": uuid.uuid4(),
        "body_digest": "0" * 64,
        "topic": make_topic(topic),
        "title": f"Навес № {number}",
        "text": f"Поставьте, пожалуйста, навес от солнца у остановки номер {number}.",
        "language": "ru",
        "consent": make_consent(),
        "location": location,
        "location_source": LocationSource.WHOLE_ROUTE if along is not None else LocationSource.PIN,
        "route_version": along,
        "district": leading_district(along) if along is not None else district_at(location),
        "status": status,
        "rejection_reason": RejectionReason.OFF_TOPIC if status == Status.REJECTED else "",
        "submitted_at": submitted_at,
        "published_at": submitted_at + dt.timedelta(days=1) if status in COUNTED_STATUSES else None,
        "status_changed_at": submitted_at + dt.timedelta(days=1),
    }
    return Proposal.objects.create(**{**defaults, **fields})


def give_contact(proposal: Proposal, typed: str, *, is_receipt_due: bool = False) -> ProposalContact:
    """Store the contact of a proposal, encrypted as the intake does it."""
    contact = parse_contact(typed)
    return ProposalContact.objects.create(
        proposal=proposal, kind=contact.kind, ciphertext=encrypted(contact), is_receipt_due=is_receipt_due
    )


def make_staff(role: Role, *, kato: str = "", topics: tuple[str, ...] = (), username: str = "") -> User:
    """Return a member of staff with one role, in one district or the whole city, for some topics or all."""
    user = User.objects.create_user(username or f"{role}-{next(_numbers)}", password=PASSWORD)
    staff_role = StaffRole.objects.create(user=user, role=role, kato=kato)
    for slug in topics:
        StaffTopic.objects.create(staff_role=staff_role, topic=make_topic(slug))
    return user


def _headsigns(name: str) -> dict[str, str]:
    return {"kk": name, "ru": name, "en": name}
