"""Files that want GDAL to read or fetch something else: refused, whatever their names, and nothing is asked for."""

import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.gdal import DataSource, GDALException
from django.core.management import CommandError, call_command

from districts.models import District
from stops.models import Place
from tests.districts.listening import listening
from tests.districts.test_import_districts import WEST, feature, ring, run, translate, write
from tests.factories import WEST_KATO

pytestmark = pytest.mark.django_db

SECRET = "the-secret-of-this-machine"
ADDRESS = "is an address, and only files are read: download it, and name the file"
VRT = """<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>{source}</SrcDataSource>
<SrcLayer>x</SrcLayer><GeometryType>wkbNone</GeometryType></OGRVRTLayer></OGRVRTDataSource>"""
GML = """<?xml version="1.0"?><ogr:FeatureCollection xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
xsi:schemaLocation="http://ogr.maptools.org/ {address}/schema.xsd" xmlns:ogr="http://ogr.maptools.org/"
xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink">
<gml:featureMember xlink:href="{address}/feature"/></ogr:FeatureCollection>"""
KML = '<?xml version="1.0"?>{before}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inside}</Document></kml>'
LAUGHS = "<!DOCTYPE kml [" + '<!ENTITY a0 "ha">' + "".join(
    f'<!ENTITY a{number} "{f"&a{number - 1};" * 10}">' for number in range(1, 10)
) + "]>"  # fmt: skip
SQUARE = {"type": "Polygon", "coordinates": [ring(WEST)]}


def collection(**more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", "features": [feature(WEST_KATO, [ring(WEST)])], **more})


def hostile(address: str, secret: Path) -> dict[str, str | bytes]:
    """Return contents by what they are."""
    return {
        "vrt that fetches": VRT.format(source=f"/vsicurl/{address}/x.geojson"),
        "vrt that reads": VRT.format(source=f"CSV:{secret}"),
        "raster vrt": f'<VRTDataset rasterXSize="1" rasterYSize="1"><!--{address}--></VRTDataset>',
        "wfs": f"<OGRWFSDataSource><URL>{address}/wfs</URL></OGRWFSDataSource>",
        "wms": f'<GDAL_WMS><Service name="WMS"><ServerUrl>{address}</ServerUrl></Service></GDAL_WMS>',
        "gml": GML.format(address=address),
        "kml with a network link": KML.format(
            before="", inside=f"<NetworkLink><Link><href>{address}</href></Link></NetworkLink>"
        ),
        "kml with a schema elsewhere": KML.format(
            before="",
            inside=f'<Placemark><ExtendedData><SchemaData schemaUrl="{address}#x"/></ExtendedData></Placemark>',
        ),
        "kml with an outer entity": KML.format(
            before=f'<!DOCTYPE kml [<!ENTITY x SYSTEM "{secret.as_uri()}">]>', inside="<name>&x;</name>"
        ),
        "kml with laughs": KML.format(before=LAUGHS, inside="<name>&a9;</name>"),
        "geojson with a linked reference system": collection(
            crs={"type": "link", "properties": {"href": f"{address}/crs", "type": "proj4"}}
        ),
        "geojson with a named address": collection(
            crs={"type": "name", "properties": {"name": f"{address}/crs"}}
        ),
        "geojson of an unknown system": collection(
            crs={"type": "name", "properties": {"name": "EPSG:999999"}}
        ),
        "geojson with a proj string": collection(
            crs={"type": "name", "properties": {"name": f"+proj=longlat +nadgrids={secret} +type=crs"}}
        ),
        "topojson": json.dumps({"type": "Topology", "objects": {}, "arcs": []}),
        "esri json": json.dumps({"geometryType": "esriGeometryPoint", "features": [{"attributes": {"a": 1}}]}),
        "service": json.dumps({"type": "FeatureCollection", "exceededTransferLimit": True, "next": address}),
        "deep": b'{"type":' * 100_000,
        "garbage": bytes(range(1, 256)) * 40,
        "spaces": b" \n" * 4096,
        "nothing": b"",
        "half a database": b"SQLite format 3\0" + bytes(4096),
        "half a shapefile": b"\x00\x00\x27\x0a" + b"\xff" * 200,
        "half a zip": b"PK\x03\x04" + b"\xff" * 200,
        "address": f"{address}/x.geojson",
    }  # fmt: skip


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[tuple[dict[str, str | bytes], list[str]]]:
    """What hostile files hold, and what was asked of the server that they name."""
    secret = tmp_path / "secret.csv"
    secret.write_text(f"kato,name_kk,name_ru,id\n{SECRET},{SECRET},{SECRET},{SECRET}\n")
    with listening() as (address, asked):
        yield hostile(address, secret), asked


def put(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def refusals(path: Path) -> Iterator[str]:
    """Import a file by every command that opens layers; yield what each said."""
    for command, options in (
        ("import_districts", ["--valid-from", "2024-01-01"]),
        ("import_places", ["--kind", "stop"]),
    ):
        with pytest.raises(CommandError) as refused:
            call_command(command, str(path), *options, stdout=StringIO())
        yield str(refused.value)
    assert not District.objects.exists()
    assert not Place.objects.exists()


@pytest.mark.parametrize("name", ["x.geojson", "x.gpkg", "x.shp", "x.kml", "x.zip", "x.json"])
def test_hostile_content_is_refused_under_any_name(
    tmp_path: Path, name: str, outside: tuple[dict[str, str | bytes], list[str]]
) -> None:
    contents, asked = outside
    for what, content in contents.items():
        for said in refusals(put(tmp_path / name, content)):
            assert said.endswith(".")
            assert "\n" not in said, what
            assert len(said) < 300, what
            assert SECRET not in said, what
    assert asked == []


def test_gdal_itself_would_fetch(tmp_path: Path, outside: tuple[dict[str, str | bytes], list[str]]) -> None:
    """The server above is reached where nothing stands in between: else the test could not fail."""
    contents, asked = outside
    path = put(tmp_path / "x.geojson", contents["vrt that fetches"])
    with suppress(GDALException):
        list(DataSource(str(path))[0])
    assert asked


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("/vsicurl/{address}/x.geojson", ADDRESS),
        ("{address}/x.geojson", ADDRESS),
        ("{address}/x.csv", ADDRESS),
        ("{address}/", ADDRESS),
        ("/vsizip//vsicurl/{address}/x.zip", ADDRESS),
        ("/vsistdin/", ADDRESS),
        ("/vsimem/x.geojson", ADDRESS),
        ("GeoJSON:{address}/x.json", "there is no such file"),
        ("PG:host=127.0.0.1", "there is no such file"),
        ("http:x.geojson", "there is no such file"),
        ("/dev/zero", "is no file|no such file"),
    ],
)
def test_names_that_gdal_would_follow_are_no_files(name: str, why: str) -> None:
    with listening() as (address, asked):
        for said in refusals(Path(name.format(address=address))):
            assert re.search(why, said)
        for command in ("import_osm", "import_gtfs"):
            with pytest.raises(CommandError, match=why):
                call_command(command, name.format(address=address), stdout=StringIO())
        with pytest.raises(CommandError, match=why):
            call_command("make_codes", "--boards", name.format(address=address), stdout=StringIO())
    assert asked == []


