"""Import an OpenStreetMap file: stops, places, routes and base layer, and the districts where asked for."""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from districts.importing.saving import ImportSummary as DistrictSummary
from districts.importing.saving import save_districts
from districts.text import on_one_line
from stops.importing.area import Bbox, grown
from stops.importing.base_features import save_base_features
from stops.importing.osm.boundaries import KATO_TAGS, find_districts
from stops.importing.osm.geometry import Plane, plane_of
from stops.importing.osm.ground import find_ground
from stops.importing.osm.names import Names, joined
from stops.importing.osm.places import find_places
from stops.importing.osm.reading import read_extract
from stops.importing.osm.records import Extract
from stops.importing.osm.routes import find_routes
from stops.importing.osm.stops import Stop, find_stops
from stops.importing.osm.streets import Streets
from stops.importing.records import Network, PlaceData, Skipped
from stops.importing.saving import Progress, save_network
from stops.importing.summary import Counts, ImportSummary
from stops.models import PlaceKind

AROUND_M = 10_000.0
STREET_M = 40.0
STOP_WORDS: Names = {"kk": "Аялдама", "ru": "Остановка", "en": "Stop"}


@dataclass(frozen=True, slots=True)
class DistrictOptions:
    """Which boundaries are districts: see ``find_districts``."""

    valid_from: dt.date
    admin_levels: Collection[str] = ("6",)
    kato_tags: Collection[str] = KATO_TAGS
    kato_by_id: Mapping[int, str] = field(default_factory=dict)


@transaction.atomic
def import_osm(
    path: Path,
    *,
    source: str,
    at: dt.datetime,
    city_bbox: Bbox,
    districts: DistrictOptions | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportSummary:
    """Bring places, routes and base layer of a source up to a file, in one transaction.

    What lies more than 10 km outside the city's bounds is left out.

    Args:
        path: an ``.osm`` or ``.osm.pbf`` file.
        source: the name under which the records are kept.
        at: from when the changes hold.
        city_bbox: (west, south, east, north), degrees.
        districts: import these boundaries as districts too.
        dry_run: find out what would happen, and change nothing.
        progress: told what is done now, a line each.

    Raises:
        ImportRefused: the file cannot be read or has nothing of the city.
    """
    tell = progress or (lambda line: None)
    tell(f"reading {on_one_line(path.name)} …")
    extract = read_extract(path, area=grown(city_bbox, AROUND_M), with_boundaries=districts is not None)
    tell(
        f"{len(extract.nodes)} nodes, {len(extract.ways)} ways and {len(extract.relations)} relations matter …"
    )
    plane = plane_of(extract)
    network = find_network(extract, plane)
    has_network = bool(network.places or network.routes)
    summary = ImportSummary()
    if districts is not None:
        saved, skipped = _save_districts(extract, districts, city_bbox)
        summary.counts["districts"] = Counts(len(saved.created), len(saved.updated), len(saved.unchanged))
        summary.notes += saved.notes
        summary.skipped += skipped
    if has_network or districts is None:
        _merge(summary, save_network(network, source=source, at=at, progress=progress))
    else:
        summary.notes.append("The file has no stops, places or routes: those known are left as they are.")
    ground = find_ground(extract, plane)
    if ground or has_network:
        tell(f"{len(ground)} features of the base layer …")
        summary.counts["base layer"] = save_base_features(ground, source=source)
    if dry_run:
        transaction.set_rollback(True)
    return summary


def find_network(extract: Extract, plane: Plane) -> Network:
    """Return the stops, places and routes of an extract.

    A stop without a name is kept where a route stops at it: it is called by the number on its pole or by the
    street that it stands in; one without name and route is left out.
    """
    streets = Streets(extract, plane)
    stops = find_stops(extract, streets)
    every = sorted({stop.source_id: stop for stop in stops.values()}.items())
    names = {source_id: _stop_names(stop, streets) for source_id, stop in every}
    found = find_routes(extract, stops, names, plane)
    places, skipped = find_places(extract, plane)
    served: list[PlaceData] = []
    for source_id, stop in every:
        if stop.names is None and source_id not in found.served:
            skipped.append(Skipped(f"stop {source_id}", "it has no name, and no route stops at it"))
        else:
            served.append(PlaceData(source_id, PlaceKind.STOP, names[source_id], stop.location))
    taken = {stop.source_id for stop in served}
    others = [place for place in places if place.source_id not in taken]
    return Network(served + others, found.routes, skipped + found.skipped, found.notes)


def _stop_names(stop: Stop, streets: Streets) -> Names:
    """Return the names of a stop, of its number or street where it has none."""
    if stop.names is not None:
        return stop.names
    if stop.ref:
        return {language: f"{word} {stop.ref}" for language, word in STOP_WORDS.items()}
    street = streets.nearest_names(stop.location, STREET_M)
    if street is None:
        return dict(STOP_WORDS)
    named = joined(STOP_WORDS, street)
    return {**named, "en": named["en"] or STOP_WORDS["en"]}


def _save_districts(
    extract: Extract, options: DistrictOptions, city_bbox: Bbox
) -> tuple[DistrictSummary, list[Skipped]]:
    districts, skipped = find_districts(
        extract,
        admin_levels=options.admin_levels,
        valid_from=options.valid_from,
        kato_tags=options.kato_tags,
        kato_by_id=options.kato_by_id,
    )
    return save_districts(districts, city_bbox=city_bbox), skipped


def _merge(summary: ImportSummary, other: ImportSummary) -> None:
    summary.counts |= other.counts
    summary.skipped += other.skipped
    summary.notes += other.notes
    summary.keepers += other.keepers
