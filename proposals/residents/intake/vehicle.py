"""Where the bus was at the moment of the scan, carried through the form in a signed token."""

import datetime as dt
from dataclasses import asdict, dataclass

from django.conf import settings
from django.core import signing

from proposals.location_limits import (
    VEHICLE_ACCURACY_M,
    VEHICLE_FIX_AGE_MAX_S,
    VEHICLE_KEPT_MAX_DAYS,
    VEHICLE_SPEED_MAX_M_S,
)
from stops.network.models import VehicleFix
from stops.signs.models import CodeBinding

SALT = "proposals.residents.intake.vehicle"

FIX_AGE_MAX = dt.timedelta(seconds=VEHICLE_FIX_AGE_MAX_S)
KEPT_FOR = dt.timedelta(days=VEHICLE_KEPT_MAX_DAYS)
TIMES = ("at", "scanned_at")


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where the bus of a code was when the code was scanned.

    Attributes:
        code: the scanned code.
        board_number: the bus.
        route_id: primary key of the route that the bus says it runs on, where that is known.
        direction: on that route, 0 out, 1 back.
        bearing: degrees clockwise from north.
        lon, lat: degrees, EPSG:4326.
        at: when it was there.
        scanned_at: when the code was scanned.
    """

    code: str
    board_number: str
    route_id: int | None
    direction: int | None
    bearing: float | None
    lon: float
    lat: float
    at: dt.datetime
    scanned_at: dt.datetime

    @property
    def accuracy_m(self) -> float:
        """How far off the bus may have been at the scan: it grows with the age of its position."""
        age_s = max(0.0, (self.scanned_at - self.at).total_seconds())
        return VEHICLE_ACCURACY_M + VEHICLE_SPEED_MAX_M_S * age_s

    def may_be_used(self, now: dt.datetime) -> bool:
        """Return whether the form that carries it has not been kept for too long."""
        return now - self.scanned_at <= KEPT_FOR


def sight_bus(binding: CodeBinding, now: dt.datetime) -> Sighting | None:
    """Return where the bus of a code is, or None where no feed is followed or its position is not fresh.

    Args:
        binding: the code's binding in force, with its code fetched.
        now: the moment of the scan.
    """
    if not settings.GTFS_REALTIME_URL or not binding.board_number:
        return None
    fix = (
        VehicleFix.objects.filter(board_number__iexact=binding.board_number, at__gte=now - FIX_AGE_MAX)
        .order_by("-at")
        .first()
    )
    if fix is None:
        return None
    return Sighting(
        code=binding.code.code,
        board_number=binding.board_number,
        route_id=fix.route_id,
        direction=fix.direction,
        bearing=fix.bearing,
        lon=fix.location.x,
        lat=fix.location.y,
        at=fix.at,
        scanned_at=now,
    )


def seal(sighting: Sighting) -> str:
    """Return a sighting as a signed token, which whoever holds the form can read but not change."""
    fields = asdict(sighting)
    times = {name: fields[name].timestamp() for name in TIMES}
    return signing.dumps({**fields, **times}, salt=SALT)


def unseal(token: str, binding: CodeBinding) -> Sighting | None:
    """Return the sighting of a token, or None where it is not ours or of another code or bus."""
    try:
        fields = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    times = {name: dt.datetime.fromtimestamp(fields[name], tz=dt.UTC) for name in TIMES}
    sighting = Sighting(**{**fields, **times})
    if (sighting.code, sighting.board_number) != (binding.code.code, binding.board_number):
        return None
    return sighting
