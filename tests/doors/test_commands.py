"""The corpus goes through every command that reads or writes texts; a command that is missing here fails the test."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command, get_commands

from districts.models import District
from stops.network.models import BusRoute, Place
from stops.signs.models import CodeBinding
from tests.doors.city import make_hostile_city
from tests.factories import IN_WEST, make_city, make_code, make_place, make_route
from tests.hostile import COMPOUND, COMPUTED, SHORT, TEXTS, flat, visible
from tests.stops.network.importing.gtfs import feeds
from tests.stops.network.importing.osm.files import OsmFile
from tests.stops.signs.printing.reading import text_of

pytestmark = pytest.mark.django_db
APPS = ("geoportal", "districts", "stops", "proposals")
FILE_NAME = "{{ 7*191191 }} %s ${1} <b data-pwned>';"
TORN = "line separators"
"""A table's reader may take these for the end of a line: they have a test of their own beside each reader."""


def run(*arguments: str) -> str:
    """Run a command and return what it says."""
    out = io.StringIO()
    call_command(*arguments, stdout=out, stderr=out)
    said = out.getvalue()
    assert not any(answer in said for answer in COMPUTED)
    return said


def table(path: Path, *rows: list[str]) -> Path:
    out = io.StringIO(newline="")
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8", newline="")
    return path


def import_districts(folder: Path) -> None:
    ring = [[69.5, 42.3], [69.6, 42.3], [69.6, 42.4], [69.5, 42.4], [69.5, 42.3]]
    named = {
        "name_kk": COMPOUND,
        "name_ru": COMPOUND,
        "name_en": COMPOUND,
        "kato": "791110000",
        "slug": "west",
    }
    feature = {"type": "Feature", "properties": named, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    path = folder / f"{FILE_NAME}.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    said = run("import_districts", str(path), "--valid-from", "2024-01-01")
    assert District.objects.get().name_ru == COMPOUND
    assert "1 created" in said


def import_places(folder: Path) -> None:
    make_city()
    texts = {name: text for name, text in TEXTS.items() if name != TORN}
    head = ["id", "kind", "name_kk", "name_ru", "name_en", "lat", "lon"]
    rows = [[name, "stop", text, text, text, "42.35", "69.55"] for name, text in texts.items()]
    run("import_places", str(table(folder / f"{FILE_NAME}.csv", head, *rows)))
    assert {place.source_id: visible(place.name_ru) for place in Place.objects.all()} == {
        name: visible(text) for name, text in texts.items()
    }
    with pytest.raises(CommandError) as refused:
        run(
            "import_places",
            str(table(folder / f"{FILE_NAME}.csv", head, ["1", COMPOUND, "a", "b", "c", "42.35", "69.55"])),
        )
    assert repr(COMPOUND) in str(refused.value)


def import_gtfs(folder: Path) -> None:
    make_city()
    stops = [["stop_id", "stop_name", "stop_lat", "stop_lon"]]
    stops += [[letter, COMPOUND, "42.35", str(69.5 + step / 100)] for step, letter in enumerate("abcd")]
    routes = [["route_id", "agency_id", "route_short_name", "route_long_name", "route_type"]]
    routes += [["r5", "1", SHORT[0], COMPOUND, "3"]]
    trips = [["route_id", "trip_id", "trip_headsign", "direction_id", "shape_id"]]
    trips += [["r5", trip, COMPOUND, way, ""] for trip, way in (("t1", "0"), ("t2", "0"), ("t3", "1"))]
    texts = {
        name: table(folder / f"{name}.csv", *rows).read_text(encoding="utf-8")
        for name, rows in (("stops", stops), ("routes", routes), ("trips", trips))
    }
    archive = feeds.write_zip(folder / f"{FILE_NAME}.zip", feeds.feed(**texts))
    run("import_gtfs", str(archive))
    assert {flat(place.name_ru) for place in Place.objects.all()} == {flat(COMPOUND)}
    assert BusRoute.objects.get().number == SHORT[0]


def import_osm(folder: Path) -> None:
    make_city()
    osm = OsmFile()
    names = {name: text for name, text in TEXTS.items() if "\uffff" not in text}
    for index, text in enumerate(names.values()):
        corner = 69.51 + index % 8 * 0.005, 42.31 + index // 8 * 0.005
        osm.ring(*corner, corner[0] + 0.001, corner[1] + 0.001, leisure="park", name=text)
    run("import_osm", str(osm.write(folder / "hostile.osm")))
    kept = {visible(place.name_ru) for place in Place.objects.all()}
    assert [name for name, text in names.items() if visible(text) not in kept] == []


def make_codes(folder: Path) -> None:
    make_city()
    for number in SHORT:
        make_route(number)
    rows = [[number, number] for number in SHORT]
    said = run(
        "make_codes", "--boards", str(table(folder / f"{FILE_NAME}.csv", ["board_number", "route"], *rows))
    )
    boards = {visible(binding.board_number) for binding in CodeBinding.objects.exclude(board_number="")}
    lost = [
        number for number in SHORT if visible(number) not in boards and visible(number) not in visible(said)
    ]
    assert lost == []


def print_signs(folder: Path) -> None:
    make_city()
    codes = {
        name: make_code(place=make_place(*IN_WEST, name_kk=text, name_ru=text))
        for name, text in TEXTS.items()
    }
    output = folder / f"{FILE_NAME}.pdf"
    said = run("print_signs", "--format", "a5", "--output", str(output))
    printed = visible(text_of(output.read_bytes()))
    assert not any(answer in printed for answer in COMPUTED)
    lost = [
        name
        for name, text in TEXTS.items()
        if visible(text) not in printed and f"skipped: code {codes[name]}" not in said
    ]
    assert lost == []
    assert len([line for line in said.splitlines() if line.startswith("skipped: code")]) < len(TEXTS) / 2


def recount(_folder: Path) -> None:
    """Commands that only count: over texts of any kind."""
    make_hostile_city()
    for command in ("assign_districts", "rebuild_heatmap", "check_heatmap", "purge_personal_data"):
        run(command)


COMMANDS: dict[str, Callable[[Path], None]] = {
    "import_districts": import_districts,
    "import_places": import_places,
    "import_gtfs": import_gtfs,
    "import_osm": import_osm,
    "make_codes": make_codes,
    "print_signs": print_signs,
    "assign_districts": recount,
    "rebuild_heatmap": recount,
    "check_heatmap": recount,
    "purge_personal_data": recount,
}
OWN_TEXTS = {
    "load_demo": "reads and writes the fixtures of the portal",
    "load_reference": "reads and writes the fixtures of the portal",
    "procrastinate": "only starts the worker, whose tasks write mails: test_mails.py",
    "seed_load": "writes sentences of the portal's own",
}
"""Commands through which no text of others goes, with the reason."""


def test_every_command_is_fed() -> None:
    ours = {
        name for name, app in get_commands().items() if isinstance(app, str) and app.split(".")[0] in APPS
    }
    assert ours - COMMANDS.keys() - OWN_TEXTS.keys() == set(), (
        "say in COMMANDS how the corpus goes through these"
    )
    assert (COMMANDS.keys() | OWN_TEXTS.keys()) - ours == set(), "these are no commands any more"


@pytest.mark.parametrize("feed", dict.fromkeys(COMMANDS.values()), ids=lambda feed: feed.__name__)
def test_command_keeps_texts_as_they_are(feed: Callable[[Path], None], tmp_path: Path) -> None:
    feed(tmp_path)
