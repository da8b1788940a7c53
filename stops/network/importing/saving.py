"""Bring places, routes and their versions up to what a source has; what vanished is retired."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

import shapely
from django.contrib.gis.geos import GEOSGeometry, LineString, Point
from django.db import transaction

from districts.importing.errors import ImportRefused
from geoportal.database.locks import Lock, wait_for
from geoportal.web.text import clean_line
from stops.network.assigning import assign_places
from stops.network.importing.records import DirectionRecord, LonLat, Network, PlaceData, RouteData
from stops.network.importing.summary import Counts, ImportSummary
from stops.network.models import BusRoute, Place, RouteVersion
from stops.network.shares import compute_shares
from stops.network.signals import retired
from stops.network.versions import DirectionData, save_route_versions

Progress = Callable[[str], object]

SORT_DIGITS = 9
ROUTES_A_STEP = 50
SAME_DEGREES = 1e-9
"""Coordinates nearer than this are the same: far below a millimetre."""

PLACE_FIELDS = ["kind", "name_kk", "name_ru", "name_en", "location", "retired_at"]
ROUTE_FIELDS = ["mode", "number", "sort_key", "name_kk", "name_ru", "name_en", "operator", "retired_at"]


@transaction.atomic
def save_network(
    network: Network,
    *,
    source: str,
    at: dt.datetime,
    dry_run: bool = False,
    retire: bool = True,
    progress: Progress | None = None,
) -> ImportSummary:
    """Save what a source has, by its identifiers, in one transaction; imports wait for one another.

    A changed line or order of stops makes a new version of the route from ``at`` on. What the source no longer
    has is retired, not deleted: its codes are listed for the keepers and its proposals keep their place.

    Args:
        network: as a reader hands it over.
        source: where it is from; records of other sources are not touched.
        at: from when the changes hold.
        dry_run: find out what would happen, and change nothing.
        retire: whether what the source lacks is retired.
        progress: told what is done now, a line each.

    Raises:
        ImportRefused: the source has nothing, or something that cannot be stored.
    """
    if not network.places and not network.routes:
        raise ImportRefused("There is no stop, place or route in it that lies in the city.")
    _check(network)
    tell = progress or (lambda line: None)
    wait_for(Lock.IMPORT_NETWORK)
    summary = ImportSummary(skipped=list(network.skipped), notes=list(network.notes))
    retired_at = at if retire else None
    tell(f"{len(network.places)} places …")
    summary.counts["places"], retired_places = _save_places(network.places, source, retired_at)
    tell(f"{len(network.routes)} routes …")
    summary.counts["routes"], retired_routes = _save_routes(network.routes, source, retired_at)
    answers = retired.send(sender=None, places=retired_places, routes=retired_routes)
    summary.keepers = [line for _receiver, lines in answers for line in lines or ()]
    summary.counts["versions"], new = _save_versions(network.routes, source, at, tell)
    if dry_run:
        transaction.set_rollback(True)
        return summary
    tell(f"shares of {len(new)} route versions …")
    compute_shares(RouteVersion.objects.filter(pk__in=new))
    assign_places()
    return summary


def _check(network: Network) -> None:
    """Refuse what the columns cannot hold, and identifiers that stand twice."""
    for what, records in (("place", network.places), ("route", network.routes)):
        seen: set[str] = set()
        for record in records:
            if record.source_id in seen:
                raise ImportRefused(f"The {what} {record.source_id!r} stands twice.")
            seen.add(record.source_id)
            if not (clean_line(record.names.get("kk", "")) and clean_line(record.names.get("ru", ""))):
                raise ImportRefused(f"The {what} {record.source_id[:120]!r} has no name that can be seen.")
            longest = max((len(name) for name in record.names.values()), default=0)
            if len(record.source_id) > 120 or longest > 200:
                raise ImportRefused(
                    f"The name or identifier of {what} {record.source_id[:120]!r} is too long."
                )
    for route in network.routes:
        if len(route.number) > 20 or len(route.operator) > 200:
            raise ImportRefused(f"The number or operator of route {route.source_id!r} is too long.")


def _save_places(
    records: Sequence[PlaceData], source: str, retired_at: dt.datetime | None
) -> tuple[Counts, list[Place]]:
    stored = {place.source_id: place for place in Place.objects.filter(source=source)}
    counts, new, changed = Counts(), [], []
    for record in records:
        fields = {"kind": record.kind, **_names(record.names), "location": Point(*record.location, srid=4326)}
        place = stored.pop(record.source_id, None)
        if place is None:
            new.append(Place(source=source, source_id=record.source_id, **fields))
        elif place.retired_at is not None or not _same_place(place, fields):
            _set(place, {**fields, "retired_at": None})
            changed.append(place)
        else:
            counts.unchanged += 1
    gone = [place for place in stored.values() if place.retired_at is None] if retired_at else []
    for place in gone:
        place.retired_at = retired_at
    Place.objects.bulk_create(new, batch_size=2000)
    Place.objects.bulk_update([*changed, *gone], PLACE_FIELDS, batch_size=1000)
    counts.created, counts.updated, counts.retired = len(new), len(changed), len(gone)
    return counts, gone


def _save_routes(
    records: Sequence[RouteData], source: str, retired_at: dt.datetime | None
) -> tuple[Counts, list[BusRoute]]:
    stored = {route.source_id: route for route in BusRoute.objects.filter(source=source)}
    counts, new, changed = Counts(), [], []
    for record in records:
        fields = {
            "mode": record.mode,
            "number": record.number,
            "sort_key": sort_key(record.number),
            "operator": record.operator,
            **_names(record.names),
        }
        route = stored.pop(record.source_id, None)
        if route is None:
            new.append(BusRoute(source=source, source_id=record.source_id, **fields))
        elif route.retired_at is not None or any(getattr(route, name) != fields[name] for name in fields):
            _set(route, {**fields, "retired_at": None})
            changed.append(route)
        else:
            counts.unchanged += 1
    gone = [route for route in stored.values() if route.retired_at is None] if retired_at else []
    for route in gone:
        route.retired_at = retired_at
    BusRoute.objects.bulk_create(new, batch_size=2000)
    BusRoute.objects.bulk_update([*changed, *gone], ROUTE_FIELDS, batch_size=1000)
    counts.created, counts.updated, counts.retired = len(new), len(changed), len(gone)
    return counts, gone


def sort_key(number: str) -> int:
    """Return the value of a route's number for sorting: 171 of ``171а``, 0 without a digit."""
    digits = "".join(character for character in number if character in "0123456789")
    return int(digits[:SORT_DIGITS] or 0)


