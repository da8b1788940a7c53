"""The demo's proposals, read from the committed files: complete, lawful, and each written on its own."""

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from shapely.geometry import LineString, Point, shape

from proposals.models import TRANSITIONS, LocationSource, RejectionReason, Status

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHARED_RUN = 40
DAYS_AGO = range(3, 361)
TEXT_LENGTH = range(120, 701)
TITLE_MAX = 90
REPLY_LENGTH = range(60, 701)
SUPPORTS_MAX = 350
CITY_BBOX = (69.30, 42.11, 69.94, 42.48)
NEVER_LOADED = {Status.WITHDRAWN, Status.MERGED}
NEEDS_LIVE_BUS = {LocationSource.VEHICLE}
DEGREES_IN_200_M = 0.0018


def read(name: str) -> Any:
    return json.loads((FIXTURES / name).read_text(encoding="utf-8"))


def rows(language: str) -> list[dict[str, Any]]:
    return list(read(f"proposals_{language}.json"))


PROPOSALS = rows("kk") + rows("ru")
PLACE_LINES = (FIXTURES / "places.csv").read_text(encoding="utf-8").splitlines()
PLACES = {row["slug"]: row for row in csv.DictReader(PLACE_LINES)}
ROUTES = {row["number"]: row for row in read("routes.json")}
TOPICS = {row["slug"] for row in read("topics.json")}
DEPARTMENTS = {row["slug"] for row in read("departments.json")}
DISTRICTS = {
    feature["properties"]["slug"]: shape(feature["geometry"])
    for feature in read("districts.geojson")["features"]
}
ALLOWED = {(change.source, change.target): change for change in TRANSITIONS if change.action is not None}


def last_status(row: dict[str, Any]) -> str:
    return str(row["steps"][-1]["status"]) if row["steps"] else Status.SUBMITTED.value


def point(row: dict[str, Any]) -> Point | None:
    """Return where a proposal lies (lon, lat), or ``None`` for a whole route."""
    about = row["about"]
    if about["source"] == LocationSource.WHOLE_ROUTE:
        return None
    if "lon" in about:
        return Point(about["lon"], about["lat"])
    place = PLACES[about.get("place") or row["from"]["place"]]
    return Point(float(place["lon"]), float(place["lat"]))


def district_of(row: dict[str, Any]) -> str:
    where = point(row)
    if where is None:
        return "whole route"
    return next((slug for slug, boundary in DISTRICTS.items() if boundary.intersects(where)), "outside")


