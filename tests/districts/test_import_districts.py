"""Importing boundaries: what is accepted, repaired, refused; and that history stays."""

import datetime as dt
import json
import subprocess
from collections.abc import Iterable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from districts.models import District
from stops.network.models import Place
from tests.factories import EAST_KATO, IN_EAST, WEST_KATO, make_place, make_proposal, make_route

pytestmark = pytest.mark.django_db

Box = tuple[float, float, float, float]
WEST: Box = (69.5, 42.3, 69.6, 42.4)
EAST: Box = (69.6, 42.3, 69.7, 42.4)


def ring(box: Box) -> list[list[float]]:
    west, south, east, north = box
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(kato: str, rings: Iterable[list[list[float]]], **properties: Any) -> dict[str, Any]:
    names = {"name_kk": f"{kato} ауданы", "name_ru": f"Район {kato}", "name_en": f"District {kato}"}
    return {
        "type": "Feature",
        "properties": {"kato": kato, **names, **properties},
        "geometry": {"type": "Polygon", "coordinates": list(rings)},
    }


def write(path: Path, *features: dict[str, Any]) -> str:
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    return str(path)


@pytest.fixture
def city_file(tmp_path: Path) -> str:
    return write(
        tmp_path / "city.geojson", feature(WEST_KATO, [ring(WEST)]), feature(EAST_KATO, [ring(EAST)])
    )


def run(file: str, *arguments: str, valid_from: str = "2024-01-01") -> str:
    out = StringIO()
    call_command("import_districts", file, "--valid-from", valid_from, *arguments, stdout=out)
    return out.getvalue()


def test_districts_are_created_with_geodesic_area_and_a_label_point_inside(city_file: str) -> None:
    report = run(city_file)
    assert "2 created, 0 updated, 0 unchanged" in report
    west = District.objects.get(kato=WEST_KATO)
    # 0.1° × 0.1° at 42.35° N on the WGS 84 ellipsoid.
    assert west.area_km2 == pytest.approx(91.5, abs=0.1)
    assert west.boundary.contains(west.label_point)
    assert west.slug == "district-791110000"


def test_importing_again_changes_nothing(city_file: str) -> None:
    run(city_file)
    before = list(District.objects.values_list("pk", "kato", "boundary"))
    assert "0 created, 0 updated, 2 unchanged" in run(city_file)
    assert list(District.objects.values_list("pk", "kato", "boundary")) == before


def turned(
    rings: list[list[list[float]]], *, by: int = 0, backwards: bool = False
) -> list[list[list[float]]]:
    """Return the same rings, begun at another corner and run through the other way."""
    found = [ring_of[:-1][by:] + ring_of[:-1][:by] for ring_of in rings]
    return [(each[::-1] if backwards else each) + [(each[-1] if backwards else each[0])] for each in found]


HOLE = [[69.54, 42.34], [69.54, 42.36], [69.56, 42.36], [69.56, 42.34], [69.54, 42.34]]
MIDDLE = [69.55, 42.3]


@pytest.mark.parametrize(
    "rings",
    [
        turned([ring(WEST), HOLE], backwards=True),
        turned([ring(WEST), HOLE], by=2),
        turned([ring(WEST), HOLE], by=1, backwards=True),
        [[ring(WEST)[0], MIDDLE, *ring(WEST)[1:]], HOLE],
    ],
    ids=["direction", "first corner", "both", "corner on a straight line"],
)
def test_same_land_drawn_otherwise_is_unchanged(tmp_path: Path, rings: list[list[list[float]]]) -> None:
    run(write(tmp_path / "one.geojson", feature(WEST_KATO, [ring(WEST), HOLE])))
    before = District.objects.values_list("boundary").get()
    assert "0 updated, 1 unchanged" in run(write(tmp_path / "other.geojson", feature(WEST_KATO, rings)))
    assert District.objects.values_list("boundary").get() == before


def test_parts_in_another_order_are_unchanged_and_another_shape_of_the_same_area_is_updated(
    tmp_path: Path,
) -> None:
    parts = [[ring((69.5, 42.3, 69.52, 42.32))], [ring((69.56, 42.3, 69.58, 42.32))]]
    several = feature(WEST_KATO, [])
    several["geometry"] = {"type": "MultiPolygon", "coordinates": parts}
    run(write(tmp_path / "one.geojson", several))
    several["geometry"]["coordinates"] = parts[::-1]
    assert "1 unchanged" in run(write(tmp_path / "two.geojson", several))
    moved = [[69.5, 42.3], [69.54, 42.3], [69.54, 42.32], [69.5, 42.32], [69.5, 42.3]]
    several["geometry"]["coordinates"] = [[moved]]
    assert "1 updated, 0 unchanged" in run(write(tmp_path / "three.geojson", several))
    assert District.objects.get().boundary.extent == pytest.approx((69.5, 42.3, 69.54, 42.32))


