"""The command: what it makes, that it may be repeated, and that a broken feed changes nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from stops.network.models import BusRoute, Place, RouteDirection, RouteVersion
from tests.factories import make_city, make_code
from tests.stops.network.importing.gtfs.feeds import (
    STREET,
    Files,
    feed,
    in_bytes,
    stop_times,
    stops,
    table,
    trips,
    write_folder,
    write_zip,
)

pytestmark = pytest.mark.django_db


def run(path: Path, files: Files, *arguments: str, verbosity: int = 1) -> str:
    """Import a feed written into a folder there, and return what the command said."""
    out = StringIO()
    folder = write_folder(path / "feed", files)
    call_command("import_gtfs", str(folder), *arguments, verbosity=verbosity, stdout=out)
    return out.getvalue()


def stored() -> list[object]:
    """Return what an import could change."""
    return [
        list(Place.objects.values_list()),
        list(BusRoute.objects.values_list()),
        list(RouteVersion.objects.values_list()),
        list(RouteDirection.objects.values_list()),
    ]


def test_zip_archive_is_imported_with_districts_and_shares(tmp_path: Path) -> None:
    west, _ = make_city()
    call_command("import_gtfs", str(write_zip(tmp_path / "feed.zip", feed(), "x/")), stdout=StringIO())
    assert Place.objects.filter(source="gtfs", district=west).count() == 4
    version = BusRoute.objects.get(source="gtfs", source_id="r5").versions.get()
    assert version.length_m == pytest.approx(2 * 2474, rel=0.01)
    assert sum(share.share for share in version.shares.all()) == pytest.approx(1)
    (out, back) = version.directions.order_by("direction")
    assert [stop.place.source_id for stop in out.stops.all()] == ["a", "b", "c", "d"]
    assert (out.headsign_kk, back.headsign_kk) == ("Әуежай", "Базар")


def test_importing_again_changes_nothing(tmp_path: Path) -> None:
    assert "places: 4 created, 0 updated, 0 unchanged, 0 retired" in run(tmp_path, feed())
    before = stored()
    report = run(tmp_path, feed())
    for kind, count in (("places", 4), ("routes", 1), ("versions", 1)):
        assert f"{kind}: 0 created, 0 updated, {count} unchanged, 0 retired" in report
    assert stored() == before


def test_order_of_rows_and_of_columns_changes_nothing(tmp_path: Path) -> None:
    run(tmp_path, feed())
    before = stored()
    header, *rows = str(feed()["stop_times.txt"]).splitlines()
    trip_header, *trip_rows = str(feed()["trips.txt"]).splitlines()
    files = feed(stop_times=table(header, *rows[::-1]), trips=table(trip_header, *trip_rows[::-1]))
    assert "versions: 0 created, 0 updated, 1 unchanged" in run(tmp_path, files)
    assert stored() == before


def test_changed_line_makes_a_new_version(tmp_path: Path) -> None:
    run(tmp_path, feed())
    moved = feed(stops=stops(**{**STREET, "d": (69.53, 42.31)}))
    report = run(tmp_path, moved)
    assert "places: 0 created, 1 updated, 3 unchanged, 0 retired" in report
    assert "versions: 0 created, 1 updated, 0 unchanged, 0 retired" in report
    first, second = RouteVersion.objects.order_by("number")
    assert first.valid_to == second.valid_from
    assert second.valid_to is None


def test_stop_that_vanished_is_retired_and_its_code_is_named(tmp_path: Path) -> None:
    make_city()
    run(tmp_path, feed())
    make_code(place=Place.objects.get(source_id="d"))
    three = {stop: STREET[stop] for stop in "abc"}
    files = feed(stops=stops(**three), stop_times=stop_times(t1="abc", t2="abc", t3="cba"))
    report = run(tmp_path, files)
    assert "places: 0 created, 0 updated, 3 unchanged, 1 retired" in report
    assert "hangs at Stop d, which is retired" in report
    assert Place.objects.in_use().filter(source="gtfs").count() == 3


def test_dry_run_says_what_would_change_and_changes_nothing(tmp_path: Path) -> None:
    report = run(tmp_path, feed(), "--dry-run")
    assert "Dry run, nothing changed." in report
    assert "places: 4 created" in report
    assert not Place.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("stops", None),
        ("stops", b""),
        ("stop_times", stop_times(t1="abcd", t9="ab")),
        ("stop_times", str(feed()["stop_times.txt"]).encode("utf-16")),
        ("routes", "route_id,route_type\nr5,3\nr5,3\n"),
        ("trips", "route_id,trip_id\nr5,\xff\n".encode("latin-1")),
        ("shapes", b"shape_id\0"),
    ],
)
def test_broken_feed_is_refused_in_one_line_and_changes_nothing(
    tmp_path: Path, name: str, content: str | bytes | None
) -> None:
    run(tmp_path / "good", feed())
    before = stored()
    with pytest.raises(CommandError, match=rf"{name}\.txt") as refused:
        run(tmp_path / "broken", feed(**{name: content}))
    assert "\n" not in str(refused.value)
    assert stored() == before


def test_feed_of_another_city_is_refused_and_retires_nothing(tmp_path: Path) -> None:
    run(tmp_path, feed())
    before = stored()
    elsewhere = {stop: (lon, -lat) for stop, (lon, lat) in STREET.items()}
    with pytest.raises(CommandError, match="no stop, place or route in it that lies in the city"):
        run(tmp_path, feed(stops=stops(**elsewhere)))
    assert stored() == before


def test_two_feeds_stand_side_by_side(tmp_path: Path) -> None:
    run(tmp_path, feed())
    report = run(tmp_path, feed(), "--source", "gtfs-suburbs")
    assert "places: 4 created, 0 updated, 0 unchanged, 0 retired" in report
    assert Place.objects.in_use().count() == 8


def test_types_are_chosen_by_name(tmp_path: Path) -> None:
    files = feed(
        routes=table("route_id,route_short_name,route_type", "x,1,0", "y,2,3", "z,3,4"),
        trips=trips("x,t1,,0,", "y,t2,,0,", "z,t3,,0,"),
        stop_times=stop_times(t1="ab", t2="ab", t3="ab"),
    )
    report = run(tmp_path, files)
    assert "skipped: route x 1 (routes.txt line 2): tram, not imported" in report
    assert list(BusRoute.objects.in_use().values_list("number", "mode")) == [("2", "bus")]
    run(tmp_path, files, "--types", "Tram, bus")
    assert list(BusRoute.objects.in_use().values_list("number", "mode")) == [("1", "tram"), ("2", "bus")]
    run(tmp_path, files, "--all-types")
    assert BusRoute.objects.in_use().get(number="3").mode == "other"
    with pytest.raises(CommandError, match="'rocket' is not one of the types bus, trolleybus, tram, "):
        run(tmp_path, files, "--types", "rocket")


@pytest.mark.parametrize("source", ["", "Юг", "a b", "x" * 21])
def test_name_of_the_feed_is_checked(tmp_path: Path, source: str) -> None:
    with pytest.raises(CommandError, match="must be at most 20"):
        run(tmp_path, feed(), "--source", source)


def test_long_lists_are_cut_unless_all_is_asked_for(tmp_path: Path) -> None:
    away = {f"away{number}": (71.0, 42.3) for number in range(60)}
    files = feed(stops=stops(**STREET, **away))
    report = run(tmp_path, files, "--dry-run")
    assert report.count("skipped: stop away") == 50
    assert "… and 10 more" in report
    assert "skipped: 60" in report
    assert run(tmp_path, files, "--dry-run", verbosity=2).count("skipped: stop away") == 60
    assert run(tmp_path, files, "--dry-run", verbosity=0) == ""


def test_long_work_tells_how_far_it_is(tmp_path: Path) -> None:
    rows = [f"t{trip},{stop},{number}" for trip in range(26_000) for number, stop in enumerate("abcd")]
    files = feed(
        trips=table("route_id,trip_id", *(f"r5,t{trip}" for trip in range(26_000))),
        stop_times=table("trip_id,stop_id,stop_sequence", *rows),
    )
    report = run(tmp_path, files, "--dry-run")
    assert "stop_times.txt: 100,000 rows …" in report
    assert "4 stops, 1 routes, 26,000 trips …" in report


def test_feed_with_windows_line_endings_and_mark_is_the_same_feed(tmp_path: Path) -> None:
    run(tmp_path, feed())
    windows: Files = {
        name: b"\xef\xbb\xbf" + in_bytes(content).replace(b"\n", b"\r\n") for name, content in feed().items()
    }
    assert "places: 0 created, 0 updated, 4 unchanged, 0 retired" in run(tmp_path, windows)