def writings(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield each piece of prose of a proposal with its name, spaces and case levelled."""
    pieces = {"title": row["title"], "text": row["text"]}
    pieces |= {f"reply:{step['status']}": step["reply"] for step in row["steps"] if step.get("reply")}
    for name, piece in pieces.items():
        yield f"{row['key']} {name}", re.sub(r"\s+", " ", piece).strip().casefold()


def test_there_are_at_least_160_in_both_languages() -> None:
    languages = Counter(row["language"] for row in PROPOSALS)
    assert len(PROPOSALS) >= 160
    assert set(languages) == {"kk", "ru"}
    assert min(languages.values()) >= 60


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_a_file_holds_its_own_language(language: str) -> None:
    assert {row["language"] for row in rows(language)} == {language}


def test_keys_are_unique() -> None:
    assert [key for key, times in Counter(row["key"] for row in PROPOSALS).items() if times > 1] == []


def test_texts_and_replies_have_the_agreed_length(subtests: pytest.Subtests) -> None:
    for row in PROPOSALS:
        with subtests.test(str(row["key"])):
            assert len(row["text"]) in TEXT_LENGTH
            assert 0 < len(row["title"]) <= TITLE_MAX
            replies = [step["reply"] for step in row["steps"] if step.get("reply")]
            assert [reply for reply in replies if len(reply) not in REPLY_LENGTH] == []


def test_the_steps_are_allowed_and_in_time(subtests: pytest.Subtests) -> None:
    for row in PROPOSALS:
        with subtests.test(str(row["key"])):
            assert row["days_ago"] in DAYS_AGO
            status, days = Status.SUBMITTED, 0
            for step in row["steps"]:
                assert (status, step["status"]) in ALLOWED
                assert days <= step["after_days"] <= row["days_ago"]
                status, days = Status(step["status"]), step["after_days"]


def test_replies_and_reasons_stand_where_the_change_needs_them(subtests: pytest.Subtests) -> None:
    for row in PROPOSALS:
        with subtests.test(str(row["key"])):
            status = Status.SUBMITTED
            for step in row["steps"]:
                change = ALLOWED[status, Status(step["status"])]
                assert step.get("reply") or not change.needs_reply
                if change.needs_reason:
                    assert step["reason"] in RejectionReason.values
                status = Status(step["status"])


def test_what_is_named_exists(subtests: pytest.Subtests) -> None:
    for row in PROPOSALS:
        with subtests.test(str(row["key"])):
            written, about = row["from"] or {}, row["about"]
            assert row["topic"] in TOPICS
            assert {step["department"] for step in row["steps"] if "department" in step} <= DEPARTMENTS
            assert {named["place"] for named in (written, about) if "place" in named} <= set(PLACES)
            assert "route" not in written or written["route"] in ROUTES
            assert about["source"] in LocationSource.values


def test_the_location_fits_where_it_was_written(subtests: pytest.Subtests) -> None:
    for row in PROPOSALS:
        with subtests.test(str(row["key"])):
            written, about = row["from"] or {}, row["about"]
            source = LocationSource(about["source"])
            assert ("place" in written) or source != LocationSource.CODE_POINT
            if source in {
                LocationSource.CHOSEN_STOP,
                LocationSource.DEVICE_ON_ROUTE,
                LocationSource.WHOLE_ROUTE,
            }:
                directions = ROUTES[written["route"]]["directions"]
                if source == LocationSource.CHOSEN_STOP:
                    assert any(about["place"] in direction["stops"] for direction in directions)
                if source == LocationSource.DEVICE_ON_ROUTE:
                    here = Point(about["lon"], about["lat"])
                    assert about["accuracy_m"] <= 300
                    assert (
                        min(LineString(line["line"]).distance(here) for line in directions) < DEGREES_IN_200_M
                    )
            if source == LocationSource.PIN:
                west, south, east, north = CITY_BBOX
                assert west <= about["lon"] <= east
                assert south <= about["lat"] <= north
                assert district_of(row) in DISTRICTS


def test_only_what_was_published_has_supports(subtests: pytest.Subtests) -> None:
    for row in PROPOSALS:
        with subtests.test(str(row["key"])):
            unpublished = last_status(row) in {Status.SUBMITTED, Status.REJECTED}
            assert row["supports"] == 0 if unpublished else 0 <= row["supports"] <= SUPPORTS_MAX


def test_no_two_writings_share_a_run_of_forty_characters() -> None:
    first: dict[str, str] = {}
    shared = set()
    for row in PROPOSALS:
        for name, piece in writings(row):
            runs = {piece[start : start + SHARED_RUN] for start in range(len(piece) - SHARED_RUN + 1)}
            shared |= {(first[run], name) for run in runs if run in first}
            first |= {run: name for run in runs if run not in first}
    assert shared == set()


def test_every_status_topic_and_location_source_occurs() -> None:
    assert {last_status(row) for row in PROPOSALS} == set(Status.values) - NEVER_LOADED
    assert {row["topic"] for row in PROPOSALS} == TOPICS
    sources = {row["about"]["source"] for row in PROPOSALS}
    assert sources == set(LocationSource.values) - NEEDS_LIVE_BUS


def test_every_district_occurs_and_so_does_the_outside() -> None:
    assert {district_of(row) for row in PROPOSALS} >= {*DISTRICTS, "outside", "whole route"}


def test_at_least_six_are_about_a_whole_route() -> None:
    assert sum(row["about"]["source"] == LocationSource.WHOLE_ROUTE for row in PROPOSALS) >= 6


def test_some_come_from_the_map_without_a_code() -> None:
    assert any(row["from"] is None for row in PROPOSALS)


def test_no_phone_number_is_a_real_one() -> None:
    phone = re.compile(r"(?:\+7|\b8)[\s(-]*7\d\d[\s)-]*\d{3}[\s-]*\d\d[\s-]*\d\d\b")
    numbers = {re.sub(r"\D", "", found) for row in PROPOSALS for found in phone.findall(row["text"])}
    assert numbers <= {"87000000000", "77000000000"}
