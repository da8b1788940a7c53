"""Names in three languages, from the feed's own language and its translations."""

from pathlib import Path

import pytest

from tests.stops.network.importing.gtfs.feeds import Files, direction, feed, read, table

HEADER = "table_name,field_name,language,translation,record_id,field_value"


def place_names(path: Path, files: Files) -> dict[str, str]:
    return dict(read(path, files).places[0].names)


def in_language(code: str, **changed: str) -> Files:
    return feed(feed_info=table("feed_publisher_name,feed_lang", f"X,{code}"), **changed)


def test_name_of_unknown_language_stands_for_kazakh_and_russian(tmp_path: Path) -> None:
    assert place_names(tmp_path, feed()) == {"kk": "Stop a", "ru": "Stop a", "en": ""}


@pytest.mark.parametrize("code", ["en", "EN", "en-US", "en_GB", "eng"])
def test_english_feed_gives_english_too(tmp_path: Path, code: str) -> None:
    assert place_names(tmp_path, in_language(code)) == {"kk": "Stop a", "ru": "Stop a", "en": "Stop a"}


def test_language_of_the_agency_counts_where_the_feed_has_none(tmp_path: Path) -> None:
    agency = table("agency_name,agency_lang", "X,en")
    assert (
        place_names(tmp_path, feed(agency=agency, routes=None) | {"routes.txt": feed()["routes.txt"]})["en"]
        == "Stop a"
    )


def test_language_of_the_feed_goes_before_the_agencys(tmp_path: Path) -> None:
    agency = table("agency_name,agency_lang", "X,en")
    assert place_names(tmp_path, in_language("ru", agency=agency))["en"] == ""


def test_translations_by_record_and_by_value(tmp_path: Path) -> None:
    rows = table(
        HEADER,
        "stops,stop_name,kk,Ескі базар,a,",
        "stops,stop_name,en,Old market,,Stop a",
        "routes,route_long_name,en,Market — Airport,r5,",
        "trips,trip_headsign,en,Airport,t1,",
        "trips,trip_headsign,en,Market,,Базар",
        "stops,stop_desc,en,Nothing,a,",
        "stops,stop_name,de,Markt,a,",
        "stops,stop_name,ru,,a,",
    )
    network = read(tmp_path, in_language("ru", translations=rows))
    assert network.places[0].names == {"kk": "Ескі базар", "ru": "Stop a", "en": "Old market"}
    assert network.places[1].names == {"kk": "Stop b", "ru": "Stop b", "en": ""}
    assert network.routes[0].names["en"] == "Market — Airport"
    assert direction(network).headsigns["en"] == "Airport"
    assert direction(network, 1).headsigns["en"] == "Market"


def test_kazakh_is_rather_taken_from_russian_than_from_english(tmp_path: Path) -> None:
    rows = table(HEADER, "stops,stop_name,ru,Старый базар,a,")
    names = place_names(tmp_path, in_language("en", translations=rows))
    assert names == {"kk": "Старый базар", "ru": "Старый базар", "en": "Stop a"}


def test_route_named_by_its_stops_has_their_translations(tmp_path: Path) -> None:
    rows = table(HEADER, "stops,stop_name,en,Market,a,", "stops,stop_name,en,Airport,d,")
    routes = table("route_id,route_short_name,route_type", "r5,5,3")
    network = read(tmp_path, feed(translations=rows, routes=routes))
    assert network.routes[0].names == {
        "kk": "Stop a — Stop d",
        "ru": "Stop a — Stop d",
        "en": "Market — Airport",
    }


def test_older_form_of_translations_is_left_alone(tmp_path: Path) -> None:
    network = read(tmp_path, feed(translations=table("trans_id,lang,translation", "Stop a,en,Market")))
    assert network.places[0].names["en"] == ""
    assert network.notes == ["translations.txt is in an older form and was not read."]