def test_dry_run_reports_and_changes_nothing(city_file: str) -> None:
    assert "Dry run, nothing changed. Districts: 2 created" in run(city_file, "--dry-run")
    assert not District.objects.exists()


def test_changed_name_updates_the_same_record(tmp_path: Path, city_file: str) -> None:
    run(city_file)
    renamed = write(tmp_path / "renamed.geojson", feature(WEST_KATO, [ring(WEST)], name_ru="Новое имя"))
    report = run(renamed)
    assert "1 updated" in report
    assert "kept: 791310000" in report
    assert District.objects.get(kato=WEST_KATO).name_ru == "Новое имя"
    assert District.objects.count() == 2


def test_newer_boundaries_end_the_older_ones_and_reassign_what_lies_there(
    tmp_path: Path, city_file: str
) -> None:
    run(city_file)
    place, proposal, version = make_place(*IN_EAST), make_proposal(at=IN_EAST), make_route()
    older = District.objects.get(kato=EAST_KATO)
    assert (place.district, proposal.district) == (older, older)
    halves = (69.6, 42.3, 69.64, 42.4), (69.64, 42.3, 69.7, 42.4)
    split = write(
        tmp_path / "split.geojson",
        feature(WEST_KATO, [ring(WEST)]),
        feature(EAST_KATO, [ring(halves[0])]),
        feature("791910000", [ring(halves[1])]),
    )
    assert "3 created" in run(split, valid_from="2025-01-01")
    older.refresh_from_db()
    assert older.valid_to == dt.date(2025, 1, 1)
    assert District.objects.current().count() == 3
    place.refresh_from_db()
    proposal.refresh_from_db()
    assert place.district.kato == proposal.district.kato == "791910000"
    current = set(District.objects.current().values_list("pk", flat=True))
    assert set(version.shares.values_list("district", flat=True)) <= {*current, None}


def test_older_boundaries_imported_later_end_where_the_newer_begin(city_file: str) -> None:
    run(city_file, valid_from="2024-01-01")
    run(city_file, valid_from="2018-06-19")
    older = District.objects.get(kato=WEST_KATO, valid_from=dt.date(2018, 6, 19))
    assert older.valid_to == dt.date(2024, 1, 1)
    assert District.objects.current().count() == 2


def test_district_that_a_newer_file_lacks_stays(tmp_path: Path, city_file: str) -> None:
    run(city_file)
    only_west = write(tmp_path / "west.geojson", feature(WEST_KATO, [ring(WEST)]))
    run(only_west, valid_from="2025-01-01")
    assert District.objects.current().filter(kato=EAST_KATO).exists()


@pytest.mark.parametrize(
    ("driver", "name"), [("GPKG", "city.gpkg"), ("ESRI Shapefile", "city.shp"), ("KML", "city.kml")]
)
def test_other_formats_are_read(tmp_path: Path, city_file: str, driver: str, name: str) -> None:
    translated = tmp_path / name
    translate(city_file, translated, driver, 4326)
    assert "2 created" in run(str(translated))


def test_other_reference_systems_are_transformed(tmp_path: Path, city_file: str) -> None:
    translated = tmp_path / "utm.gpkg"
    translate(city_file, translated, "GPKG", 32642)
    run(str(translated))
    west, south, _east, _north = District.objects.get(kato=WEST_KATO).boundary.extent
    assert (west, south) == pytest.approx((69.5, 42.3), abs=1e-6)


def test_fields_of_other_names_are_mapped(tmp_path: Path) -> None:
    other = feature(WEST_KATO, [ring(WEST)])
    other["properties"]["CODE"] = other["properties"].pop("kato")
    file = write(tmp_path / "mapped.geojson", other)
    with pytest.raises(CommandError, match="no field 'kato'"):
        run(file)
    assert "1 created" in run(file, "--field", "kato=CODE")


def test_small_self_intersection_is_repaired_and_said(tmp_path: Path) -> None:
    # A spike of nearly no area crosses itself near the north-east corner.
    spiked = ring(WEST)
    spiked[3:3] = [[69.55, 42.4], [69.5500001, 42.4000001], [69.5499999, 42.4000001], [69.55, 42.4]]
    assert "Repaired feature 1" in run(write(tmp_path / "spike.geojson", feature(WEST_KATO, [spiked])))
    assert District.objects.get().boundary.valid