def _save_versions(
    records: Sequence[RouteData], source: str, at: dt.datetime, tell: Progress
) -> tuple[Counts, list[int]]:
    """Give each route its version; return the counts and the primary keys of the new versions."""
    places = {place.source_id: place for place in Place.objects.filter(source=source)}
    routes = {route.source_id: route for route in BusRoute.objects.filter(source=source)}
    counts, new = Counts(), []
    for done in range(0, len(records), ROUTES_A_STEP):
        step = records[done : done + ROUTES_A_STEP]
        wanted = [
            (routes[record.source_id], [_direction(each, places) for each in record.directions])
            for record in step
        ]
        for version, is_new in save_route_versions(wanted=wanted, at=at):
            new += [version.pk] if is_new else []
            counts.unchanged += not is_new
            counts.created += is_new and version.number == 1
            counts.updated += is_new and version.number > 1
        tell(f"{done + len(step)} of {len(records)} routes …")
    return counts, new


def _direction(record: DirectionRecord, places: Mapping[str, Place]) -> DirectionData:
    missing = [stop for stop in record.stops if stop not in places]
    if missing:
        raise ImportRefused(f"A route stops at {missing[0]!r}, which is not among the places.")
    return DirectionData(
        direction=record.direction,
        headsigns={language: clean_line(name) for language, name in record.headsigns.items()},
        lines=tuple(_line(line) for line in record.lines),
        stops=tuple(places[stop] for stop in record.stops),
    )


def _line(positions: Sequence[LonLat]) -> LineString:
    """Return a line, SRID 4326; through WKB, since point by point takes several times longer."""
    line = GEOSGeometry(memoryview(shapely.to_wkb(shapely.LineString(positions))), srid=4326)
    if not isinstance(line, LineString):
        raise TypeError(f"Expected a line, not {line.geom_type}.")
    return line


def _names(names: Mapping[str, str]) -> dict[str, str]:
    return {f"name_{language}": clean_line(names.get(language, "")) for language in ("kk", "ru", "en")}


def _same_place(place: Place, fields: Mapping[str, object]) -> bool:
    same = all(getattr(place, name) == fields[name] for name in fields if name != "location")
    location = fields["location"]
    return same and isinstance(location, Point) and place.location.equals_exact(location, SAME_DEGREES)


def _set(record: Place | BusRoute, fields: Mapping[str, object]) -> None:
    for name, value in fields.items():
        setattr(record, name, value)
