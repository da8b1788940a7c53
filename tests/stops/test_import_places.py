"""``manage.py import_places``: tables and layers as cities have them; what is wrong is refused with its line."""

import json
import sqlite3
import struct
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from stops.models import Place, PlaceKind
from tests.factories import make_city, make_place

pytestmark = pytest.mark.django_db

HEADER = "id,kind,name_kk,name_ru,name_en,lat,lon"
STOP = "s1,stop,Базар,Рынок,Market,42.35,69.55"
SCHOOL = "i1,institution,Мектеп,Школа,,42.35,69.65"


def write(
    tmp_path: Path, *lines: str, name: str = "places.csv", encoding: str = "utf-8", end: str = "\n"
) -> Path:
    path = tmp_path / name
    path.write_bytes(end.join([*lines, ""]).encode(encoding))
    return path


def run(path: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("import_places", str(path), *arguments, stdout=out)
    return out.getvalue()


def refusal(path: Path, *arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        run(path, *arguments)
    assert not Place.objects.filter(source="file").exists()
    return str(refused.value)


def test_table_is_imported_and_a_second_time_unchanged(tmp_path: Path) -> None:
    west, east = make_city()
    path = write(tmp_path, HEADER, STOP, SCHOOL)
    run(path)
    stop, school = Place.objects.order_by("-source_id")
    assert (stop.kind, stop.name_kk, stop.name_ru, stop.name_en) == (
        PlaceKind.STOP,
        "Базар",
        "Рынок",
        "Market",
    )
    assert stop.location.coords == (69.55, 42.35)
    assert (stop.district, school.district, stop.source) == (west, east, "file")
    assert "places: 0 created, 0 updated, 2 unchanged, 0 retired" in run(path)


@pytest.mark.parametrize("delimiter", [";", "\t", ","])
def test_delimiter_mark_and_line_ends_of_office_programs_are_understood(
    tmp_path: Path, delimiter: str
) -> None:
    lines = [line.replace(",", delimiter) for line in (HEADER, STOP)]
    run(write(tmp_path, *lines, encoding="utf-8-sig", end="\r\n"))
    assert Place.objects.get().name_kk == "Базар"


def test_decimal_comma_and_quoted_line_break_are_understood(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER.replace(",", ";"), 's1;stop;"Үлкен\nбазар";Рынок;;42,35;69,55'))
    place = Place.objects.get()
    assert place.name_kk == "Үлкен базар"
    assert place.location.coords == (69.55, 42.35)


def test_columns_of_other_names_are_mapped(tmp_path: Path) -> None:
    path = write(tmp_path, "Код,Тип,Название,Широта,Долгота", "7,школа,Школа № 7,42.35,69.55")
    mapping = ["id=Код", "kind=Тип", "name_ru=Название", "lat=Широта", "lon=Долгота"]
    run(path, *(f"--field={each}" for each in mapping), "--kind-value", "школа=institution")
    place = Place.objects.get()
    assert (place.source_id, place.kind, place.name_kk) == ("7", PlaceKind.INSTITUTION, "Школа № 7")


def test_latitude_and_longitude_are_found_under_their_usual_names(tmp_path: Path) -> None:
    run(write(tmp_path, "ID,Name_RU,Latitude,Lng", "7,Школа,42.35,69.55"), "--kind", "institution")
    assert Place.objects.get().kind == PlaceKind.INSTITUTION


def test_metric_coordinates_are_brought_to_degrees(tmp_path: Path) -> None:
    run(write(tmp_path, "id,name_ru,lat,lon", "7,Центр,4691000,550000"), "--kind", "stop", "--srid", "32642")
    lon, lat = Place.objects.get().location.coords
    assert (lon, lat) == pytest.approx((69.606, 42.37), abs=0.005)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([HEADER, STOP, "s2,stop,А,Б,,north,69.55"], "places.csv, line 3: lat must be a number, not 'north'"),
        ([HEADER, "s2,stop,А,Б,,nan,69.55"], "line 2: the coordinates are not numbers"),
        ([HEADER, "s2,stop,А,Б,,4691000,550000"], "line 2: 550000, 4.691e+06 are no degrees"),
        ([HEADER, "s2,stop,А,Б,,,69.55"], "places.csv, line 2: it has no latitude."),
        ([HEADER, STOP, "s2,stop,А,Б,,42.35,"], "places.csv, line 3: it has no longitude."),
        (
            [HEADER, "s2,stop,,,,42.35,69.55"],
            "line 2: it has no name; no place of the file can be imported.",
        ),
        ([HEADER, "s2,stop"], "places.csv, line 2: it has no name and no coordinates; no place"),
        (
            [HEADER, "s2,kiosk,А,Б,,42.35,69.55"],
            "line 2: the kind 'kiosk' is none of stop, public_space, institution",
        ),
        ([HEADER, "s2,,А,Б,,42.35,69.55"], "line 2: it has no kind"),
        ([HEADER, STOP, SCHOOL, STOP], "line 4: the id 's1' stands already in places.csv, line 2"),
        ([HEADER, ",stop,А,Б,,42.35,69.55"], "line 2: it has no id"),
        (
            [HEADER, f"{'i' * 121},stop,А,Б,,42.35,69.55"],
            "line 2: the id has 121 characters, 120 is the most",
        ),
        ([HEADER, f"s2,stop,{'я' * 201},Б,,42.35,69.55"], "line 2: a name has 201 characters"),
        ([HEADER, f"{STOP},more"], "line 2: it has 8 cells, the first line has 7"),
        ([HEADER, 's2,stop,"А'], "line 2: a quotation mark is opened and never closed"),
        (["kind,name_ru,lat,lon", "stop,Б,42.35,69.55"], "no column 'id'"),
        (["id,kind,lat,lon", "1,stop,42.35,69.55"], "The file has no names"),
        (["id,name_ru,lon", "1,Б,69.55"], "no column 'lat'"),
        (["id,name_ru,lat,lat,lon", "1,Б,42,42,69"], "The column 'lat' stands twice"),
        ([HEADER], "places.csv has no places"),
        ([HEADER, "s1,stop,А,Б,,69.55,42.35"], "are latitude and longitude swapped"),
    ],
)
def test_what_cannot_be_understood_refuses_the_file_with_its_line(
    tmp_path: Path, lines: Sequence[str], said: str
) -> None:
    assert said in refusal(write(tmp_path, *lines))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "places.csv is empty"),
        (f"{HEADER}\n{STOP}\n".encode("utf-16"), "places.csv is in UTF-16: save it in UTF-8"),
        (f"{HEADER}\n{STOP}\n".encode("utf-32"), "places.csv is in UTF-32: save it in UTF-8"),
        (b"\0\0\xfe\xff" + HEADER.encode("utf-32-be"), "places.csv is in UTF-32: save it in UTF-8"),
        (f"{HEADER}\ns1,stop,Базар,Рынок,,42.35,69.55\n".encode("cp1251"), "line 2: this is not UTF-8"),
        (f"{HEADER}\n{STOP}\n\0\n".encode(), "line 3: there is a NUL byte"),
    ],
)
def test_other_encodings_are_refused_with_the_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "places.csv"
    path.write_bytes(content)
    assert said in refusal(path)


