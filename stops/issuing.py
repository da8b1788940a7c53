"""Issue a code and bind it to a place, or to a bus and its usual route."""

import datetime as dt

from django.db import transaction

from stops.codes import generate_code
from stops.models import BusRoute, CodeAction, CodeBinding, CodeEvent, CodeState, Place, QRCode


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
