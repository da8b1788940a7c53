"""The life of a sign: one table of what may be done in which state, and the services that do it.

``issued → installed → suspect → replaced | revoked``. Beyond that line: a sign may be replaced or revoked before it
hangs, may be reported before a keeper said that it hangs, and is installed again when it was put back. A move changes
what the code stands for and leaves its state: a suspect sign stays suspect until somebody has looked at it. One report
changes no state (``stops.signs.reporting`` says how many do); a keeper may suspect a sign, or answer its reports, at
once.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.core.files.base import ContentFile
from django.db import transaction

from geoportal.web.text import clean_text
from stops.network.models import BusRoute, Place
from stops.signs.issuing import issue_code
from stops.signs.models import CodeAction, CodeBinding, CodeEvent, CodeState, QRCode, SignReport

ISSUED, INSTALLED, SUSPECT = CodeState.ISSUED, CodeState.INSTALLED, CodeState.SUSPECT
IN_USE = frozenset({ISSUED, INSTALLED, SUSPECT})

ALLOWED: dict[CodeAction, tuple[frozenset[CodeState], CodeState | None]] = {
    CodeAction.INSTALLED: (frozenset({ISSUED, INSTALLED}), INSTALLED),
    CodeAction.REPORTED: (frozenset({ISSUED, INSTALLED}), SUSPECT),
    CodeAction.SUSPECTED: (frozenset({ISSUED, INSTALLED}), SUSPECT),
    CodeAction.CHECKED: (IN_USE, INSTALLED),
    CodeAction.MOVED: (IN_USE, None),
    CodeAction.REPLACED: (IN_USE, CodeState.REPLACED),
    CodeAction.REVOKED: (IN_USE, CodeState.REVOKED),
}
"""What may be done in which states, and the state after it (None: it stays). The database holds the same table."""

ANSWERS_REPORTS = frozenset({CodeAction.CHECKED, CodeAction.REPLACED, CodeAction.REVOKED})
DISTANCE_MAX_M = 75.0
"""Farther than this from the intended place, an installation must be explained."""
ACCURACY_MAX_M = 300.0
"""A position rougher than this proves nothing: it is kept, but counts as none."""


class NotAllowed(Exception):
    """The table has no such step from the state of the sign.

    Attributes:
        code: as it stands now.
    """

    def __init__(self, code: QRCode) -> None:
        super().__init__(code.state)
        self.code = code


class AlreadyChanged(NotAllowed):
    """Something was done with the sign after the page was shown, by another keeper or by the first of two clicks."""


class ExplanationNeeded(Exception):
    """Far from the intended place, or nobody can tell how far: the keeper must say why.

    Attributes:
        distance_m: from the intended place, in metres; None without a position that is accurate enough.
    """

    def __init__(self, distance_m: float | None) -> None:
        super().__init__(distance_m)
        self.distance_m = distance_m


class SameBinding(ValueError):
    """A move to where the sign already is."""


@dataclass(frozen=True, slots=True)
class OnSite:
    """What a keeper brings from the place itself.

    Attributes:
        position: SRID 4326, (lon, lat); None where the phone gave none.
        accuracy_m: of that position, in metres.
        photo: of the sign, made ready by ``stops.signs.photos``.
    """

    position: Point | None = None
    accuracy_m: float | None = None
    photo: "ContentFile[bytes] | None" = None


NOWHERE = OnSite()


def is_to_be_checked(code: QRCode) -> bool:
    """Return whether somebody must look at a sign: it is suspect, or in use with reports that nobody has answered."""
    if code.state == SUSPECT:
        return True
    return CodeState(code.state) in IN_USE and SignReport.objects.open().filter(code=code).exists()


def last_event_id(code: QRCode) -> int:
    """Return what a page remembers of a sign's life, to be handed back as ``seen``; 0 before any event."""
    return code.events.order_by("-pk").values_list("pk", flat=True).first() or 0


def may_now(code: QRCode, action: CodeAction) -> bool:
    """Return whether the table allows a step in the sign's state."""
    return CodeState(code.state) in ALLOWED[action][0]


def lock(code: QRCode, action: CodeAction, seen: int | None = None) -> QRCode:
    """Return the code read anew, locked until the transaction ends, and ready for a step.

    Args:
        code: which one.
        action: the step to be taken.
        seen: the last event that the actor saw; None where it does not matter.

    Raises:
        AlreadyChanged: something was done since.
        NotAllowed: the table has no such step.
    """
    locked = QRCode.objects.select_for_update().get(pk=code.pk)
    if seen is not None and last_event_id(locked) != seen:
        raise AlreadyChanged(locked)
    if not may_now(locked, action):
        raise NotAllowed(locked)
    return locked


def record(
    code: QRCode,
    action: CodeAction,
    *,
    actor: User | None,
    at: dt.datetime,
    reason: str = "",
    **evidence: Any,
) -> CodeEvent:
    """Put a locked code into the state that the table says, answer its reports where the step does, and note it."""
    code.state = ALLOWED[action][1] or code.state
    code.save(update_fields=["state", "replaced_by"])
    if action in ANSWERS_REPORTS:
        SignReport.objects.open().filter(code=code, reported_at__lte=at).update(
            handled_at=at, network_digest=""
        )
    return CodeEvent.objects.create(
        code=code, at=at, action=action, state=code.state, actor=actor, reason=clean_text(reason), **evidence
    )


