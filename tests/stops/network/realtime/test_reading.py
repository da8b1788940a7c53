"""What a feed says is read, what cannot be true is left out and counted."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stops.network.realtime.reading import FeedUnreadable, Fix, Reading, read_positions
from tests.stops.network.realtime.feeds import BBOX, NOW, add_vehicle, new_feed


def read(feed: Any) -> Reading:
    return read_positions(feed.SerializeToString(), now=NOW, bbox=BBOX)


def only(feed: Any) -> Fix:
    (fix,) = read(feed).fixes
    return fix


def seconds(**ago: int) -> int:
    return int((NOW - dt.timedelta(**ago)).timestamp())


def test_vehicle_is_read_with_everything_it_says() -> None:
    feed = new_feed()
    vehicle = add_vehicle(feed, "77", bearing=91.5)
    vehicle.vehicle.label = " 1907 "
    vehicle.vehicle.license_plate = "123 ABC 17"
    vehicle.trip.route_id, vehicle.trip.direction_id = "19", 1
    fix = only(feed)
    assert (fix.vehicle_id, fix.board_number, fix.route_id, fix.direction) == ("77", "1907", "19", 1)
    assert (fix.lon, fix.lat, fix.bearing) == pytest.approx((69.55, 42.35, 91.5), abs=1e-5)
    assert fix.at == NOW - dt.timedelta(minutes=1)


@pytest.mark.parametrize(
    ("label", "identifier", "plate", "board"),
    [
        ("A", "B", "C", "A"),
        ("", "B", "C", "B"),
        ("", "", "C", "C"),
        ("", "", "", ""),
        ("x" * 21, "B", "", "B"),
    ],
)
def test_board_number_is_the_label_else_the_identifier_else_the_plate(
    label: str, identifier: str, plate: str, board: str
) -> None:
    feed = new_feed()
    vehicle = add_vehicle(feed, identifier).vehicle
    vehicle.label, vehicle.license_plate = label, plate
    assert only(feed).board_number == board


def test_vehicle_without_a_name_goes_by_its_entity() -> None:
    feed = new_feed()
    add_vehicle(feed, "")
    assert only(feed).vehicle_id == "entity 0"


def test_direction_and_bearing_that_are_not_said_stay_empty() -> None:
    feed = new_feed()
    add_vehicle(feed)
    assert (only(feed).direction, only(feed).bearing) == (None, None)


@pytest.mark.parametrize(
    ("said", "meant"), [(0.0, None), (359.9, 359.9), (360.0, 0.0), (-90.0, 270.0), (float("nan"), None)]
)
def test_bearing_is_brought_into_the_circle(said: float, meant: float | None) -> None:
    feed = new_feed()
    add_vehicle(feed, bearing=said)
    assert only(feed).bearing == (None if meant is None else pytest.approx(meant, abs=1e-3))


@pytest.mark.parametrize(
    "position",
    [
        {"longitude": 0.0, "latitude": 0.0},
        {"longitude": 42.35, "latitude": 69.55},
        {"longitude": 500.0},
        {"latitude": float("nan")},
        {"latitude": float("inf")},
        {"longitude": 71.45, "latitude": 51.13},
    ],
)
def test_absurd_position_is_left_out(position: dict[str, float]) -> None:
    feed = new_feed()
    add_vehicle(feed, **position)
    add_vehicle(feed, "good")
    reading = read(feed)
    assert [fix.vehicle_id for fix in reading.fixes] == ["good"]
    assert reading.skipped == {"absurd_position": 1}


@pytest.mark.parametrize(
    ("ahead_s", "reason"),
    [(60, None), (61, "in_the_future"), (10**9, "in_the_future"), (-86_400, None), (-86_401, "too_old")],
)
def test_absurd_time_is_left_out(ahead_s: int, reason: str | None) -> None:
    feed = new_feed()
    add_vehicle(feed).timestamp = int(NOW.timestamp()) + ahead_s
    assert read(feed).skipped == ({reason: 1} if reason else {})


def test_greatest_time_that_fits_is_left_out() -> None:
    feed = new_feed()
    add_vehicle(feed).timestamp = 2**64 - 1
    assert read(feed).skipped == {"in_the_future": 1}


def test_vehicle_without_a_time_has_the_feed_s_or_none() -> None:
    feed = new_feed()
    add_vehicle(feed).ClearField("timestamp")
    assert only(feed).at == NOW
    feed.header.ClearField("timestamp")
    assert read(feed).skipped == {"no_time": 1}


def test_newest_of_a_vehicle_s_positions_counts() -> None:
    feed = new_feed()
    for minutes in (3, 1, 2):
        add_vehicle(feed, "same").timestamp = seconds(minutes=minutes)
    reading = read(feed)
    assert [fix.at for fix in reading.fixes] == [NOW - dt.timedelta(minutes=1)]
    assert reading.skipped == {"older_double": 2}


def test_trips_alerts_and_deleted_entities_are_passed_over() -> None:
    feed = new_feed()
    feed.entity.add(id="trip").trip_update.trip.trip_id = "1"
    add_vehicle(feed)
    feed.entity[-1].is_deleted = True
    assert read(feed) == Reading([])


def test_entities_beyond_the_limit_are_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stops.network.realtime.reading.ENTITIES_MAX", 2)
    feed = new_feed()
    for number in range(5):
        add_vehicle(feed, str(number))
    reading = read(feed)
    assert len(reading.fixes) == 2
    assert reading.skipped == {"too_many": 3}


@pytest.mark.parametrize("label", ["a\x00b", "\x00"])
def test_name_that_cannot_be_stored_is_not_used(label: str) -> None:
    feed = new_feed()
    add_vehicle(feed, "good").vehicle.label = label
    assert only(feed).board_number == "good"


def test_name_that_is_no_text_is_not_used() -> None:
    feed = new_feed()
    add_vehicle(feed, "good").vehicle.label = "QQ"
    message = feed.SerializeToString().replace(b"QQ", b"\xff\xfe")
    (fix,) = read_positions(message, now=NOW, bbox=BBOX).fixes
    assert fix.board_number == "good"


@pytest.mark.parametrize(
    "message", [b"", b"<html><body>Sorry</body></html>", b'{"header": {}}', b"\x00" * 100]
)
def test_something_else_is_refused(message: bytes) -> None:
    with pytest.raises(FeedUnreadable):
        read_positions(message, now=NOW, bbox=BBOX)


@given(cut=st.integers(0, 400), noise=st.binary(max_size=40))
def test_cut_or_garbled_message_is_refused_or_read_but_never_breaks(cut: int, noise: bytes) -> None:
    feed = new_feed()
    for number in range(8):
        add_vehicle(feed, str(number)).vehicle.label = f"19{number}"
    whole = feed.SerializeToString()
    try:
        reading = read_positions(whole[:cut] + noise, now=NOW, bbox=BBOX)
    except FeedUnreadable:
        return
    assert all(69 <= fix.lon <= 70 and 42 <= fix.lat <= 43 for fix in reading.fixes)
