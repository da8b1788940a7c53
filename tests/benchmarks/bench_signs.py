"""Signs at the scale of a city: a feed of 600,000 stop times, shares of 300 routes, 1,000 printed signs, the list."""

import csv
import io
import math
import random
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.gis.geos import LineString
from django.db import connection
from django.db.models import Sum
from django.test import Client
from django.utils import timezone

from geoportal.staff.models import Role
from stops.network.importing.gtfs.network import read_gtfs
from stops.network.importing.saving import save_network
from stops.network.models import BusRoute, Place, PlaceKind, RouteShare, RouteVersion
from stops.network.shares import compute_shares
from stops.network.versions import DirectionData, save_route_versions
from stops.signs.issuing import issue_codes
from stops.signs.models import QRCode
from stops.signs.printing.formats import SignFormat
from stops.signs.printing.sheets import print_signs
from tests.benchmarks.conftest import Measure
from tests.benchmarks.gtfs_feed import write_feed
from tests.factories import make_city, make_staff, point

pytestmark = pytest.mark.django_db

ROUTES, SEGMENTS, SEGMENT_DEGREES = 300, 350, 0.0007
PLACES, SCANNED_DAYS, PRINTED = 12_000, 84, 1_000

SCANS_SQL = """
INSERT INTO signs_scan (code_id, day, slot, count, submissions)
SELECT code.id, current_date - day, day %% 16, 1 + (code.id + day) %% 9, ((code.id + day) %% 11 = 0)::int
FROM signs_qrcode AS code CROSS JOIN generate_series(1, %s) AS day
"""


def bench_reading_and_importing_a_feed(tmp_path: Path, measure: Measure) -> None:
    make_city()
    feed = tmp_path / "feed.zip"
    rows = write_feed(feed)

    def count_rows() -> None:
        with zipfile.ZipFile(feed) as archive, archive.open("stop_times.txt") as file:
            assert sum(1 for _row in csv.reader(io.TextIOWrapper(file, "utf-8"))) == rows + 1

    measure(f"csv.reader over {rows:,} stop times", count_rows)
    read = []
    measure(
        "read_gtfs", lambda: read.append(read_gtfs(feed, bbox=settings.CITY_BBOX, srid=settings.CITY_SRID))
    )
    measure("save_network", lambda: save_network(read[0], source="gtfs", at=timezone.now()))
    measure("save_network, nothing changed", lambda: save_network(read[0], source="gtfs", at=timezone.now()))


def bench_shares_of_300_routes(measure: Measure) -> None:
    make_city()
    chance, wanted = random.Random(1), []
    for number in range(ROUTES):
        names = {f"name_{language}": str(number) for language in ("kk", "ru")}
        route = BusRoute.objects.create(number=str(number), source="bench", source_id=str(number), **names)
        line = _wandering(chance)
        directions = [
            DirectionData(direction, {"kk": "x", "ru": "x"}, (LineString(track, srid=4326),), ())
            for direction, track in enumerate((line, line[::-1]))
        ]
        wanted.append((route, directions))
    save_route_versions(wanted=wanted, at=timezone.now())
    lengths = RouteVersion.objects.aggregate(total=Sum("length_m"))["total"]
    measure("shares of 1 route", lambda: compute_shares(RouteVersion.objects.filter(route__number="0")))
    measure(f"shares of {ROUTES} routes, {lengths / 1000:,.0f} km", compute_shares)
    sums = RouteShare.objects.values("version").annotate(total=Sum("share")).values_list("total", flat=True)
    assert len(sums) == ROUTES
    assert all(math.isclose(each, 1) for each in sums)


def bench_issuing_printing_and_listing(client: Client, measure: Measure) -> None:
    make_city()
    chance = random.Random(1)
    Place.objects.bulk_create(
        Place(
            kind=chance.choice(PlaceKind.values), name_kk=f"Аялдама {number}", name_ru=f"Остановка {number}",
            location=point(69.5 + chance.random() / 5, 42.3 + chance.random() / 10),
            source="bench", source_id=str(number),
        )
        for number in range(PLACES)
    )  # fmt: skip
    measure(f"issue {PLACES:,} codes", lambda: issue_codes(at=timezone.now(), places=Place.objects.all()))
    with connection.cursor() as cursor:
        cursor.execute(SCANS_SQL, [SCANNED_DAYS])
        cursor.execute("ANALYZE signs_scan, signs_qrcode, signs_codebinding, network_place")
    for sign_format in SignFormat:
        codes = QRCode.objects.order_by("pk")[:PRINTED]
        measure(
            f"print {PRINTED:,} signs, {sign_format}",
            lambda codes=codes, sign_format=sign_format: print_signs(
                codes, format=sign_format, out=io.BytesIO()
            ),
        )
    client.force_login(make_staff(Role.SIGN_KEEPER))
    pages = {"/ru/signs/": "first page", "/ru/signs/?silent=30&sort=conversion": "silent ones",
             "/ru/signs/signs.geojson": "all points"}  # fmt: skip
    for address, name in pages.items():
        measure(f"list of {PLACES:,} signs, {name}", lambda address=address: client.get(address).content)


def _wandering(chance: random.Random) -> list[tuple[float, float]]:
    """Return a line of about 20 km that turns slowly, (lon, lat)."""
    lon, lat = 69.5 + chance.random() / 5, 42.3 + chance.random() / 10
    heading = chance.random() * math.tau
    line = [(lon, lat)]
    for _segment in range(SEGMENTS):
        heading += chance.gauss(0, 0.15)
        lon += math.cos(heading) * SEGMENT_DEGREES
        lat += math.sin(heading) * SEGMENT_DEGREES * 0.75
        line.append((lon, lat))
    return line
