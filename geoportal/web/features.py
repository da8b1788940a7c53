"""GeoJSON as RFC 7946 has it: a feature and a collection of them, degrees in EPSG:4326, (lon, lat)."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

Geometry = dict[str, Any]
Feature = dict[str, Any]


def feature(
    geometry: Geometry | None, properties: dict[str, Any], *, feature_id: str | int | None = None
) -> Feature:
    """Return a feature.

    Args:
        geometry: a GeoJSON geometry, (lon, lat); None where the feature lies nowhere.
        properties: what is said of it.
        feature_id: what it is known by; without one it has no member ``id``.
    """
    identified = {} if feature_id is None else {"id": feature_id}
    return {"type": "Feature", **identified, "geometry": geometry, "properties": properties}


def feature_collection(features: Iterable[Feature], **members: Any) -> dict[str, Any]:
    """Return a FeatureCollection; what else it says stands before its features."""
    return {"type": "FeatureCollection", **members, "features": list(features)}


def collection_parts(features: Iterable[Feature]) -> Iterator[str]:
    """Yield a FeatureCollection as text, one feature a line, however many there are."""
    yield '{"type": "FeatureCollection", "features": ['
    separator = "\n"
    for each in features:
        yield separator + json.dumps(each, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
