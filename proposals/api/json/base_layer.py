"""Our own base layer: districts, routes and named places, for maps without a basemap."""

import json
from typing import Any, Literal

from django.conf import settings
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.db.models.functions import AsGeoJSON, Transform
from django.db.models import Func
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from districts.models import District
from geoportal.web.features import feature, feature_collection
from geoportal.web.languages import LANGUAGE_PATTERN
from geoportal.web.parameters import InvalidParameter
from proposals.api.caching import lasting
from proposals.api.json.queries import LANGUAGE, REFUSED
from stops.network.ground import FAR_DIGITS, FAR_M, NEAR_DIGITS, NEAR_M
from stops.network.models import Place, RouteDirection, RouteVersion

router = Router(tags=["base layer"])
EXACT_DIGITS = 7


class BaseQuery(Schema):
    """The base layer knows no filter."""

    lang: str | None = Field(None, description=LANGUAGE, pattern=LANGUAGE_PATTERN)


class RoutesQuery(BaseQuery):
    """How exact the lines are to be."""

    detail: Literal["far", "near"] | None = Field(
        None,
        description="smoothed for a map of the whole city, or of a part of it; without it as they are kept",
    )


@router.get(
    "/districts",
    url_name="base_districts",
    summary="Outlines of today's districts",
    response={200: dict[str, Any], **REFUSED},
)
@lasting()
def districts(request: HttpRequest, query: Query[BaseQuery]) -> dict[str, Any]:
    """Polygons with ``kato``, ``slug``, ``name``, ``short_name`` and ``label_point`` [lon, lat] inside."""
    _refuse_unknown(request)
    return feature_collection(
        feature(
            json.loads(district.boundary.json),
            {
                "kato": district.kato,
                "slug": district.slug,
                "name": district.name,
                "short_name": district.short_name,
                "label_point": [round(value, 5) for value in district.label_point.coords],
            },
        )
        for district in District.objects.current()
    )


@router.get(
    "/routes",
    url_name="base_routes",
    summary="Lines of the routes in use",
    response={200: dict[str, Any], **REFUSED},
)
@lasting()
def routes(request: HttpRequest, query: Query[RoutesQuery]) -> dict[str, Any]:
    """Lines of each direction with ``number``, ``name`` and ``direction``."""
    _refuse_unknown(request, "detail")
    directions = RouteDirection.objects.filter(version__in=RouteVersion.objects.current())
    return feature_collection(
        feature(
            json.loads(direction.drawn),
            {
                "number": direction.version.route.number,
                "name": direction.version.route.name,
                "direction": direction.direction,
            },
        )
        for direction in directions.annotate(drawn=_drawn(query.detail))
        .select_related("version__route")
        .order_by("version", "direction")
    )


@router.get(
    "/places",
    url_name="base_places",
    summary="Named places in use",
    response={200: dict[str, Any], **REFUSED},
)
@lasting()
def places(request: HttpRequest, query: Query[BaseQuery]) -> dict[str, Any]:
    """Points with ``name`` and ``kind``."""
    _refuse_unknown(request)
    return feature_collection(
        feature(json.loads(place.location.json), {"name": place.name, "kind": place.kind})
        for place in Place.objects.in_use()
    )


def _drawn(detail: Literal["far", "near"] | None) -> AsGeoJSON:
    """Return the line as GeoJSON text; smoothed, no position is farther from it than the ground's tolerance."""
    if detail is None:
        return AsGeoJSON("line", precision=EXACT_DIGITS)
    tolerance_m, digits = (FAR_M, FAR_DIGITS) if detail == "far" else (NEAR_M, NEAR_DIGITS)
    in_metres = Func(
        Transform("line", settings.CITY_SRID),
        tolerance_m,
        function="ST_Simplify",
        output_field=GeometryField(),
    )
    return AsGeoJSON(Transform(in_metres, 4326), precision=digits)


def _refuse_unknown(request: HttpRequest, *known: str) -> None:
    for name in request.GET:
        if name not in {"lang", *known}:
            raise InvalidParameter(name, _("is not a parameter here."))