def bow_tie(box: Box) -> list[list[float]]:
    west, south, east, north = box
    return [[west, south], [east, north], [east, south], [west, north], [west, south]]


REFUSED = {
    "self-intersection": ([feature(WEST_KATO, [bow_tie(WEST)])], "repairing it would change its area"),
    "overlap": (
        [feature(WEST_KATO, [ring(WEST)]), feature(EAST_KATO, [ring((69.59, 42.3, 69.7, 42.4))])],
        "overlap by 10.00%",
    ),
    "metres called degrees": (
        [feature(WEST_KATO, [ring((541_000.0, 4_683_000.0, 549_000.0, 4_694_000.0))])],
        "not degrees|cannot be brought",
    ),
    "swapped axes": ([feature(WEST_KATO, [ring((42.3, 69.5, 42.4, 69.6))])], "outside the city's bounds"),
    "another city": ([feature(WEST_KATO, [ring((76.8, 43.2, 76.9, 43.3))])], "outside the city's bounds"),
    "bad code": ([feature("79111", [ring(WEST)])], "KATO code must have 9 digits"),
    "code twice": ([feature(WEST_KATO, [ring(WEST)]), feature(WEST_KATO, [ring(EAST)])], "stands twice"),
    "no Kazakh name": ([feature(WEST_KATO, [ring(WEST)], name_kk=" ")], "name_kk is empty"),
    "long name": ([feature(WEST_KATO, [ring(WEST)], name_ru="я" * 201)], "longer than 200"),
    "no features": ([], "has no feat"),
    "bad population": ([feature(WEST_KATO, [ring(WEST)], population="many")], "population must be"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_bad_file_is_refused_with_one_sentence_and_changes_nothing(
    tmp_path: Path, city_file: str, case: str
) -> None:
    run(city_file)
    before = list(District.objects.values())
    features, sentence = REFUSED[case]
    with pytest.raises(CommandError, match=sentence) as refusal:
        run(write(tmp_path / "bad.geojson", *features), valid_from="2025-01-01")
    assert "\n" not in str(refusal.value)
    assert list(District.objects.values()) == before


@pytest.mark.parametrize("content", [b"", b"not a map", b"\xff\xfe\x00{", b'{"type": "FeatureCollection"'])
def test_file_that_is_no_map_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.geojson"
    file.write_bytes(content)
    with pytest.raises(CommandError):
        run(str(file))
    assert not District.objects.exists()


def test_missing_file_is_refused() -> None:
    with pytest.raises(CommandError, match="there is no such file"):
        run("nowhere.geojson")


def test_points_are_refused(tmp_path: Path) -> None:
    point = feature(WEST_KATO, [])
    point["geometry"] = {"type": "Point", "coordinates": [69.5, 42.3]}
    with pytest.raises(CommandError, match="must be a polygon, not Point"):
        run(write(tmp_path / "point.geojson", point))


def test_feature_without_geometry_is_refused(tmp_path: Path) -> None:
    empty = feature(WEST_KATO, [])
    empty["geometry"] = None
    with pytest.raises(CommandError, match="Feature 1"):
        run(write(tmp_path / "empty.geojson", empty))


def test_shapefile_without_reference_system_needs_one(tmp_path: Path, city_file: str) -> None:
    shape = tmp_path / "city.shp"
    translate(city_file, shape, "ESRI Shapefile", 32642)
    shape.with_suffix(".prj").unlink()
    with pytest.raises(CommandError, match="--srid"):
        run(str(shape))
    assert "2 created" in run(str(shape), "--srid", "32642")


def test_kept_district_that_overlaps_the_new_ones_is_refused(tmp_path: Path, city_file: str) -> None:
    run(city_file)
    wide = write(tmp_path / "wide.geojson", feature(WEST_KATO, [ring((69.5, 42.3, 69.65, 42.4))]))
    with pytest.raises(CommandError, match=r"which the file lacks, .*overlap"):
        run(wide, valid_from="2025-01-01")
    assert not Place.objects.exists()


def test_gap_between_districts_is_noted(tmp_path: Path) -> None:
    hole = [[69.54, 42.34], [69.56, 42.34], [69.56, 42.36], [69.54, 42.36], [69.54, 42.34]]
    report = run(write(tmp_path / "gap.geojson", feature(WEST_KATO, [ring(WEST), hole])))
    assert "Gaps: 1 between the districts" in report


def translate(source: str, target: Path, driver: str, srid: int) -> None:
    """Write a copy of a file in another format and reference system, with GDAL's own ogr2ogr."""
    command = ["ogr2ogr", "-f", driver, "-t_srs", f"EPSG:{srid}", str(target), source]
    subprocess.run(command, check=True, capture_output=True)
