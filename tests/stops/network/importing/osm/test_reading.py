"""Reading files: what is broken is refused with one sentence, what is odd but sound is read."""

import random
from pathlib import Path

import pytest

from districts.importing.errors import ImportRefused
from stops.network.importing.osm.geometry import plane_of
from stops.network.importing.osm.ground import find_ground
from stops.network.importing.osm.importing import find_network
from stops.network.importing.osm.reading import read_extract
from tests.stops.network.importing.osm.conftest import AREA, Read
from tests.stops.network.importing.osm.files import OsmFile
from tests.stops.network.importing.osm.town import town

BOMB = """<?xml version="1.0"?>
<!DOCTYPE osm [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]>
<osm version="0.6"><node id="1" lat="42.3" lon="69.6"><tag k="name" v="&c;"/></node></osm>"""
OUTER_FILE = """<?xml version="1.0"?><!DOCTYPE osm [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<osm version="0.6"><node id="1" lat="42.3" lon="69.6"><tag k="name" v="&x;"/></node></osm>"""
NODE = '<node id="1" lat="42.3" lon="69.6"/>'


def refusal(path: Path) -> str:
    with pytest.raises(ImportRefused) as refused:
        read_extract(path, area=AREA)
    message = str(refused.value)
    assert "\n" not in message
    assert path.name in message
    return message


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.osm", b"", "is empty"),
        ("empty.osm.pbf", b"", "is empty"),
        ("city.zip", b"PK", "must end in .osm or .osm.pbf"),
        ("page.osm", b"<html></html>", "Unknown top-level element"),
        ("words.osm", b"hello", "line 1"),
        ("words.osm.pbf", b"hello", "PBF error"),
        ("old.osm", b'<osm version="0.5"></osm>', "0.5"),
        ("bomb.osm", BOMB.encode(), "entities are not supported"),
        ("outer.osm", OUTER_FILE.encode(), "entities are not supported"),
        ("cut.osm", f'<osm version="0.6">{NODE}<node id="2" lat="42'.encode(), "unclosed token"),
        ("unclosed.osm", f'<osm version="0.6">{NODE}'.encode(), "no element found"),
        ("changes.osm", f'<osmChange version="0.6"><create>{NODE}</create></osmChange>'.encode(), "changes"),
        ("far.osm", b'<osm version="0.6"><node id="1" lat="942.3" lon="69.6"/></osm>', "942.3"),
        ("latin.osm", b'<osm version="0.6"><node id="1"><tag k="name" v="\xd0\xff"/></node></osm>', "broken"),
        ("nothing.osm", b'<osm version="0.6"></osm>', "nothing in the city's bounds"),
        ("elsewhere.osm", b'<osm version="0.6"><node id="1" lat="1" lon="1"/></osm>', "nothing in the city's bounds"),
    ],
)  # fmt: skip
def test_broken_or_other_file_is_refused_with_one_sentence(
    tmp_path: Path, name: str, content: bytes, said: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert said in refusal(path)


def test_missing_file_is_refused(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "absent.osm")


def test_pbf_cut_in_half_is_refused(tmp_path: Path) -> None:
    whole = town().write(tmp_path / "whole.osm.pbf").read_bytes()
    cut = tmp_path / "cut.osm.pbf"
    cut.write_bytes(whole[: len(whole) // 2])
    assert "PBF error" in refusal(cut)


def test_pbf_with_a_tag_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "latin.osm.pbf"
    osm = OsmFile()
    osm.node(69.6, 42.3, highway="bus_stop", name="Stadthalle")
    osm.write(path, options="pbf,pbf_compression=none")
    path.write_bytes(path.read_bytes().replace(b"Stadthalle", b"Stadth\xe4lle"))
    assert "the tags of object 1 are not UTF-8" in refusal(path)


def test_file_with_objects_deleted_in_josm_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "josm.osm"
    path.write_text(f"<osm version='0.6'>{NODE}<node id='2' action='delete' lat='42.3' lon='69.6'/></osm>")
    assert "upload or purge them" in refusal(path)


@pytest.mark.parametrize("name", ["town.osm", "town.osm.pbf"])
def test_file_damaged_anywhere_is_read_or_refused_and_never_breaks(tmp_path: Path, name: str) -> None:
    chance = random.Random(name)
    whole = town().write(tmp_path / name, options="pbf,pbf_compression=none").read_bytes()
    damaged = tmp_path / f"damaged_{name}"
    refused = 0
    for _time in range(300):
        content = bytearray(whole)
        for _byte in range(chance.randrange(1, 4)):
            content[chance.randrange(len(content))] = chance.randrange(256)
        damaged.write_bytes(content)
        try:
            extract = read_extract(damaged, area=AREA, with_boundaries=True)
            plane = plane_of(extract)
            find_network(extract, plane)
            find_ground(extract, plane)
        except ImportRefused:
            refused += 1
    assert refused > 100


def test_pbf_under_the_name_of_xml_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "renamed.osm"
    path.write_bytes(town().write(tmp_path / "whole.osm.pbf").read_bytes())
    assert "broken or no OpenStreetMap file" in refusal(path)


def test_xml_and_pbf_give_the_same(tmp_path: Path) -> None:
    xml, pbf = (
        read_extract(town().write(tmp_path / name), area=AREA) for name in ("town.osm", "town.osm.pbf")
    )
    assert xml == pbf
    assert len(xml.ways) == 5
    assert len(xml.relations) == 3


def test_ways_before_their_nodes_are_read(tmp_path: Path) -> None:
    path = tmp_path / "mixed.osm"
    path.write_text(
        "<osm version='0.6'><way id='1'><nd ref='1'/><nd ref='2'/><tag k='highway' v='primary'/></way>"
        "<node id='2' lat='42.31' lon='69.6'/><node id='1' lat='42.3' lon='69.6'/></osm>"
    )
    assert read_extract(path, area=AREA).ways[1].line == ((69.6, 42.3), (69.6, 42.31))


def test_objects_of_josm_with_negative_numbers_are_read(read: Read) -> None:
    extract = read(town(step=-1))
    assert len(extract.ways) == 5
    assert extract.ways[-1].line[0] == (69.55, 42.35)


def test_way_of_one_node_is_left_out(read: Read) -> None:
    osm = OsmFile()
    osm.way(osm.node(69.6, 42.3), highway="primary")
    assert read(osm).ways == {}


def test_way_out_of_the_area_keeps_its_nodes_there(read: Read) -> None:
    osm = OsmFile()
    osm.line((69.6, 42.3), (71.0, 42.3), highway="primary")
    osm.line((71.0, 42.3), (71.1, 42.3), highway="primary")
    extract = read(osm)
    assert [way.line for way in extract.ways.values()] == [((69.6, 42.3), (71.0, 42.3))]


def test_ring_with_a_missing_node_is_not_closed(read: Read) -> None:
    osm = OsmFile()
    whole = osm.ring(69.5, 42.3, 69.51, 42.31, leisure="park")
    cut = osm.ring(69.6, 42.3, 69.61, 42.31, leisure="park")
    del osm.nodes[osm.ways[cut][0][2]]
    extract = read(osm)
    assert extract.ways[whole].is_closed
    assert not extract.ways[cut].is_closed


def test_relations_that_name_each_other_are_read(read: Read) -> None:
    osm = OsmFile()
    osm.node(69.6, 42.3)
    osm.relation(("r", 2, ""), ("r", 1, ""), type="route_master", route_master="bus", ref="1")
    osm.relation(("r", 1, ""), ("r", 2, ""), type="route", route="bus", ref="1")
    assert set(read(osm).relations) == {1, 2}
