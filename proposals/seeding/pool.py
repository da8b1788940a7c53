"""What made-up proposals refer to, with the weights that they are drawn by; fetched before any is written."""

from dataclasses import dataclass

import numpy as np
from shapely.geometry.base import BaseGeometry

from proposals.models import Consent, Department, Topic
from proposals.seeding.city import Floats, Ints, boundaries, centres
from proposals.seeding.texts import Texts, make_texts
from stops.network.models import Place, RouteStop, RouteVersion
from stops.network.shares import leading_district
from stops.signs.models import CodeBinding

TOPIC_SKEW, PLACE_SKEW, ROUTE_SKEW = 1.0, 0.9, 0.7


@dataclass(frozen=True, slots=True)
class Pool:
    """Arrays of primary keys and weights; 0 stands for a missing district or code.

    Attributes:
        topics, topic_weights: by topic.
        places, place_codes, place_districts, place_points, place_weights: by place; points are (lon, lat).
        stops, stop_versions: rows of the place arrays that are stops, and the route version of each.
        versions, version_districts, version_weights: by route version in force.
        centres, centre_weights: where life gathers, (lon, lat).
        boundaries: key and boundary of today's districts, by KATO code.
    """

    topics: Ints
    topic_weights: Floats
    places: Ints
    place_codes: Ints
    place_districts: Ints
    place_points: Floats
    place_weights: Floats
    stops: Ints
    stop_versions: Ints
    versions: Ints
    version_districts: Ints
    version_weights: Floats
    departments: Ints
    consent: int
    centres: Floats
    centre_weights: Floats
    boundaries: list[tuple[int, BaseGeometry]]
    texts: Texts


def read_pool(seed: int) -> Pool:
    """Return what there is, weighed by a seed."""
    chance = np.random.default_rng([seed, 2])
    codes = dict(
        CodeBinding.objects.in_force().filter(place__isnull=False).values_list("place_id", "code_id")
    )
    places = Place.objects.in_use().filter(pk__in=codes).order_by("pk")
    keys, districts, locations = zip(*places.values_list("pk", "district_id", "location"), strict=True)
    row_of = {key: row for row, key in enumerate(keys)}
    versions = list(RouteVersion.objects.current().order_by("pk"))
    served = RouteStop.objects.filter(direction__version__in=versions, direction__direction=0).order_by("pk")
    stops = [
        (row_of[place], version)
        for place, version in served.values_list("place_id", "direction__version_id")
        if place in row_of
    ]
    topics = list(Topic.objects.order_by("order", "slug").values_list("pk", flat=True))
    points, weights = centres(np.random.default_rng([seed, 5]))
    leading = [leading_district(version) for version in versions]
    return Pool(
        topics=np.array(topics),
        topic_weights=_skewed(chance, len(topics), TOPIC_SKEW),
        places=np.array(keys),
        place_codes=np.array([codes[key] for key in keys]),
        place_districts=np.array([district or 0 for district in districts]),
        place_points=np.array([location.coords for location in locations]),
        place_weights=_skewed(chance, len(keys), PLACE_SKEW),
        stops=np.array([row for row, _version in stops]),
        stop_versions=np.array([version for _row, version in stops]),
        versions=np.array([version.pk for version in versions]),
        version_districts=np.array([district.pk if district else 0 for district in leading]),
        version_weights=_skewed(chance, len(versions), ROUTE_SKEW),
        departments=np.array(Department.objects.order_by("pk").values_list("pk", flat=True)),
        consent=Consent.objects.latest().pk,
        centres=points,
        centre_weights=weights,
        boundaries=boundaries(),
        texts=make_texts(np.random.default_rng([seed, 3])),
    )


def _skewed(chance: np.random.Generator, count: int, power: float) -> Floats:
    """Return Zipf's weights in a drawn order, with the sum 1."""
    weights = 1.0 / (chance.permutation(count) + 1.0) ** power
    return np.asarray(weights / weights.sum())