def test_rows_without_coordinates_or_name_or_far_outside_are_skipped_and_told(tmp_path: Path) -> None:
    rows = ("s2,stop,А,Б,,,", "s3,stop,,,,42.35,69.55", "s4,stop,А,Б,,43.2,76.9", "s5,stop")
    said = run(write(tmp_path, HEADER, STOP, *rows))
    assert "skipped: place s2 (places.csv line 3): it has no coordinates" in said
    assert "skipped: place s3 (places.csv line 4): it has no name" in said
    assert (
        "skipped: place s4 (places.csv line 5): 76.9000, 43.2000 is more than 10 km outside the city" in said
    )
    assert "skipped: place s5 (places.csv line 6): it has no name and no coordinates" in said
    assert "skipped: 4" in said
    assert Place.objects.get().source_id == "s1"


def test_place_that_the_file_lacks_is_retired_unless_kept(tmp_path: Path) -> None:
    run(write(tmp_path, HEADER, STOP, SCHOOL))
    run(write(tmp_path, HEADER, STOP), "--keep")
    assert not Place.objects.filter(retired_at__isnull=False).exists()
    run(write(tmp_path, HEADER, STOP))
    assert Place.objects.get(retired_at__isnull=False).source_id == "i1"


def test_other_sources_are_left_alone_and_dry_run_changes_nothing(tmp_path: Path) -> None:
    other = make_place()
    said = run(write(tmp_path, HEADER, STOP), "--dry-run")
    assert "places: 1 created" in said
    assert list(Place.objects.filter(retired_at__isnull=True)) == [other]


def geojson(tmp_path: Path, *features: Mapping[str, Any], name: str = "places.geojson") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return path


