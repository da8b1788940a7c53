"""Save checked boundaries: by KATO code and first day, history kept."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.db import connection, transaction

from districts.importing.checking import Bbox, check_against_kept, check_districts
from districts.importing.reading import DistrictData
from districts.models import District
from districts.signals import boundaries_changed

MEASURE_SQL = """
SELECT ST_Area(boundary::geography) / 1000000, ST_AsEWKB((ST_MaximumInscribedCircle(boundary)).center)
FROM (SELECT ST_GeomFromEWKB(%s) AS boundary) AS given
"""


NOISE_DEGREES = 1e-9


@dataclass(slots=True)
class ImportSummary:
    """What an import did, by district label."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


@transaction.atomic
def save_districts(
    districts: Sequence[DistrictData], *, city_bbox: Bbox, dry_run: bool = False
) -> ImportSummary:
    """Check districts and bring the records up to them in one transaction.

    A district of the same KATO code ends the day the new boundary begins; one that the file lacks stays.

    Args:
        districts: as read from a file.
        city_bbox: (west, south, east, north), degrees.
        dry_run: find out what would happen, and change nothing.

    Raises:
        ImportRefused: the geometry cannot be accepted.
    """
    checked = check_districts(districts, city_bbox)
    summary = ImportSummary(notes=checked.notes)
    codes = {district.kato for district in checked.districts}
    begins = min(district.valid_from for district in checked.districts)
    kept = District.objects.valid_on(begins).exclude(kato__in=codes)
    summary.notes += check_against_kept(checked.districts, kept)
    summary.kept = [f"{district.kato} {district.name_ru}" for district in kept]
    for district in sorted(checked.districts, key=lambda data: (data.kato, data.valid_from)):
        _save(district, summary)
    if dry_run:
        transaction.set_rollback(True)
    elif summary.created or summary.updated:
        boundaries_changed.send(sender=District)
    return summary


def is_same_boundary(one: MultiPolygon, other: MultiPolygon) -> bool:
    """Return whether two boundaries (degrees) enclose the same land, whatever the direction and first corner of rings.

    They may differ by the noise of reprojection, a tenth of a millimetre, or by corners on a straight line.
    """
    first, second = one.clone(), other.clone()
    first.normalize()
    second.normalize()
    return bool(first.equals_exact(second, NOISE_DEGREES)) or bool(one.equals(other))


def _save(data: DistrictData, summary: ImportSummary) -> None:
    boundary = MultiPolygon(GEOSGeometry(memoryview(shapely.to_wkb(data.boundary)), srid=4326)[:], srid=4326)
    existing = District.objects.filter(kato=data.kato, valid_from=data.valid_from).first()
    fields = {
        "name_kk": data.name_kk,
        "name_ru": data.name_ru,
        "name_en": data.name_en,
        "slug": data.slug,
        "population": data.population,
        "population_date": data.population_date,
        "population_source": data.population_source,
        "population_is_approximate": data.population_is_approximate,
        "source": data.source,
    }
    label = f"{data.kato} {data.name_ru} from {data.valid_from}"
    if existing is not None:
        if is_same_boundary(existing.boundary, boundary):
            boundary = existing.boundary
        if boundary is existing.boundary and all(
            getattr(existing, name) == value for name, value in fields.items()
        ):
            summary.unchanged.append(label)
            return
        summary.updated.append(label)
        district = existing
    else:
        summary.created.append(label)
        district = District(kato=data.kato, valid_from=data.valid_from)
        district.valid_to = _make_room(data.kato, data.valid_from)
    for name, value in fields.items():
        setattr(district, name, value)
    district.boundary = boundary
    district.area_km2, district.label_point = _measure(boundary)
    district.save()


def _make_room(kato: str, valid_from: dt.date) -> dt.date | None:
    """End the boundary in force before a new one, and return the day the next one begins."""
    District.objects.valid_on(valid_from).filter(kato=kato).update(valid_to=valid_from)
    later = District.objects.filter(kato=kato, valid_from__gt=valid_from).order_by("valid_from").first()
    return later.valid_from if later else None


def _measure(boundary: MultiPolygon) -> tuple[float, Point]:
    """Return the geodesic area in km² and the pole of inaccessibility (SRID 4326) of a boundary."""
    with connection.cursor() as cursor:
        cursor.execute(MEASURE_SQL, [bytes(boundary.ewkb)])
        area_km2, centre = cursor.fetchone()
    return float(area_km2), _point(centre)


def _point(ewkb: bytes) -> Point:
    point = GEOSGeometry(memoryview(bytes(ewkb)))
    if not isinstance(point, Point):
        raise TypeError(f"Expected a point, not {point.geom_type}.")
    return point
