"""Issue codes and bind each to a place, or to a bus and its usual route."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from geoportal.database.locks import Lock, wait_for
from stops.network.importing.records import Skipped
from stops.network.models import BusRoute, Place
from stops.network.models.places import PlaceQuerySet
from stops.network.models.routes import BusRouteQuerySet
from stops.signs.codes import generate_code
from stops.signs.models import CodeAction, CodeBinding, CodeEvent, CodeState, QRCode

DRAWS = 5
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Bus:
    """A bus and its usual route; ``line`` is where a file names it, 0 where no file does.

    A route whose buses nobody has listed has one code for all of them, under an empty ``board_number``.
    """

    route: BusRoute
    board_number: str
    line: int = 0


@dataclass(slots=True)
class IssueSummary:
    """What was issued: the new codes (none where it was only tried), and how many targets had one already."""

    created: int = 0
    existing: int = 0
    codes: list[QRCode] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@transaction.atomic
def issue_code(
    *,
    at: dt.datetime,
    place: Place | None = None,
    route: BusRoute | None = None,
    board_number: str = "",
    code: str | None = None,
) -> QRCode:
    """Return a new code bound to exactly one place or route from a moment on.

    Args:
        at: when the binding begins.
        place: what the code hangs at.
        route: the usual route of the bus that it hangs in.
        board_number: the bus, with ``route`` only.
        code: the ten characters; drawn at random where not given.

    Raises:
        IntegrityError: not exactly one of place and route, or a code that exists.
    """
    issued = QRCode.objects.create(code=code or generate_code())
    CodeBinding.objects.create(
        code=issued, place=place, route=route, board_number=board_number, valid_from=at
    )
    CodeEvent.objects.create(code=issued, at=at, action=CodeAction.ISSUED, state=CodeState.ISSUED)
    return issued


@transaction.atomic
def issue_codes(
    *,
    at: dt.datetime,
    places: PlaceQuerySet | None = None,
    routes: BusRouteQuerySet | None = None,
    boards: Iterable[Bus] | None = None,
    actor: User | None = None,
    allow_second: bool = False,
    dry_run: bool = False,
) -> IssueSummary:
    """Give a code to every place and every bus that has none in use; safe to repeat and to run twice at once.

    Args:
        at: when the bindings begin.
        places: retired ones among them get no code.
        routes: their buses are those of ``BusRoute.boards``; a route without any gets one code for all.
        boards: the buses instead, where a list of them is given; without ``routes``, of any route.
        actor: who issues them, for the history.
        allow_second: give a code also to what has one, beside it.
        dry_run: only count.

    Returns:
        What was issued, what had a code already, and what was skipped and why.
    """
    wait_for(Lock.ISSUE_CODES)
    summary = IssueSummary()
    targets: list[CodeBinding] = []
    if places is not None:
        targets += _bindings_of_places(places, summary, at, allow_second=allow_second)
    if routes is not None or boards is not None:
        buses = _buses(routes, boards, summary)
        targets += _bindings_of_buses(buses, summary, at, allow_second=allow_second)
    summary.created = len(targets)
    if not dry_run:
        summary.codes = _save(targets, at=at, actor=actor)
    return summary


def _bindings_in_use() -> QuerySet[CodeBinding]:
    return CodeBinding.objects.in_force().filter(code__in=QRCode.objects.in_use())


def _bindings_of_places(
    places: PlaceQuerySet, summary: IssueSummary, at: dt.datetime, *, allow_second: bool
) -> list[CodeBinding]:
    found = list(places.in_use().order_by("pk").values_list("pk", flat=True))
    taken = set(_bindings_in_use().filter(place__isnull=False).values_list("place_id", flat=True))
    wanted = [pk for pk in found if allow_second or pk not in taken]
    summary.existing += len(found) - len(wanted)
    return [CodeBinding(place_id=pk, valid_from=at) for pk in wanted]


def _boards_of(route: BusRoute) -> Sequence[str]:
    """Return the board numbers of a route's buses; one empty one where nobody has listed them."""
    return list(route.boards) or [""]


def _buses(routes: BusRouteQuerySet | None, boards: Iterable[Bus] | None, summary: IssueSummary) -> list[Bus]:
    """Return the buses that are meant, each once; what is named again is skipped."""
    if boards is None:
        in_use = [] if routes is None else list(routes.in_use().order_by("pk"))
        boards = [Bus(route, board) for route in in_use for board in _boards_of(route)]
    elif routes is not None:
        wanted = set(routes.values_list("pk", flat=True))
        boards = [bus for bus in boards if bus.route.pk in wanted]
    first: dict[str | int, Bus] = {}
    for bus in boards:
        key = bus.board_number or bus.route.pk
        if bus.route.retired_at is not None:
            summary.skipped.append(_skipped(bus, f"route {bus.route.number} is retired"))
        elif key in first:
            summary.skipped.append(_skipped(bus, f"named before, with route {first[key].route.number}"))
        else:
            first[key] = bus
    return list(first.values())


def _bindings_of_buses(
    buses: Sequence[Bus], summary: IssueSummary, at: dt.datetime, *, allow_second: bool
) -> list[CodeBinding]:
    """Return the new bindings; a bus that has a code under another route keeps it: buses change routes."""
    taken: dict[str, dict[int, str]] = {}
    rows = _bindings_in_use().filter(route__isnull=False)
    for board, route_id, number in rows.values_list("board_number", "route_id", "route__number"):
        taken.setdefault(board, {})[route_id] = number
    bindings = []
    for bus in buses:
        routes = taken.get(bus.board_number, {})
        if allow_second or not (routes if bus.board_number else bus.route.pk in routes):
            bindings.append(CodeBinding(route_id=bus.route.pk, board_number=bus.board_number, valid_from=at))
        elif bus.route.pk in routes:
            summary.existing += 1
        else:
            numbers = ", ".join(sorted(routes.values()))
            summary.skipped.append(_skipped(bus, f"has a code as a bus of route {numbers}: move that one"))
    return bindings


def _skipped(bus: Bus, reason: str) -> Skipped:
    return Skipped(f"bus {bus.board_number} of route {bus.route.number}", reason, bus.line)


def _save(bindings: list[CodeBinding], *, at: dt.datetime, actor: User | None) -> list[QRCode]:
    codes = _save_codes(len(bindings))
    for binding, code in zip(bindings, codes, strict=True):
        binding.code = code
    CodeBinding.objects.bulk_create(bindings, batch_size=BATCH)
    CodeEvent.objects.bulk_create(
        [
            CodeEvent(code=code, at=at, action=CodeAction.ISSUED, state=CodeState.ISSUED, actor=actor)
            for code in codes
        ],
        batch_size=BATCH,
    )
    return codes


def _save_codes(number: int) -> list[QRCode]:
    """Draw and save codes; drawn anew where one exists already, which the unique constraint tells."""
    draws = 1
    while True:
        try:
            with transaction.atomic():
                codes = [QRCode(code=code) for code in _draw(number)]
                return QRCode.objects.bulk_create(codes, batch_size=BATCH)
        except IntegrityError:
            if draws == DRAWS:
                raise
            draws += 1


def _draw(number: int) -> list[str]:
    drawn: dict[str, None] = {}
    while len(drawn) < number:
        drawn[generate_code()] = None
    return list(drawn)
