"""Check the geometry of boundaries: validity, place, overlaps and gaps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import shapely
from django.contrib.gis.geos import GEOSGeometry
from shapely.geometry.base import BaseGeometry
from shapely.validation import explain_validity

from districts.importing.errors import ImportRefused
from districts.importing.reading import DistrictData
from districts.models import District

REPAIR_MAX = 0.0001
"""A repair may change the area by less than this part (0.01 %)."""

NOTED_MIN = 1e-7
"""Smaller overlaps are the noise of floating point."""

SLIVER_MAX = 0.0005
"""Two boundaries may share at most this part of the smaller one (0.05 %)."""

Bbox = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Checked:
    """Districts fit to be saved, and what the keeper should know of them."""

    districts: list[DistrictData]
    notes: list[str]


def check_districts(districts: Sequence[DistrictData], city_bbox: Bbox) -> Checked:
    """Repair what may be repaired, refuse what may not, note the rest.

    Args:
        districts: as read, EPSG:4326.
        city_bbox: (west, south, east, north) of the city, degrees; a file beyond it is in another reference
            system than it says.

    Raises:
        ImportRefused: invalid beyond repair, elsewhere, twice the same code, or overlapping.
    """
    _refuse_duplicates(districts)
    notes: list[str] = []
    sound = [_repaired(district, notes) for district in districts]
    _refuse_elsewhere(sound, city_bbox)
    _check_overlaps([(district.label, district.boundary) for district in sound], notes)
    _note_gaps([district.boundary for district in sound], notes)
    return Checked(sound, notes)


def check_against_kept(districts: Sequence[DistrictData], kept: Iterable[District]) -> list[str]:
    """Compare new boundaries with districts that stay in force beside them.

    Returns:
        Notes on slivers.

    Raises:
        ImportRefused: a kept district overlaps a new one.
    """
    notes: list[str] = []
    for district in kept:
        boundary = shapely.from_wkb(bytes(GEOSGeometry(district.boundary).wkb))
        label = f"{district.kato} {district.name_ru}, which the file lacks,"
        for new in districts:
            _check_overlaps([(label, boundary), (new.label, new.boundary)], notes)
    return notes


def _sentence(label: str) -> str:
    return label[0].upper() + label[1:]


def _refuse_duplicates(districts: Sequence[DistrictData]) -> None:
    seen: dict[tuple[str, object], DistrictData] = {}
    slugs: dict[str, DistrictData] = {}
    for district in districts:
        key = (district.kato, district.valid_from)
        if key in seen:
            raise ImportRefused(
                f"KATO {district.kato} stands twice: features {seen[key].line}, {district.line}."
            )
        seen[key] = district
        if district.slug in slugs and slugs[district.slug].kato != district.kato:
            raise ImportRefused(
                f"Features {slugs[district.slug].line} and {district.line} share the name {district.slug!r}."
            )
        slugs[district.slug] = district


def _repaired(district: DistrictData, notes: list[str]) -> DistrictData:
    boundary = district.boundary
    if not shapely.is_valid(boundary):
        reason = explain_validity(boundary)
        fixed = shapely.make_valid(boundary, method="structure", keep_collapsed=False)
        polygons = [part for part in shapely.get_parts(fixed) if isinstance(part, shapely.Polygon)]
        repaired = shapely.MultiPolygon(polygons)
        before = abs(boundary.area)
        change = abs(repaired.area - before) / before if before else 1.0
        if not polygons or change >= REPAIR_MAX:
            raise ImportRefused(
                f"The boundary of {district.label} is invalid ({reason}), and repairing it would change "
                f"its area by {change:.2%}."
            )
        notes.append(f"Repaired {district.label}: {reason}; its area changed by {change:.4%}.")
        boundary = repaired
    if isinstance(boundary, shapely.Polygon):
        boundary = shapely.MultiPolygon([boundary])
    return replace(district, boundary=shapely.force_2d(boundary))


def _refuse_elsewhere(districts: Sequence[DistrictData], city_bbox: Bbox) -> None:
    city = shapely.box(*city_bbox)
    for district in districts:
        west, south, east, north = district.boundary.bounds
        if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
            raise ImportRefused(
                f"The coordinates of {district.label} are not degrees: give the file's reference system "
                "with --srid."
            )
        if not district.boundary.intersects(city):
            raise ImportRefused(
                f"{_sentence(district.label)} lies around {west:.2f},{south:.2f}, outside the city's bounds "
                "(CITY_BBOX): is its reference system right?"
            )


def _check_overlaps(boundaries: Sequence[tuple[str, BaseGeometry]], notes: list[str]) -> None:
    for (one, first), (other, second) in combinations(boundaries, 2):
        shared = shapely.intersection(first, second).area
        part = shared / min(first.area, second.area)
        if part > SLIVER_MAX:
            raise ImportRefused(f"{_sentence(one)} and {other} overlap by {part:.2%} of the smaller one.")
        if part > NOTED_MIN:
            notes.append(f"Sliver: {one} and {other} share {part:.5%} of the smaller one.")


def _note_gaps(boundaries: Sequence[BaseGeometry], notes: list[str]) -> None:
    """Note holes that the union has and no single boundary explains."""
    whole = shapely.union_all(list(boundaries))
    holes = [ring for part in shapely.get_parts(whole) for ring in part.interiors]
    if holes:
        part = sum(shapely.Polygon(hole).area for hole in holes) / whole.area
        notes.append(f"Gaps: {len(holes)} between the districts, {part:.5%} of their area.")
