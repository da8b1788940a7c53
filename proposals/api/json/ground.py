"""Our own base layer's ground: main streets, railways, water, green and built-up land."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from geoportal.web.features import feature, feature_collection
from geoportal.web.languages import LANGUAGE_PATTERN
from geoportal.web.parameters import InvalidParameter
from proposals.api.caching import lasting
from proposals.api.json.queries import LANGUAGE, REFUSED
from proposals.filters import parse_bbox
from stops.network.ground import has_osm_data, read_ground

router = Router(tags=["base layer"])
PARAMETERS = frozenset({"rank", "bbox", "lang"})


class GroundQuery(Schema):
    """How much of the ground, and where."""

    rank: int = Field(1, ge=1, le=3, description="up to which rank: 1 large, 3 everything")
    bbox: str | None = Field(None, description="west,south,east,north in degrees: that part only, in detail")
    lang: str | None = Field(None, description=LANGUAGE, pattern=LANGUAGE_PATTERN)


@router.get(
    "/ground",
    url_name="base_ground",
    summary="Main streets, railways, water, green, built-up land",
    response={200: dict[str, Any], **REFUSED},
)
@lasting()
def ground(request: HttpRequest, query: Query[GroundQuery]) -> dict[str, Any]:
    """One feature for each ``kind`` (water, green, built, street, rail), ``rank`` and shape, to be drawn in order.

    Empty where no base layer was imported; ``attribution`` is to be shown wherever the data is.
    """
    for name in request.GET:
        if name not in PARAMETERS:
            raise InvalidParameter(name, _("is not a parameter here."))
    bbox = parse_bbox(query.bbox) if query.bbox is not None else None
    if bbox is not None and bbox[0] > bbox[2]:
        raise InvalidParameter("bbox", _("must not cross the antimeridian here."))
    return feature_collection(
        (
            feature(each.geometry, {"kind": each.kind.value, "rank": each.rank})
            for each in read_ground(rank=query.rank, bbox=bbox)
        ),
        attribution=_("© OpenStreetMap contributors") if has_osm_data() else "",
    )