def feature(geometry: Mapping[str, Any] | None, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


POINT = {"type": "Point", "coordinates": [69.55, 42.35]}
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[69.6, 42.3], [69.62, 42.3], [69.62, 42.32], [69.6, 42.32], [69.6, 42.3]]],
}


def test_geojson_of_points_and_areas_is_imported(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(POINT, id=1, title="Рынок"), feature(SQUARE, id=2, title="Парк"))
    run(path, "--field", "name_ru=title", "--kind", "public_space")
    market, park = Place.objects.order_by("source_id")
    assert market.location.coords == (69.55, 42.35)
    assert 69.6 < park.location.x < 69.62
    assert 42.3 < park.location.y < 42.32


def test_feature_without_geometry_is_skipped_and_a_double_refused(tmp_path: Path) -> None:
    path = geojson(tmp_path, feature(POINT, id=1, name_ru="Рынок"), feature(None, id=2, name_ru="Парк"))
    assert "it has no coordinates" in run(path, "--kind", "stop", "--source", "test")
    double = geojson(tmp_path, feature(POINT, id=1, name_ru="А"), feature(POINT, id=1, name_ru="Б"))
    assert "feature 2: the id '1' stands already in places.geojson, feature 1" in refusal(
        double, "--kind", "stop"
    )


def geopackage(tmp_path: Path, *layers: str) -> Path:
    """Write a GeoPackage (OGC 12-128r18, clause 2) with one place in UTM 42N in each layer."""
    path = tmp_path / "places.gpkg"
    database = sqlite3.connect(path)
    database.executescript(
        """
        PRAGMA application_id = 1196444487; PRAGMA user_version = 10200;
        CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER PRIMARY KEY, organization TEXT,
            organization_coordsys_id INTEGER, definition TEXT, description TEXT);
        INSERT INTO gpkg_spatial_ref_sys VALUES ('UTM 42N', 32642, 'EPSG', 32642, '', '');
        CREATE TABLE gpkg_contents (table_name TEXT PRIMARY KEY, data_type TEXT, identifier TEXT,
            description TEXT, last_change TEXT, min_x REAL, min_y REAL, max_x REAL, max_y REAL, srs_id INTEGER);
        CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
            srs_id INTEGER, z TINYINT, m TINYINT);
        """
    )
    point = b"GP\x00\x01" + struct.pack("<i", 32642) + struct.pack("<BIdd", 1, 1, 550000.0, 4691000.0)
    for layer in layers:
        contents = (layer, "features", layer, "", "2026-01-01T00:00:00Z", 0, 0, 1, 1, 32642)
        database.execute(f"INSERT INTO gpkg_contents VALUES ({','.join('?' * 10)})", contents)
        database.execute(
            "INSERT INTO gpkg_geometry_columns VALUES (?, 'geom', 'POINT', 32642, 0, 0)", (layer,)
        )
        database.execute(f"CREATE TABLE {layer} (fid INTEGER PRIMARY KEY, geom BLOB, id TEXT, name_ru TEXT)")
        database.execute(f"INSERT INTO {layer} VALUES (1, ?, 'g1', ?)", (point, f"Центр {layer}"))
    database.commit()
    database.close()
    return path


def test_geopackage_is_read_in_its_own_reference_system(tmp_path: Path) -> None:
    run(geopackage(tmp_path, "stops"), "--kind", "stop")
    assert Place.objects.get().location.coords == pytest.approx((69.606, 42.37), abs=0.005)


def test_layer_is_chosen_where_there_are_several(tmp_path: Path) -> None:
    path = geopackage(tmp_path, "stops", "parks")
    assert "choose one with --layer (it has stops, parks)" in refusal(path, "--kind", "stop")
    run(path, "--kind", "public_space", "--layer", "parks")
    assert Place.objects.get().name_ru == "Центр parks"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("places.geojson", "<OGRVRTDataSource/>", "is no GeoJSON"),
        ("places.geojson", "{", "cannot be read"),
        ("places.geojson", '{"type": "FeatureCollection", "features": [', "cannot be read"),
        ("places.gpkg", "SQLite", "is no GeoPackage"),
        ("places.shp", "x", "the name must end in .csv"),
    ],
)
def test_other_content_under_a_known_name_is_refused(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    path = tmp_path / name
    path.write_text(content)
    assert said in refusal(path, "--kind", "stop")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    for name in ("places.csv", "places.geojson", "places.gpkg"):
        assert "there is no such file" in refusal(tmp_path / name, "--kind", "stop")
