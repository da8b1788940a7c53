"""Finding a feed's files: where they may lie, and which archives are refused."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from districts.importing.errors import ImportRefused
from tests.stops.network.importing.gtfs.feeds import feed, read, write_folder, write_zip


@pytest.mark.parametrize("folder", ["", "export/", "a/b/", "Экспорт 2026/"])
def test_feed_may_lie_in_a_folder_of_the_archive(tmp_path: Path, folder: str) -> None:
    assert len(read(write_zip(tmp_path / "feed.zip", feed(), folder)).places) == 4


@pytest.mark.parametrize("below", ["", "nested"])
def test_feed_may_be_a_folder_or_lie_one_below(tmp_path: Path, below: str) -> None:
    write_folder(tmp_path / "feed" / below, feed())
    assert len(read(tmp_path / "feed").places) == 4


def test_other_files_and_those_of_macos_do_not_matter(tmp_path: Path) -> None:
    extra = {
        "readme.pdf": b"\xff\x00",
        "__MACOSX/stops.txt": b"\0\5",
        "x/fares.txt": "fare_id\n",
        "._stops.txt": b"\0",
    }
    assert len(read(write_zip(tmp_path / "feed.zip", {**feed(), **extra})).places) == 4


def test_names_in_capitals_are_the_same_files(tmp_path: Path) -> None:
    files = {name.upper(): content for name, content in feed().items()}
    assert len(read(write_zip(tmp_path / "feed.zip", files)).places) == 4


@pytest.mark.parametrize("name", ["agency", "stops", "routes", "trips", "stop_times"])
def test_missing_file_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImportRefused, match=rf"^feed.zip has no {name}.txt\.$"):
        read(write_zip(tmp_path / "feed.zip", feed(**{name: None})))


def test_shapes_calendar_and_translations_may_be_missing(tmp_path: Path) -> None:
    assert "shapes.txt" not in feed()
    assert len(read(tmp_path, feed()).routes) == 1


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-60])


def replace_with_text(path: Path) -> None:
    path.write_text("stop_id,stop_name\n")


def make_empty(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("spoil", [truncate, replace_with_text, make_empty])
def test_no_archive_is_refused(tmp_path: Path, spoil: Callable[[Path], None]) -> None:
    path = write_zip(tmp_path / "feed.zip", feed())
    spoil(path)
    with pytest.raises(ImportRefused, match=r"^feed.zip is not a zip archive, or only a part of one\.$"):
        read(path)


def test_archive_without_a_feed_is_refused(tmp_path: Path) -> None:
    inner = write_zip(tmp_path / "inner.zip", feed()).read_bytes()
    with pytest.raises(ImportRefused, match="not a GTFS feed"):
        read(write_zip(tmp_path / "outer.zip", {"inner.zip": inner}))


def test_several_feeds_are_refused_by_name(tmp_path: Path) -> None:
    files = {f"{folder}/{name}": content for folder in ("bus", "tram") for name, content in feed().items()}
    with pytest.raises(ImportRefused, match=r"several feeds \(bus, tram\)"):
        read(write_zip(tmp_path / "feed.zip", files))


def test_one_file_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match=r"stops\.txt twice"):
        read(write_zip(tmp_path / "feed.zip", {**feed(), "STOPS.TXT": "stop_id\n"}))


@pytest.mark.parametrize(
    "name", ["/etc/stops.txt", "../stops.txt", "a/../../b.txt", "C:/stops.txt", "..\\stops.txt"]
)
def test_names_that_lead_out_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ImportRefused, match="leads out of it"):
        read(write_zip(tmp_path / "feed.zip", {**feed(), name: "x"}))


def test_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    bomb = feed(stop_times=b"trip_id,stop_id,stop_sequence\n" + b"\n" * 2**25)
    with pytest.raises(ImportRefused, match=r"stop_times.txt in feed.zip would unpack to 32 MB: .* zip bomb"):
        read(write_zip(tmp_path / "feed.zip", bomb))


def test_encrypted_file_is_refused(tmp_path: Path) -> None:
    path = write_zip(tmp_path / "feed.zip", feed())
    content = bytearray(path.read_bytes())
    entry = content.find(b"PK\x01\x02")
    while entry >= 0:
        content[entry + 8] |= 1
        entry = content.find(b"PK\x01\x02", entry + 4)
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=r"agency\.txt in feed\.zip is encrypted"):
        read(path)


def test_damaged_file_is_refused(tmp_path: Path) -> None:
    path = write_zip(
        tmp_path / "feed.zip", feed(stop_times="trip_id,stop_id,stop_sequence\n" + "t1,a,1\n" * 500)
    )
    with zipfile.ZipFile(path) as archive:
        member = archive.getinfo("stop_times.txt")
        begin = member.header_offset + 30 + len(member.filename)
    content = bytearray(path.read_bytes())
    content[begin + 20 : begin + 30] = b"\xff" * 10
    path.write_bytes(content)
    with pytest.raises(ImportRefused, match=r"^stop_times\.txt.*damaged\.$"):
        read(path)


def test_missing_path_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="no such file or folder"):
        read(tmp_path / "nothing.zip")


def test_path_that_no_file_system_takes_is_refused() -> None:
    with pytest.raises(ImportRefused, match="cannot be read: File name too long"):
        read(Path("x" * 5000))


def test_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="not a GTFS feed"):
        read(tmp_path)
