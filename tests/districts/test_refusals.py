"""Each command refuses a file in one sentence on one line, whatever the file and what is in it are called."""

import os
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from districts.importing.errors import SENTENCE_MAX, ImportRefused
from districts.importing.files import check_file
from districts.text import on_one_line
from stops.importing.records import Skipped
from stops.importing.summary import ImportSummary, write_summary

COMMANDS = [
    ("import_districts", "{file}", "--valid-from", "2024-01-01"),
    ("import_places", "{file}", "--kind", "stop"),
    ("import_osm", "{file}"),
    ("import_gtfs", "{file}"),
    ("make_codes", "--boards", "{file}"),
]
NAMES = ["a\nb", "a\r\nb", "a\x1b[31mb", "a\u2028b", "a\u0085b", "a\x0bb", "a\u202eb", "a\udcffb", "a\tb"]
BROKEN = {
    "import_districts": ".geojson",
    "import_places": ".csv",
    "import_osm": ".osm",
    "import_gtfs": ".zip",
}
UNREADABLE = "\n\r\x0b\x0c\x1b\x85\u2028\u2029\u202e"


def refusal(command: tuple[str, ...], file: Path) -> str:
    with pytest.raises(CommandError) as refused:
        call_command(*(part.format(file=file) for part in command), stdout=StringIO())
    return str(refused.value)


def is_one_sentence(said: str) -> bool:
    return said.encode().decode().isprintable() and said.endswith(".") and len(said) < 2 * SENTENCE_MAX


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.parametrize("name", NAMES, ids=ascii)
@pytest.mark.django_db
def test_name_of_a_file_breaks_no_sentence(tmp_path: Path, command: tuple[str, ...], name: str) -> None:
    file = tmp_path / f"{name}{BROKEN.get(command[0], '.csv')}"
    assert is_one_sentence(refusal(command, file))
    for content in (b"", b"\xff\xfe\x00\x00\x00", b"x" * 99, b"id,name_ru,lat,lon\n1,\xff\n"):
        file.write_bytes(content)
        said = refusal(command, file)
        assert is_one_sentence(said)
        assert on_one_line(name) in said or said.startswith("The file has no column")


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
@pytest.mark.django_db
def test_what_is_no_file_is_named_as_it_was_given(tmp_path: Path, command: tuple[str, ...]) -> None:
    pipe = tmp_path / f"pipe{BROKEN.get(command[0], '.csv')}"
    os.mkfifo(pipe)
    for file in (
        pipe,
        tmp_path / "none",
        tmp_path / "nowhere" / "x.geojson",
        tmp_path / ("x" * 300),
        tmp_path / "\0",
    ):
        said = refusal(command, file)
        assert is_one_sentence(said)
        assert on_one_line(str(file)) in said


def test_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="is a folder: name the file in it"):
        check_file(tmp_path)


@pytest.mark.parametrize("name", ["city.geojson", "city.kml", "city.json"])
@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-32"])
@pytest.mark.django_db
def test_layer_in_another_encoding_is_named_by_it(tmp_path: Path, name: str, encoding: str) -> None:
    file = tmp_path / name
    file.write_bytes('{"type": "FeatureCollection", "features": []}'.encode(encoding))
    assert refusal(COMMANDS[0], file) == f"{name} is in {encoding}: save it in UTF-8."


@given(st.text(st.characters() | st.sampled_from(UNREADABLE)))
def test_a_sentence_is_one_line_of_characters_that_can_be_written(text: str) -> None:
    said = str(ImportRefused(text))
    assert said.splitlines() in ([], [said])
    assert not set(UNREADABLE) & set(said)
    said.encode()


def test_a_sentence_is_cut_in_the_middle() -> None:
    said = str(ImportRefused(f"places.csv, line 2: {'я' * 9999} is too long."))
    assert said.startswith("places.csv, line 2: яяя")
    assert said.endswith("яяя is too long.")
    assert len(said) < SENTENCE_MAX + 9


def test_lines_of_a_summary_stay_whole() -> None:
    told: list[str] = []
    summary = ImportSummary(skipped=[Skipped("place 1\n2", "no name", 3, "a\x1bb.csv")], notes=["a\u2028b"])
    write_summary(told.append, summary)
    assert told[:2] == ["a\\u2028b", "skipped: place 1\\n2 (a\\x1bb.csv line 3): no name"]
