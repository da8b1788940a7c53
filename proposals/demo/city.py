"""The demo's physical city: places, routes and codes."""

import csv
import datetime as dt
from typing import Any

from django.contrib.gis.geos import LineString, Point
from django.utils import timezone

from districts.locating import district_at
from proposals.demo import chance
from proposals.demo.signs import SIGNS_SINCE_DAYS
from proposals.reference_data import FIXTURES_DIR, read_fixture
from stops.network.models import BusRoute, Place
from stops.network.versions import DirectionData, save_route_version
from stops.signs.issuing import issue_code
from stops.signs.models import QRCode

SOURCE = "demo"


def load_places() -> dict[str, Place]:
    """Bring the places up to ``places.csv`` and return them by slug."""
    places = {}
    with (FIXTURES_DIR / "places.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            location = Point(float(row["lon"]), float(row["lat"]), srid=4326)
            fields = {name: row[name] for name in ("kind", "name_kk", "name_ru", "name_en")}
            places[row["slug"]], _created = Place.objects.update_or_create(
                source=SOURCE,
                source_id=row["slug"],
                defaults={**fields, "location": location, "district": district_at(location)},
            )
    return places


def load_routes(places: dict[str, Place]) -> dict[str, BusRoute]:
    """Bring the routes up to ``routes.json`` and return them by number."""
    routes = {}
    since = timezone.now() - dt.timedelta(days=SIGNS_SINCE_DAYS)
    for row in read_fixture("routes.json"):
        fields = {name: row[name] for name in ("name_kk", "name_ru", "name_en", "operator", "boards")}
        digits = "".join(character for character in row["number"] if character.isdigit())
        route, _created = BusRoute.objects.update_or_create(
            source=SOURCE,
            source_id=row["number"],
            defaults={**fields, "number": row["number"], "sort_key": int(digits)},
        )
        directions = [_direction(direction, places) for direction in row["directions"]]
        save_route_version(route=route, directions=directions, at=since)
        routes[row["number"]] = route
    return routes


def load_codes(places: dict[str, Place], routes: dict[str, BusRoute]) -> None:
    """Issue a code for each place and each bus that has none yet."""
    since = timezone.now() - dt.timedelta(days=SIGNS_SINCE_DAYS)
    known = set(QRCode.objects.values_list("code", flat=True))
    for slug, place in places.items():
        if chance.code(slug) not in known:
            issue_code(at=since, place=place, code=chance.code(slug))
    for number, route in routes.items():
        for board in route.boards:
            drawn = chance.code(f"{number}/{board}")
            if drawn not in known:
                issue_code(at=since, route=route, board_number=board, code=drawn)


def _direction(row: dict[str, Any], places: dict[str, Place]) -> DirectionData:
    return DirectionData(
        direction=row["direction"],
        headsigns={language: row[f"headsign_{language}"] for language in ("kk", "ru", "en")},
        lines=(LineString(row["line"], srid=4326),),
        stops=tuple(places[slug] for slug in row["stops"]),
    )
