"""``manage.py import_osm``: saved by identifiers, safe to repeat, all or nothing."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from districts.models import District
from stops.network.models import BaseFeature, BaseKind, BusRoute, Place, RouteShare, RouteVersion
from stops.signs.models import CodeBinding
from tests.factories import EAST_KATO, WEST_KATO, make_city, make_place
from tests.stops.network.importing.osm.files import OsmFile
from tests.stops.network.importing.osm.town import town

pytestmark = pytest.mark.django_db

UNCHANGED = (
    "places: 0 created, 0 updated, 8 unchanged, 0 retired",
    "base layer: 0 created, 0 updated, 4 unchanged",
)
DISTRICTS = ("--districts", "--valid-from", "2024-01-01")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return town().write(tmp_path / "town.osm")


def run(path: Path, *arguments: str) -> str:
    out = StringIO()
    call_command("import_osm", str(path), *arguments, stdout=out)
    return out.getvalue()


def refusal(path: Path, *arguments: str) -> str:
    with pytest.raises(CommandError) as refused:
        run(path, *arguments)
    return str(refused.value)


def test_town_is_imported_with_districts_versions_shares_and_base_layer(path: Path) -> None:
    west, east = make_city()
    run(path)
    assert Place.objects.filter(source="osm").count() == 8
    assert Place.objects.get(source_id="node/4").district == west
    assert Place.objects.get(source_id="way/3").district == east
    version = RouteVersion.objects.get(route__number="19")
    assert version.length_m == pytest.approx(2 * 8237, rel=0.001)
    shares = RouteShare.objects.filter(version=version)
    assert sum(share.share for share in shares) == pytest.approx(1)
    kinds = sorted(BaseFeature.objects.values_list("kind", flat=True))
    assert kinds == [BaseKind.GREEN, BaseKind.STREET, BaseKind.STREET, BaseKind.WATER]


def test_second_import_changes_nothing(path: Path, tmp_path: Path) -> None:
    make_city()
    run(path)
    versions = list(RouteVersion.objects.values_list("pk", "valid_from"))
    features = list(BaseFeature.objects.order_by("pk").values_list("pk", "geometry"))
    again = run(town().write(tmp_path / "town.osm.pbf"))
    assert all(line in again for line in UNCHANGED)
    assert list(RouteVersion.objects.values_list("pk", "valid_from")) == versions
    assert list(BaseFeature.objects.order_by("pk").values_list("pk", "geometry")) == features


def test_dry_run_says_the_same_and_changes_nothing(path: Path) -> None:
    make_city()
    said = run(path, "--dry-run")
    assert "places: 8 created" in said
    assert "Dry run, nothing changed." in said
    assert not Place.objects.exists()
    assert not BaseFeature.objects.exists()


def test_stop_that_vanished_is_retired_and_the_base_feature_deleted(path: Path, tmp_path: Path) -> None:
    make_city()
    run(path)
    osm = town()
    del osm.nodes[6], osm.ways[5]
    said = run(osm.write(tmp_path / "later.osm"))
    assert Place.objects.get(source_id="node/6").retired_at is not None
    assert not BaseFeature.objects.filter(kind=BaseKind.WATER).exists()
    assert "versions: 0 created, 1 updated" in said


def test_changed_base_feature_is_updated_in_place(path: Path, tmp_path: Path) -> None:
    make_city()
    run(path)
    before = BaseFeature.objects.get(source_id="way/5").pk
    osm = town()
    osm.ways[5][1]["name"] = "Кошкарата"
    said = run(osm.write(tmp_path / "later.osm"))
    assert "base layer: 0 created, 1 updated, 3 unchanged, 0 retired" in said
    assert BaseFeature.objects.get(pk=before).name_ru == "Кошкарата"


def test_records_of_other_sources_are_left_alone(path: Path) -> None:
    make_city()
    other = make_place()
    BaseFeature.objects.create(
        kind=BaseKind.RAIL, geometry="SRID=4326;LINESTRING(69.5 42.3,69.6 42.3)", source="file", source_id="1"
    )
    run(path)
    other.refresh_from_db()
    assert other.retired_at is None
    assert BaseFeature.objects.filter(source="file").count() == 1


def test_almost_straight_lines_lose_their_needless_points(tmp_path: Path) -> None:
    make_city()
    osm = town()
    metre = 1 / 111_320
    osm.line(*((69.5 + step / 1000, 42.345 + (step % 2) * metre) for step in range(101)), highway="secondary")
    run(osm.write(tmp_path / "wavy.osm"))
    assert BaseFeature.objects.get(rank=2).geometry.num_points == 2


def test_broken_file_changes_nothing(path: Path, tmp_path: Path) -> None:
    make_city()
    run(path)
    cut = tmp_path / "cut.osm"
    cut.write_bytes(path.read_bytes()[:-200])
    assert "cut.osm is broken" in refusal(cut)
    assert Place.objects.filter(retired_at__isnull=True).count() == 8


def test_file_of_another_city_is_refused(tmp_path: Path) -> None:
    osm = OsmFile()
    osm.node(76.9, 43.25, highway="bus_stop", name="Алматы")
    assert "nothing in the city's bounds" in refusal(osm.write(tmp_path / "almaty.osm"))


def test_file_without_stops_and_places_is_refused_without_retiring_any(path: Path, tmp_path: Path) -> None:
    make_city()
    run(path)
    osm = OsmFile()
    osm.line((69.5, 42.3), (69.6, 42.3), highway="primary")
    assert "no stop, place or route" in refusal(osm.write(tmp_path / "streets.osm"))
    assert not Place.objects.filter(retired_at__isnull=False).exists()
    assert not CodeBinding.objects.exists()


def with_boundaries(*, kato_tag: str = "ref:kato", level: str = "6") -> OsmFile:
    """Return the town with a boundary for each of the two districts, which share a border way."""
    osm = town()
    corners = {
        name: osm.node(lon, lat)
        for name, (lon, lat) in {
            "sw": (69.5, 42.3), "s": (69.6, 42.3), "se": (69.7, 42.3),
            "ne": (69.7, 42.4), "n": (69.6, 42.4), "nw": (69.5, 42.4),
        }.items()
    }  # fmt: skip
    west = osm.way(corners["s"], corners["sw"], corners["nw"], corners["n"])
    border = osm.way(corners["s"], corners["n"])
    east = osm.way(corners["s"], corners["se"], corners["ne"], corners["n"])
    for way, kato, name, english in (
        (west, WEST_KATO, "Абай", "Abay"),
        (east, EAST_KATO, "Қаратау", "Karatau"),
    ):
        tags = {"type": "boundary", "boundary": "administrative", "admin_level": level}
        tags |= {
            "name": f"{name} ауданы",
            "name:ru": f"район {name}",
            "name:en": english,
            "population": "100 000",
        }
        osm.relation(
            ("w", way, "outer"), ("w", border, "outer"), **tags, **({kato_tag: kato} if kato_tag else {})
        )
    return osm


def test_boundaries_become_districts_before_places_are_assigned(tmp_path: Path) -> None:
    path = with_boundaries().write(tmp_path / "town.osm")
    said = run(path, *DISTRICTS)
    district = District.objects.get(kato=WEST_KATO)
    assert (district.name_kk, district.name_ru, district.slug) == ("Абай ауданы", "район Абай", "abay")
    assert district.population == 100_000
    assert district.boundary.extent == pytest.approx((69.5, 42.3, 69.6, 42.4))
    assert Place.objects.get(source_id="node/4").district == district
    assert "districts: 2 created, 0 updated, 0 unchanged" in said
    assert "districts: 0 created, 0 updated, 2 unchanged" in run(path, *DISTRICTS)


def test_boundaries_are_left_alone_unless_asked_for(tmp_path: Path) -> None:
    run(with_boundaries().write(tmp_path / "town.osm"))
    assert not District.objects.exists()


def test_level_and_kato_tag_are_options_and_a_code_may_be_given_by_hand(tmp_path: Path) -> None:
    path = with_boundaries(kato_tag="soate", level="8").write(tmp_path / "town.osm")
    level = (*DISTRICTS, "--admin-level", "8")
    assert "no KATO code" in refusal(path, *level)
    assert "districts: 2 created" in run(path, *level, "--kato-tag", "soate", "--dry-run")
    run(path, *level, "--kato", "relation/4=791110000", "--kato", "5=791310000")
    assert set(District.objects.values_list("kato", flat=True)) == {WEST_KATO, EAST_KATO}


def test_open_boundary_is_skipped_with_the_reason(tmp_path: Path) -> None:
    osm = with_boundaries()
    del osm.ways[osm.relations[4][0][0][1]]
    said = run(osm.write(tmp_path / "town.osm"), *DISTRICTS)
    assert "skipped: boundary relation/4 Абай ауданы: its boundary is not closed in this file" in said
    assert District.objects.get().kato == EAST_KATO


def test_districts_need_the_day_on_which_they_begin(path: Path) -> None:
    assert "--valid-from" in refusal(path, "--districts")


def test_file_of_boundaries_only_leaves_the_places_as_they_are(path: Path, tmp_path: Path) -> None:
    run(path)
    osm = with_boundaries()
    osm.relations = {number: each for number, each in osm.relations.items() if number > 3}
    osm.ways = {number: each for number, each in osm.ways.items() if not each[1]}
    osm.nodes = {number: (location, {}) for number, (location, _tags) in osm.nodes.items()}
    said = run(osm.write(tmp_path / "boundaries.osm"), *DISTRICTS)
    assert "those known are left as they are" in said
    assert District.objects.count() == 2
    assert Place.objects.filter(retired_at__isnull=True).count() == 8
    assert BaseFeature.objects.count() == 4
    assert BusRoute.objects.filter(retired_at__isnull=True).count() == 1
