"""Our own base layer: districts, routes and named places, for maps without a basemap."""

import json
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema

from districts.models import District
from districts.parameters import InvalidParameter
from proposals.api.caching import lasting
from proposals.api.queries import LANGUAGE
from stops.models import Place, RouteVersion

router = Router(tags=["base layer"])


class BaseQuery(Schema):
    """The base layer knows no filter."""

    lang: str | None = Field(None, description=LANGUAGE, pattern="^(kk|ru|en)$")


@router.get("/districts", summary="Outlines of today's districts", response=dict[str, Any])
@lasting()
def districts(request: HttpRequest, query: Query[BaseQuery]) -> dict[str, Any]:
    """Polygons with ``kato``, ``slug``, ``name``, ``short_name`` and ``label_point`` [lon, lat] inside."""
    _refuse_unknown(request)
    return _collection(
        _feature(
            district.boundary,
            kato=district.kato,
            slug=district.slug,
            name=district.name,
            short_name=district.short_name,
            label_point=[round(value, 5) for value in district.label_point.coords],
        )
        for district in District.objects.current()
    )


@router.get("/routes", summary="Lines of the routes in use", response=dict[str, Any])
@lasting()
def routes(request: HttpRequest, query: Query[BaseQuery]) -> dict[str, Any]:
    """Lines of each direction with ``number``, ``name`` and ``direction``."""
    _refuse_unknown(request)
    versions = RouteVersion.objects.current().select_related("route").prefetch_related("directions")
    return _collection(
        _feature(
            direction.line,
            number=version.route.number,
            name=version.route.name,
            direction=direction.direction,
        )
        for version in versions
        for direction in version.directions.all()
    )


@router.get("/places", summary="Named places in use", response=dict[str, Any])
@lasting()
def places(request: HttpRequest, query: Query[BaseQuery]) -> dict[str, Any]:
    """Points with ``name`` and ``kind``."""
    _refuse_unknown(request)
    return _collection(
        _feature(place.location, name=place.name, kind=place.kind) for place in Place.objects.in_use()
    )


def _refuse_unknown(request: HttpRequest) -> None:
    for name in request.GET:
        if name != "lang":
            raise InvalidParameter(name, _("is not a parameter here."))


def _feature(geometry: GEOSGeometry, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": json.loads(geometry.json), "properties": properties}


def _collection(features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}
