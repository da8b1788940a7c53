"""Text files of a city as they come: separators of lines inside names, and the first line that Excel is told by."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st

from districts.models import District
from stops.network.importing.table_text import rows_of_text
from stops.network.models import BusRoute, Place
from stops.signs.boards import read_boards
from tests.districts.test_import_districts import WEST, feature, ring
from tests.districts.test_import_districts import write as write_districts
from tests.factories import WEST_KATO, make_route
from tests.stops.network.importing.gtfs.feeds import feed, write_zip

BREAKS = ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\u2028", "\u2029"]
HEADER = "id,kind,name_kk,name_ru,lat,lon"


def imported(path: Path, *arguments: str) -> None:
    call_command("import_places", str(path), *arguments, stdout=StringIO())


@pytest.mark.parametrize("mark", BREAKS, ids=ascii)
@pytest.mark.parametrize("quote", ["", '"'])
@pytest.mark.django_db
def test_separator_of_lines_inside_a_name_is_a_space(tmp_path: Path, mark: str, quote: str) -> None:
    path = tmp_path / "places.csv"
    name = f"{quote}Жаңа{mark}базар{quote}"
    path.write_text(f"{HEADER}\ns1,stop,{name},{name},42.35,69.55\n", encoding="utf-8", newline="")
    imported(path)
    place = Place.objects.get()
    assert (place.name_kk, place.name_ru) == ("Жаңа базар", "Жаңа базар")


@pytest.mark.parametrize("mark", BREAKS, ids=ascii)
@pytest.mark.django_db
def test_board_numbers_and_routes_are_not_torn(tmp_path: Path, mark: str) -> None:
    route = make_route("19 А")
    path = tmp_path / "boards.csv"
    path.write_text(f"board_number,route\n20{mark}01,19{mark}А\n", encoding="utf-8", newline="")
    (bus,), skipped = read_boards(path)
    assert (bus.board_number, bus.route.pk, bus.line, skipped) == ("20 01", route.route_id, 2, [])


@pytest.mark.parametrize("mark", ["\x0b", "\x85", "\u2028"], ids=ascii)
@pytest.mark.django_db
def test_names_of_a_gtfs_feed_and_of_districts_are_kept_whole(tmp_path: Path, mark: str) -> None:
    routes = f"route_id,agency_id,route_short_name,route_long_name,route_type\nr5,1,5,Жаңа{mark}базар,3\n"
    path = write_zip(tmp_path / "feed.zip", feed(routes=routes))
    call_command("import_gtfs", str(path), stdout=StringIO())
    assert BusRoute.objects.get().name_ru == "Жаңа базар"
    file = write_districts(
        tmp_path / "d.geojson", feature(WEST_KATO, [ring(WEST)], name_ru=f"Жаңа{mark}аудан")
    )
    call_command("import_districts", file, "--valid-from", "2024-01-01", stdout=StringIO())
    assert District.objects.get().name_ru == "Жаңа аудан"


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"', "sep=; "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.django_db
def test_first_line_may_say_the_delimiter(tmp_path: Path, first: str, end: str) -> None:
    path = tmp_path / "places.csv"
    lines = (first, HEADER.replace(",", ";"), "s1;stop;Базар, үлкен, жаңа, а,б,в,г;;42,35;69,55", "")
    path.write_text(end.join(lines), encoding="utf-8-sig", newline="")
    imported(path)
    place = Place.objects.get()
    assert (place.name_kk, place.location.coords) == ("Базар, үлкен, жаңа, а,б,в,г", (69.55, 42.35))


@pytest.mark.django_db
def test_lines_are_counted_as_the_file_has_them(tmp_path: Path) -> None:
    make_route("19")
    path = tmp_path / "boards.csv"
    path.write_text("sep=,\r\nboard_number,route\r\n2001,19\r\n2002,77\r\n", encoding="utf-8-sig", newline="")
    (bus,), (skipped,) = read_boards(path)
    assert (bus.line, skipped.line) == (3, 4)


@given(
    st.lists(
        st.text(st.characters(exclude_characters="\r\n\0", exclude_categories=["Cs"])), min_size=2, max_size=4
    )
)
def test_no_text_makes_more_rows_or_cells(cells: list[str]) -> None:
    line = ";".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    (row,) = filter(None, rows_of_text(f"sep=;\n{line}\n", strict=True))
    assert len(row) == len(cells)
