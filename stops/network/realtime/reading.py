"""Read vehicle positions from a GTFS-realtime message, leaving out what cannot be true."""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from google.protobuf.message import DecodeError
from google.transit import gtfs_realtime_pb2

Bbox = tuple[float, float, float, float]

ENTITIES_MAX = 100_000
FUTURE_MAX = dt.timedelta(seconds=60)
"""How far a vehicle's clock may be ahead of ours."""

PAST_MAX = dt.timedelta(days=1)
VEHICLE_ID_MAX = 64
BOARD_MAX = 20
ROUTE_ID_MAX = 120


class FeedUnreadable(ValueError):
    """What was fetched is not a GTFS-realtime message."""


class _Skipped(Exception):
    """One vehicle cannot be used; the message is the reason's name."""


@dataclass(frozen=True, slots=True)
class Fix:
    """Where one vehicle was.

    Attributes:
        vehicle_id: its identifier in the feed.
        board_number: what is written on it; empty where the feed does not say.
        route_id: the GTFS route that it says it runs on; empty where it does not say.
        direction: 0 out, 1 back.
        lon, lat: degrees, EPSG:4326.
        bearing: degrees clockwise from north, 0 up to 360.
        at: when it was there.
    """

    vehicle_id: str
    board_number: str
    route_id: str
    direction: int | None
    lon: float
    lat: float
    bearing: float | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says.

    Attributes:
        fixes: one for each vehicle, its newest.
        skipped: how many were left out, by reason: ``no_position``, ``no_time``, ``no_identifier``,
            ``absurd_position``, ``in_the_future``, ``too_old``, ``older_double``, ``too_many``.
    """

    fixes: list[Fix]
    skipped: Counter[str] = field(default_factory=Counter)


def read_positions(message: bytes, *, now: dt.datetime, bbox: Bbox) -> Reading:
    """Return the positions in a GTFS-realtime message.

    Args:
        message: a FeedMessage in protocol buffers.
        now: when it was received.
        bbox: (west, south, east, north), degrees; positions beyond it are absurd.

    Raises:
        FeedUnreadable: truncated, empty, or something else.

    Source:
        GTFS-realtime 2.0, https://gtfs.org/documentation/realtime/reference/
    """
    feed = gtfs_realtime_pb2.FeedMessage()
    try:
        feed.ParseFromString(message)
    except DecodeError as error:
        raise FeedUnreadable("The feed is not a GTFS-realtime message, or a truncated one.") from error
    if not feed.header.gtfs_realtime_version:
        raise FeedUnreadable("The feed is not a GTFS-realtime message: it names no version.")
    skipped: Counter[str] = Counter()
    newest: dict[str, Fix] = {}
    for entity in _vehicles(feed):
        try:
            fix = _fix(entity, feed.header.timestamp, now, bbox)
        except _Skipped as reason:
            skipped[str(reason)] += 1
            continue
        known = newest.get(fix.vehicle_id)
        skipped["older_double"] += known is not None
        if known is None or known.at < fix.at:
            newest[fix.vehicle_id] = fix
    skipped["too_many"] += max(0, len(feed.entity) - ENTITIES_MAX)
    return Reading(list(newest.values()), +skipped)


def _vehicles(feed: Any) -> Iterator[Any]:
    for entity in islice(feed.entity, ENTITIES_MAX):
        if entity.HasField("vehicle") and not entity.is_deleted:
            yield entity


def _fix(entity: Any, feed_time: int, now: dt.datetime, bbox: Bbox) -> Fix:
    vehicle = entity.vehicle
    lon, lat = _position(vehicle, bbox)
    names = vehicle.vehicle
    identifiers = [_text(name, VEHICLE_ID_MAX) for name in (names.id, names.label, names.license_plate)]
    vehicle_id = next(filter(None, [*identifiers, _text(entity.id, VEHICLE_ID_MAX)]), "")
    if not vehicle_id:
        raise _Skipped("no_identifier")
    boards = [_text(name, BOARD_MAX) for name in (names.label, names.id, names.license_plate)]
    trip = vehicle.trip
    return Fix(
        vehicle_id=vehicle_id,
        board_number=next(filter(None, boards), ""),
        route_id=_text(trip.route_id, ROUTE_ID_MAX),
        direction=trip.direction_id if trip.HasField("direction_id") and trip.direction_id <= 1 else None,
        lon=lon,
        lat=lat,
        bearing=_bearing(vehicle.position),
        at=_time(vehicle.timestamp or feed_time, now),
    )


def _position(vehicle: Any, bbox: Bbox) -> tuple[float, float]:
    position = vehicle.position
    if not (position.HasField("longitude") and position.HasField("latitude")):
        raise _Skipped("no_position")
    west, south, east, north = bbox
    # Not a number is beyond every bound.
    if not (west <= position.longitude <= east and south <= position.latitude <= north):
        raise _Skipped("absurd_position")
    return position.longitude, position.latitude


def _bearing(position: Any) -> float | None:
    """Return the bearing; exactly 0 is what feeds send that do not know it."""
    bearing = position.bearing
    if not bearing or not math.isfinite(bearing):
        return None
    return float(bearing % 360)


def _time(seconds: int, now: dt.datetime) -> dt.datetime:
    if not seconds:
        raise _Skipped("no_time")
    if seconds > (now + FUTURE_MAX).timestamp():
        raise _Skipped("in_the_future")
    if seconds < (now - PAST_MAX).timestamp():
        raise _Skipped("too_old")
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def _text(value: object, longest: int) -> str:
    """Return a name without spaces around it, empty where it is too long or no text that can be stored."""
    text = value.strip() if isinstance(value, str) else ""
    return text if len(text) <= longest and "\x00" not in text else ""
