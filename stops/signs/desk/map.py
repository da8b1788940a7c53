"""The signs as points on the keepers' map."""

from typing import Any

from django.db.models import QuerySet

from geoportal.web.features import feature, feature_collection
from stops.signs.desk.filters import SignFilter
from stops.signs.desk.table import every_sign
from stops.signs.models import CodeBinding, CodeState

OUT_OF_USE = (CodeState.REPLACED, CodeState.REVOKED)


def sign_features(kept: QuerySet[CodeBinding], chosen: SignFilter) -> dict[str, Any]:
    """Return a GeoJSON FeatureCollection (RFC 7946, (lon, lat)) of the signs of a filter that hang at a place.

    Besides the features it says how many signs are ``in_buses`` and how many ``out_of_use``: neither is drawn.
    """
    features, in_buses, out_of_use = [], 0, 0
    for row in every_sign(kept, chosen):
        if row.code.state in OUT_OF_USE:
            out_of_use += 1
        elif row.lon is None or row.lat is None:
            in_buses += 1
        else:
            point = {"type": "Point", "coordinates": [round(row.lon, 6), round(row.lat, 6)]}
            features.append(feature(point, {"code": row.code.code, "mark": row.mark, "name": row.title}))
    return feature_collection(features) | {"in_buses": in_buses, "out_of_use": out_of_use}
