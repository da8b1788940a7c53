"""The demo's buses on their way: a GTFS-realtime feed made from the clock, for the worker to follow."""

import datetime as dt
import math
from collections.abc import Iterator

import shapely
from django.conf import settings
from django.contrib.gis.geos import LineString, Point
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from google.transit import gtfs_realtime_pb2

from proposals.demo import chance
from stops.network.models import RouteDirection, RouteVersion
from stops.network.projecting import in_metric
from stops.signs.models import CodeBinding

SPEED_M_S = 6.0
LOOK_AHEAD_M = 5.0


@require_safe
@never_cache
def demo_vehicles(request: HttpRequest) -> HttpResponse:
    """Answer where the demo's buses are now, as a GTFS-realtime message."""
    return HttpResponse(vehicle_feed(timezone.now()), content_type="application/x-protobuf")


def vehicle_feed(now: dt.datetime) -> bytes:
    """Return a FeedMessage: each bus with a code drives out and back along its usual route, at 6 m/s."""
    message = gtfs_realtime_pb2.FeedMessage()
    message.header.gtfs_realtime_version = "2.0"
    message.header.timestamp = int(now.timestamp())
    for board_number, direction, position, bearing in _buses(now):
        entity = message.entity.add()
        entity.id = entity.vehicle.vehicle.id = f"demo-{board_number}"
        entity.vehicle.vehicle.label = board_number
        entity.vehicle.trip.direction_id = direction
        entity.vehicle.position.longitude, entity.vehicle.position.latitude = position.coords
        entity.vehicle.position.bearing = bearing
        entity.vehicle.timestamp = int(now.timestamp())
    return bytes(message.SerializeToString())


def _buses(now: dt.datetime) -> Iterator[tuple[str, int, Point, float]]:
    """Yield the board number, direction, position (SRID 4326) and bearing in degrees of each bus."""
    lines = {
        version.route_id: [(each.direction, _metric(each)) for each in version.directions.all()]
        for version in RouteVersion.objects.current().prefetch_related("directions")
    }
    for binding in CodeBinding.objects.in_force().filter(route__isnull=False).exclude(board_number=""):
        tracks = lines.get(binding.route_id or 0)
        if not tracks:
            continue
        around_m = sum(line.length for _direction, line in tracks)
        start_m = chance.number(f"bus:{binding.board_number}", int(around_m) or 1)
        driven_m = (start_m + now.timestamp() * SPEED_M_S) % around_m
        for direction, line in tracks:
            if driven_m <= line.length:
                yield binding.board_number, direction, *_at(line, driven_m)
                break
            driven_m -= line.length


def _metric(direction: RouteDirection) -> shapely.LineString:
    """Return the main line of a direction in the city's metric projection."""
    line: shapely.LineString = in_metric(LineString(direction.line[0].coords, srid=4326))
    return line


def _at(line: shapely.LineString, measure_m: float) -> tuple[Point, float]:
    here, ahead = line.interpolate(measure_m), line.interpolate(measure_m + LOOK_AHEAD_M)
    position = Point(here.x, here.y, srid=settings.CITY_SRID)
    position.transform(4326)
    return position, math.degrees(math.atan2(ahead.x - here.x, ahead.y - here.y)) % 360
