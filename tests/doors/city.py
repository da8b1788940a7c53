"""A city in which every text is hostile: one place, sign, proposal and reply for each text of the corpus."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.geos import LineString
from django.test import Client
from django.utils import timezone

from geoportal.staff.models import Role
from proposals.follow import follow_digest, follow_secret
from proposals.models import Consent, OfficialReply, Proposal, Status
from stops.network.models import BaseFeature, BaseKind, BusRoute
from stops.network.versions import DirectionData, save_route_version
from stops.signs.issuing import issue_code
from stops.signs.models import CodeAction, CodeEvent, CodeState, QRCode, ReportKind, SignReport
from tests.factories import (
    LONG_AGO,
    WEST_BBOX,
    give_contact,
    make_city,
    make_consent,
    make_department,
    make_place,
    make_proposal,
    make_staff,
    make_topic,
)
from tests.hostile import COMPOUND, SHORT, TEXTS

LANGUAGES = ("kk", "ru", "en")
STEP = 0.012
"""Degrees between places: no two share a square of a tile or a cell of the heat map."""


@dataclass
class City:
    """What was made, by kind; ``texts`` are what a page that shows such things must show."""

    public: list[Proposal] = field(default_factory=list)
    waiting: list[Proposal] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    signs: list[QRCode] = field(default_factory=list)
    buses: list[QRCode] = field(default_factory=list)
    photo: CodeEvent | None = None
    texts: dict[str, list[str]] = field(default_factory=dict)
    staff: dict[str, User] = field(default_factory=dict)

    def client(self, role: str) -> Client:
        """Return a browser of a role, of nobody for an empty one."""
        client = Client(headers={"accept-language": "ru"})
        if role:
            client.force_login(self.staff[role], backend="django.contrib.auth.backends.ModelBackend")
        return client


def names(text: str) -> dict[str, str]:
    """Return a name in all three languages."""
    return {f"name_{language}": text for language in LANGUAGES}


def proposal_text(name: str) -> str:
    """Return the text of the proposal that bears a hostile text: long enough to be one."""
    return f"Предложение, {name}:\n{TEXTS[name]}"


def make_hostile_city() -> City:
    """Make it; takes the factories' two districts."""
    city = City()
    for district in make_city():
        _rename(district, names(COMPOUND))
    _rename(
        make_topic(),
        {
            **names(COMPOUND),
            **{f"short_{language}": "<b data-pwned>{{ 7*191191 }}" for language in LANGUAGES},
        },
    )
    _rename(make_department(), names(COMPOUND))
    Consent.objects.filter(pk=make_consent().pk).update(
        **{f"text_{language}": COMPOUND for language in LANGUAGES}
    )
    _make_staff(city)
    at = timezone.now() - dt.timedelta(days=2)
    for index, name in enumerate(TEXTS):
        _make_sign_and_proposal(city, index, name, at)
    for number in SHORT:
        _make_bus(city, number)
    BaseFeature.objects.create(
        kind=BaseKind.STREET, rank=1, geometry=LineString((69.55, 42.35), (69.56, 42.36), srid=4326),
        source="osm", source_id="1", **names(COMPOUND),
    )  # fmt: skip
    city.texts |= {"district": [COMPOUND], "topic": [COMPOUND], "route": list(SHORT), "board": list(SHORT)}
    city.texts |= {kind: list(TEXTS.values()) for kind in ("title", "place", "reply", "report", "reason")}
    city.texts["text"] = [proposal_text(name) for name in TEXTS]
    return city


def _make_sign_and_proposal(city: City, index: int, name: str, at: dt.datetime) -> None:
    """Make a stop, its sign with an event and a report, a public proposal with its reply, and one that waits."""
    text = TEXTS[name]
    west, south = WEST_BBOX[:2]
    lon, lat = west + 0.006 + index % 8 * STEP, south + 0.006 + index // 8 * STEP
    place = make_place(lon, lat, **names(text))
    code = issue_code(at=LONG_AGO, place=place)
    QRCode.objects.filter(pk=code.pk).update(state=CodeState.SUSPECT)
    for action, state in (
        (CodeAction.INSTALLED, CodeState.INSTALLED),
        (CodeAction.REPORTED, CodeState.SUSPECT),
    ):
        CodeEvent.objects.create(code=code, at=LONG_AGO, action=action, state=state, reason=text)
    SignReport.objects.create(code=code, kind=ReportKind.PASTED_OVER, text=text, reported_at=at)
    city.signs.append(code)
    about: dict[str, Any] = {"at": (lon, lat), "place": place, "code": code, "location_source": "code_point"}
    public = make_proposal(
        **about, title=text, text=proposal_text(name), status=Status.ACCEPTED, status_changed_at=at,
        department=make_department(),
    )  # fmt: skip
    secret = follow_secret(public.idempotency_key)
    Proposal.objects.filter(pk=public.pk).update(follow_digest=follow_digest(secret))
    OfficialReply.objects.create(
        proposal=public, status=Status.ACCEPTED, department=make_department(), language="ru",
        text=f"{text} — ответ города", published_at=at,
    )  # fmt: skip
    give_contact(public, "author@example.org")
    city.public.append(public)
    city.secrets.append(secret)
    city.waiting.append(make_proposal(**about, title="", text=proposal_text(name), status=Status.SUBMITTED))


def _make_bus(city: City, number: str) -> None:
    """Make a route with one direction, its code in a bus, and a proposal along all of it."""
    route = BusRoute.objects.create(
        number=number, operator=COMPOUND, boards=[number], source="test", source_id=number, **names(COMPOUND)
    )
    track, stops = LineString((69.5, 42.35), (69.69, 42.35), srid=4326), (make_place(69.5), make_place(69.69))
    headsigns = dict.fromkeys(LANGUAGES, COMPOUND)
    version, _new = save_route_version(
        route=route, directions=[DirectionData(0, headsigns, (track,), stops)], at=LONG_AGO
    )
    city.buses.append(issue_code(at=LONG_AGO, route=route, board_number=number))
    city.public.append(make_proposal(along=version, title=f"По маршруту {number}", code=city.buses[-1]))


def _make_staff(city: City) -> None:
    for role in Role:
        user = make_staff(role)
        user.first_name, user.last_name, user.email = COMPOUND, "<b data-pwned>", f"{role}@example.org"
        user.save()
        city.staff[role] = user
    root = city.staff[Role.ADMINISTRATOR]
    root.is_staff = root.is_superuser = True
    root.save()


def _rename(record: Any, values: dict[str, str]) -> None:
    type(record).objects.filter(pk=record.pk).update(**values)