def geopackage_of(tmp_path: Path, *statements: str) -> Path:
    """Return a GeoPackage as GDAL writes it, changed by some statements."""
    source = write(tmp_path / "city.geojson", feature(WEST_KATO, [ring(WEST)]))
    path = tmp_path / "city.gpkg"
    path.unlink(missing_ok=True)
    translate(source, path, "GPKG", 4326)
    database = sqlite3.connect(path)
    # The triggers of GDAL's own spatial index need functions that only GDAL has.
    for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        database.execute(f'DROP TRIGGER "{trigger}"')
    database.executescript(";".join(statements))
    database.commit()
    database.close()
    return path


def test_layer_that_is_a_view_is_refused(tmp_path: Path) -> None:
    path = geopackage_of(
        tmp_path,
        "ALTER TABLE city RENAME TO kept",
        "CREATE VIEW city AS SELECT fid, geom, load_extension('x') AS kato, name_kk, name_ru FROM kept",
        "UPDATE gpkg_contents SET table_name = 'city'",
        "UPDATE gpkg_geometry_columns SET table_name = 'city'",
    )
    for said in refusals(path):
        assert "its layer 'city' is no table but view" in said


def test_endless_list_of_layers_is_refused(tmp_path: Path) -> None:
    path = geopackage_of(
        tmp_path,
        "DROP TABLE gpkg_contents",
        "CREATE VIEW gpkg_contents AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) "
        "SELECT x AS table_name, 'features' AS data_type FROM n",
    )
    for said in refusals(path):
        assert said.endswith("is no GeoPackage.")


def test_tables_beside_the_features_and_views_are_left_behind(tmp_path: Path) -> None:
    path = geopackage_of(
        tmp_path, "CREATE VIEW other AS SELECT load_extension('x')", "CREATE TABLE notes (a TEXT)",
        "CREATE TRIGGER t AFTER INSERT ON city BEGIN SELECT load_extension('x'); END",
    )  # fmt: skip
    assert "1 created" in run(str(path))


