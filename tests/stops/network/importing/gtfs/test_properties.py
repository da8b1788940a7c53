"""What always holds, whatever the feed."""

import random
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import example, given
from hypothesis import strategies as st

from districts.importing.errors import ImportRefused
from stops.network.importing.records import Network
from tests.benchmarks.gtfs_feed import FeedSize, write_feed
from tests.stops.network.importing.gtfs.feeds import (
    BBOX,
    Files,
    feed,
    in_bytes,
    read,
    stop_times,
    stops,
    table,
)

STOPS = "abcdefgh"
LOCATIONS = st.tuples(
    st.integers(69_480_000, 69_520_000).map(lambda lon: lon / 1e6),
    st.integers(42_290_000, 42_310_000).map(lambda lat: lat / 1e6),
)
RUNS = st.tuples(
    st.sampled_from("xy"), st.sampled_from(["", "0", "1"]), st.text(STOPS, min_size=1, max_size=12)
)


@st.composite
def feeds(draw: st.DrawFn) -> Files:
    """Return a feed of up to two routes and eight trips with stops anywhere in any order."""
    places = draw(st.fixed_dictionaries(dict.fromkeys(STOPS, LOCATIONS)))
    runs = draw(st.lists(RUNS, min_size=1, max_size=8))
    trips = [f"{route},t{number},{side}" for number, (route, side, _) in enumerate(runs)]
    return feed(
        stops=stops(**places),
        routes=table("route_id,route_short_name,route_type", "x,1,3", "y,2,11"),
        trips=table("route_id,trip_id,direction_id", *trips),
        stop_times=stop_times(**{f"t{number}": run for number, (_, _, run) in enumerate(runs)}),
    )


def read_files(files: Files) -> Network:
    with TemporaryDirectory() as folder:
        return read(Path(folder), files)


@given(files=feeds())
def test_what_is_handed_over_can_be_saved(files: Files) -> None:
    network = read_files(files)
    places = {place.source_id for place in network.places}
    assert places == set(STOPS)
    for route in network.routes:
        assert [each.direction for each in route.directions] in ([0], [1], [0, 1])
        assert route.names["kk"]
        assert route.names["ru"]
        for each in route.directions:
            assert len(each.stops) > 1
            assert places.issuperset(each.stops)
            assert all(len(set(line)) > 1 for line in each.lines)
            assert each.headsigns["kk"]


@given(files=feeds(), chance=st.randoms(use_true_random=False))
def test_order_of_rows_does_not_matter(files: Files, chance: random.Random) -> None:
    shuffled = dict(files)
    for name in ("trips.txt", "stop_times.txt"):
        header, *rows = str(files[name]).splitlines()
        chance.shuffle(rows)
        shuffled[name] = table(header, *rows)
    before, after = read_files(files), read_files(shuffled)
    assert (after.places, after.routes) == (before.places, before.routes)


@given(
    name=st.sampled_from(sorted([*feed(), "translations.txt", "feed_info.txt", "shapes.txt"])),
    junk=st.binary(max_size=8) | st.text(',"\r\n 0-9ab٣', max_size=6).map(str.encode),
    part=st.floats(0, 1),
)
@example(name="stops.txt", junk=b"\r", part=0.5)
@example(name="stop_times.txt", junk=b'"', part=0.5)
def test_junk_in_a_file_is_read_or_refused_in_one_sentence(name: str, junk: bytes, part: float) -> None:
    files = feed()
    content = in_bytes(files.get(name, b""))
    place = int(part * len(content))
    files[name] = content[:place] + junk + content[place:]
    with suppress(ImportRefused):
        read_files(files)


def test_large_feed_is_the_same_in_any_order(tmp_path: Path) -> None:
    size = FeedSize(routes=4, stops=2_500, stop_times=2_000)
    ordered, scattered = tmp_path / "ordered.zip", tmp_path / "scattered.zip"
    assert write_feed(ordered, size, bbox=BBOX) >= size.stop_times
    write_feed(scattered, size, bbox=BBOX, scattered=True)
    network = read(ordered)
    assert len(network.routes) == 4
    assert all(len(each.lines) > 1 for route in network.routes for each in route.directions)
    assert read(scattered) == network
