"""The physical city that made-up proposals are about: clustered places, and routes through them."""

import datetime as dt
import itertools
from pathlib import Path

import numpy as np
import shapely
from django.contrib.gis.geos import LineString, Point
from django.core.management import call_command
from django.utils import timezone
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from districts.models import District
from proposals.demo.city import load_places, load_routes
from proposals.models import Consent, Topic
from proposals.reference_data import FIXTURES_DIR, load_reference_data
from stops.network.assigning import assign_places
from stops.network.models import BusRoute, Place, PlaceKind
from stops.network.shares import compute_shares
from stops.network.versions import DirectionData, save_route_versions
from stops.signs.issuing import issue_codes

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
SOURCE = "seed"
PLACES_MAX, ROUTES_MAX = 12_000, 60
PROPOSALS_A_PLACE, PROPOSALS_A_ROUTE = 8, 1_000
"""A small load gets a small city."""
OUTSIDE_PART = 0.01
KM_A_DEGREE_LAT, KM_A_DEGREE_LON = 111.1, 82.4
STOPS_ON_A_LINE, POINTS_A_STOP = 28, 6
WINDING_DEGREES = 0.0003
MONTHS = 36


def prepare_city(proposals: int, seed: int) -> None:
    """Make what is missing of the city: districts and reference data, places with codes, routes with shares."""
    if not District.objects.current().exists():
        call_command("import_districts", str(Path(FIXTURES_DIR) / "districts.geojson"), verbosity=0)
    if not (Topic.objects.exists() and Consent.objects.exists()):
        load_reference_data()
    if not Place.objects.exists():
        load_routes(load_places())
    if Place.objects.filter(source=SOURCE).exists():
        return
    chance = np.random.default_rng([seed, 1])
    since = timezone.now() - dt.timedelta(days=31 * MONTHS)
    _make_places(chance, min(PLACES_MAX, max(60, proposals // PROPOSALS_A_PLACE)))
    assign_places()
    _make_routes(chance, min(ROUTES_MAX, max(6, proposals // PROPOSALS_A_ROUTE)), since)
    compute_shares()
    issue_codes(at=since, places=Place.objects.all(), routes=BusRoute.objects.all())


def boundaries() -> list[tuple[int, BaseGeometry]]:
    """Return the key and boundary (SRID 4326) of today's districts, by KATO code, ready for many questions."""
    districts = District.objects.current().order_by("kato")
    rows = [(district.pk, shapely.from_wkb(bytes(district.boundary.wkb))) for district in districts]
    for _key, boundary in rows:
        shapely.prepare(boundary)
    return rows


def centres(chance: np.random.Generator) -> tuple[Floats, Floats]:
    """Return where life gathers, rows of (lon, lat), and its very unequal weights, which sum to 1."""
    places = Place.objects.exclude(source=SOURCE).order_by("pk")
    points = np.array([place.location.coords for place in places])
    weights = chance.lognormal(0, 1.3, len(points))
    return points, weights / weights.sum()


def scatter(chance: np.random.Generator, around: Floats, spread_km: Floats | float) -> Floats:
    """Return one point beside each of many, rows of (lon, lat) with six digits, normally spread."""
    km = chance.normal(0, 1, around.shape) * np.reshape(spread_km, (-1, 1))
    return np.asarray(np.round(around + km / (KM_A_DEGREE_LON, KM_A_DEGREE_LAT), 6))


def _make_places(chance: np.random.Generator, count: int) -> None:
    points, weights = centres(chance)
    spreads_km = chance.uniform(0.2, 1.4, len(points))
    drawn = chance.choice(len(points), 3 * count, p=weights)
    positions = scatter(chance, points[drawn], spreads_km[drawn])
    city = shapely.union_all([boundary for _key, boundary in boundaries()])
    is_inside = shapely.intersects_xy(city, positions[:, 0], positions[:, 1])
    outside = positions[~is_inside][: int(count * OUTSIDE_PART)]
    kept = np.concatenate([positions[is_inside][: count - len(outside)], outside])
    kinds = chance.choice(np.array(PlaceKind.values), len(kept), p=(0.6, 0.15, 0.25)).tolist()
    Place.objects.bulk_create(
        [
            Place(
                kind=kind, name_kk=f"{number}-орын", name_ru=f"Место {number}", name_en=f"Place {number}",
                location=Point(lon, lat, srid=4326), source=SOURCE, source_id=str(number),
            )
            for number, (kind, (lon, lat)) in enumerate(zip(kinds, kept.tolist(), strict=True), start=1)
        ],
        batch_size=2_000,
    )  # fmt: skip


def _make_routes(chance: np.random.Generator, count: int, since: dt.datetime) -> None:
    """Make routes beside those that there are, up to a number."""
    missing = max(1, count - BusRoute.objects.count())
    routes = BusRoute.objects.bulk_create(
        BusRoute(
            number=str(number), sort_key=number, name_kk=f"{number}-бағыт", name_ru=f"Маршрут {number}",
            name_en=f"Route {number}", boards=[f"S{number:04d}"], source=SOURCE, source_id=str(number),
        )
        for number in range(501, 501 + missing)
    )  # fmt: skip
    places = list(Place.objects.filter(source=SOURCE).order_by("pk"))
    positions = np.array([place.location.coords for place in places])
    points, weights = centres(chance)
    wanted = []
    for route in routes:
        ends = points[chance.choice(len(points), 2, p=weights, replace=False)]
        stops = [places[row] for row in _stops_between(ends, positions, chance)]
        line = _line_through([(stop.location.x, stop.location.y) for stop in stops], chance)
        wanted.append((route, [_direction(0, line, stops), _direction(1, line[::-1], stops[::-1])]))
    save_route_versions(wanted=wanted, at=since)


def _direction(direction: int, line: list[tuple[float, float]], stops: list[Place]) -> DirectionData:
    headsigns = {language: getattr(stops[-1], f"name_{language}") for language in ("kk", "ru", "en")}
    return DirectionData(direction, headsigns, (LineString(line, srid=4326),), tuple(stops))


def _stops_between(ends: Floats, positions: Floats, chance: np.random.Generator) -> list[int]:
    """Return the rows of the places nearest to a wandering way from one end to the other, each once."""
    parts = np.linspace(0, 1, STOPS_ON_A_LINE)[:, None]
    sway = np.cumsum(chance.normal(0, 0.002, (STOPS_ON_A_LINE, 2)), axis=0)
    way = ends[0] + parts * (ends[1] - ends[0]) + sway * np.sin(np.pi * parts)
    nearest = [int(np.argmin(((positions - point) ** 2).sum(axis=1))) for point in way]
    found = list(dict.fromkeys(nearest))
    return found if len(found) > 1 else [*found, (found[0] + 1) % len(positions)]


def _line_through(stops: list[tuple[float, float]], chance: np.random.Generator) -> list[tuple[float, float]]:
    """Return a slightly winding line through stops."""
    line: list[tuple[float, float]] = [stops[0]]
    parts = np.linspace(0, 1, POINTS_A_STOP + 1)[1:, None]
    for here, there in itertools.pairwise(np.array(stops)):
        winding = chance.normal(0, WINDING_DEGREES, (POINTS_A_STOP, 2)) * np.sin(np.pi * parts)
        line += [(lon, lat) for lon, lat in np.round(here + parts * (there - here) + winding, 6).tolist()]
    return line
