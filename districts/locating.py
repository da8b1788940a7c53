"""Which district is this point in, and how far is it from the city."""

from django.contrib.gis.db.models.functions import Distance
from django.contrib.gis.geos import Point
from django.db.models import Min

from districts.models import District


def district_at(point: Point) -> District | None:
    """Return the one district of today that holds a point (SRID 4326), or None outside all of them.

    A point on a shared border belongs to the district with the lowest KATO code. The outline is fetched only
    when it is asked for.
    """
    return District.objects.current().containing(point).defer("boundary", "label_point").first()


def distance_to_city_m(point: Point) -> float | None:
    """Return the geodesic distance from a point (SRID 4326) to today's districts, in metres.

    Returns:
        0 inside and on the border; None where there are no districts.
    """
    nearest = (
        District.objects.current()
        .annotate(distance=Distance("boundary", point, spheroid=True))
        .aggregate(nearest=Min("distance"))["nearest"]
    )
    return None if nearest is None else float(nearest.m)