@transaction.atomic
def install_sign(
    *,
    code: QRCode,
    actor: User | None,
    at: dt.datetime,
    position: Point | None = None,
    accuracy_m: float | None = None,
    explanation: str = "",
    photo: "ContentFile[bytes] | None" = None,
    seen: int | None = None,
) -> CodeEvent:
    """Return the event of a sign put up, or put up again; see ``OnSite`` and ``lock`` for the arguments.

    Raises:
        ExplanationNeeded: too far from its place, or no position, and no explanation.
        NotAllowed: it is suspect (check it), replaced or revoked.
    """
    locked = lock(code, CodeAction.INSTALLED, seen)
    evidence = _evidence(locked, OnSite(position, accuracy_m, photo), explanation)
    return record(locked, CodeAction.INSTALLED, actor=actor, at=at, reason=explanation, **evidence)


@transaction.atomic
def suspect_sign(
    *, code: QRCode, actor: User | None, at: dt.datetime, reason: str, seen: int | None = None
) -> CodeEvent:
    """Return the event of a sign that a keeper takes for false: from now on whoever scans it is warned."""
    locked = lock(code, CodeAction.SUSPECTED, seen)
    return record(locked, CodeAction.SUSPECTED, actor=actor, at=at, reason=reason)


@transaction.atomic
def check_sign(
    *,
    code: QRCode,
    actor: User | None,
    at: dt.datetime,
    reason: str,
    on_site: OnSite = NOWHERE,
    seen: int | None = None,
) -> CodeEvent:
    """Return the event of a sign found in order: it is trusted (again) and its reports are answered.

    Whoever stands before it proves so by the position; elsewhere the reason says how it was checked.

    Raises:
        ExplanationNeeded: neither a reason nor a position close to its place.
        NotAllowed: it is replaced or revoked.
    """
    locked = lock(code, CodeAction.CHECKED, seen)
    evidence = _evidence(locked, on_site, reason)
    return record(locked, CodeAction.CHECKED, actor=actor, at=at, reason=reason, **evidence)


@transaction.atomic
def replace_sign(
    *, code: QRCode, actor: User | None, at: dt.datetime, reason: str, seen: int | None = None
) -> QRCode:
    """Return a new code for what the old one stood for; the old symbol leads to it from now on."""
    locked = lock(code, CodeAction.REPLACED, seen)
    ended = _end_binding(locked, at)
    successor = issue_code(at=at, place=ended.place, route=ended.route, board_number=ended.board_number)
    locked.replaced_by = successor
    record(locked, CodeAction.REPLACED, actor=actor, at=at, reason=reason)
    return successor


@transaction.atomic
def revoke_sign(
    *, code: QRCode, actor: User | None, at: dt.datetime, reason: str, seen: int | None = None
) -> CodeEvent:
    """Return the event of a sign taken out of service for good: its code stands for nothing any more."""
    locked = lock(code, CodeAction.REVOKED, seen)
    _end_binding(locked, at)
    return record(locked, CodeAction.REVOKED, actor=actor, at=at, reason=reason)


@transaction.atomic
def move_sign(
    *,
    code: QRCode,
    actor: User | None,
    at: dt.datetime,
    reason: str,
    place: Place | None = None,
    route: BusRoute | None = None,
    board_number: str = "",
    seen: int | None = None,
) -> CodeBinding:
    """Return the new binding of a sign to exactly one place, or one route and bus; what was sent before stays.

    Raises:
        SameBinding: it is bound so already.
        IntegrityError: not exactly one of place and route.
    """
    locked = lock(code, CodeAction.MOVED, seen)
    ended = _end_binding(locked, at)
    if (ended.place, ended.route, ended.board_number) == (place, route, board_number):
        raise SameBinding
    binding = CodeBinding.objects.create(
        code=locked, place=place, route=route, board_number=board_number, valid_from=at
    )
    record(locked, CodeAction.MOVED, actor=actor, at=at, reason=reason)
    return binding


def _end_binding(code: QRCode, at: dt.datetime) -> CodeBinding:
    """Return the binding in force of a locked code, ended at a moment."""
    in_force = CodeBinding.objects.in_force().select_related("place", "route")
    binding = in_force.filter(code=code).first()
    if binding is None:
        raise NotAllowed(code)
    binding.valid_to = at
    binding.save(update_fields=["valid_to"])
    return binding


def _evidence(code: QRCode, on_site: OnSite, explanation: str) -> dict[str, Any]:
    """Return the fields of an event from what was brought from the place, once it is explained where need be."""
    binding = CodeBinding.objects.in_force().filter(code=code).first()
    if binding is None:
        raise NotAllowed(code)
    distance_m = distance_to_place_m(binding, on_site.position)
    is_rough = on_site.accuracy_m is not None and on_site.accuracy_m > ACCURACY_MAX_M
    known_m = None if is_rough else distance_m
    is_near = known_m is not None and known_m <= DISTANCE_MAX_M
    if binding.place_id is not None and not is_near and not clean_text(explanation):
        raise ExplanationNeeded(known_m)
    return {
        "location": on_site.position,
        "accuracy_m": on_site.accuracy_m if on_site.position is not None else None,
        "distance_m": distance_m,
        "photo": on_site.photo or "",
    }


def distance_to_place_m(binding: CodeBinding, position: Point | None) -> float | None:
    """Return the geodesic distance in metres from a position (SRID 4326) to a binding's place; None for a bus."""
    if binding.place_id is None or position is None:
        return None
    place = Place.objects.annotate(away=Distance("location", position, spheroid=True)).get(
        pk=binding.place_id
    )
    return float(place.away.m)