@pytest.mark.parametrize("text", ["{address}/srs", 'PROJCS["x",EXTENSION["PROJ4","+nadgrids={address}"]]'])
def test_reference_system_that_leads_elsewhere_is_not_followed(tmp_path: Path, text: str) -> None:
    with listening() as (address, asked):
        said = text.format(address=address).replace("'", "''")
        path = geopackage_of(
            tmp_path,
            f"INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 5, 'x', 5, '{said}', '')",
            "UPDATE gpkg_geometry_columns SET srs_id = 5",
        )
        with pytest.raises(CommandError, match="--srid"):
            run(str(path))
        assert "1 created" in run(str(path), "--srid", "4326", "--dry-run")
        source = write(tmp_path / "city.geojson", feature(WEST_KATO, [ring(WEST)]))
        translate(source, tmp_path / "city.shp", "ESRI Shapefile", 4326)
        (tmp_path / "city.prj").write_text(text.format(address=address))
        with pytest.raises(CommandError, match="--srid"):
            run(str(tmp_path / "city.shp"))
    assert asked == []


def test_geopackage_that_another_program_has_open_is_refused(tmp_path: Path) -> None:
    path = geopackage_of(tmp_path)
    path.with_name("city.gpkg-wal").write_bytes(b"x")
    for said in refusals(path):
        assert "is open in another program" in said


def shapefile(tmp_path: Path) -> Path:
    source = write(tmp_path / "city.geojson", feature(WEST_KATO, [ring(WEST)]))
    translate(source, tmp_path / "city.shp", "ESRI Shapefile", 32642)
    return tmp_path / "city.shp"


def test_zipped_shapefile_is_read_and_only_the_one(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    archive = tmp_path / "city.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as stream:
        for each in tmp_path.glob("city.*"):
            if each.suffix in {".shp", ".shx", ".dbf", ".prj", ".cpg"}:
                stream.write(each, f"folder/{each.name}")
        stream.writestr("__MACOSX/folder/._city.shp", b"x")
        stream.writestr("../../evil.txt", b"x")
    assert "1 created" in run(str(archive))
    assert not (tmp_path.parent.parent / "evil.txt").exists()
    with zipfile.ZipFile(archive, "a") as stream:
        stream.write(path, "other.shp")
    with pytest.raises(CommandError, match="a zip archive with 2 Shapefiles"):
        run(str(archive))


def test_archive_that_unpacks_beyond_measure_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("districts.importing.layers.shapefile.BYTES_MAX", 2**20)
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_DEFLATED) as stream:
        stream.writestr("x.shp", bytes(2**20 + 1))
    with pytest.raises(CommandError, match="unpacks to files larger than 1 MB"):
        run(str(tmp_path / "x.zip"))


def test_file_beside_a_shapefile_that_is_a_link_is_refused(tmp_path: Path) -> None:
    path = shapefile(tmp_path)
    path.with_suffix(".dbf").unlink()
    path.with_suffix(".dbf").symlink_to("/etc/passwd")
    with pytest.raises(CommandError, match=r"city\.dbf beside city\.shp is a link"):
        run(str(path))


def test_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    for name, head in (("x.geojson", b"{"), ("x.gpkg", b"SQLite format 3\0"), ("x.kml", b"<kml>")):
        path = put(tmp_path / name, head)
        with path.open("r+b") as stream:
            stream.truncate(2**40)
        with pytest.raises(CommandError, match=r"is larger than \d+ MB"):
            run(str(path))


def test_text_with_a_nul_is_not_cut(tmp_path: Path) -> None:
    run(write(tmp_path / "x.geojson", feature(WEST_KATO, [ring(WEST)], name_ru="Район\0Запад")))
    assert District.objects.get().name_ru == "Район Запад"


@pytest.mark.parametrize(
    "system", [None, "urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326", "EPSG:4326"]
)
def test_reference_systems_by_number_are_read(tmp_path: Path, system: str | None) -> None:
    crs = {"type": "name", "properties": {"name": system}} if system else None
    run(str(put(tmp_path / "x.json", "\ufeff " + collection(crs=crs))))
    assert District.objects.get().boundary.extent == pytest.approx(WEST)


@pytest.mark.parametrize(
    "document", [feature(WEST_KATO, [ring(WEST)]), {**feature(WEST_KATO, [ring(WEST)]), "id": 7}]
)
def test_single_feature_is_read(tmp_path: Path, document: dict[str, Any]) -> None:
    assert "1 created" in run(str(put(tmp_path / "x.geojson", json.dumps(document))))
