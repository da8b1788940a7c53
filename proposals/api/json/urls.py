"""Addresses of the JSON API, version 1."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import path
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from geoportal.web.answers import parameter_detail
from geoportal.web.parameters import InvalidParameter
from proposals.api.json.base_layer import router as base_layer
from proposals.api.json.counts import router as counts
from proposals.api.json.ground import router as ground
from proposals.api.json.proposals import router as proposals


class ReadableJSON(JSONRenderer):
    """Cyrillic as itself, not escaped: half the size, and legible."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


api = NinjaAPI(
    renderer=ReadableJSON(),
    title="Geoportal of ideas",
    version="1",
    urls_namespace="api",
    description=(
        "Published proposals of the city, counted exactly. Coordinates are degrees, EPSG:4326, (lon, lat). "
        "Months are of the submission, in the city's time zone, both ends inclusive. A proposal about a "
        "whole bus route counts along it by shares, so counts may be fractions; they sum to whole numbers."
    ),
)
api.add_router("", counts)
api.add_router("", proposals)
api.add_router("/base", base_layer)
api.add_router("/base", ground)


@api.exception_handler(InvalidParameter)
def refuse(request: HttpRequest, error: InvalidParameter) -> HttpResponse:
    """Answer 422 with the name of the parameter, in the shape of ninja's own refusals."""
    refusal = {"detail": parameter_detail(error)}
    return api.create_response(request, refusal, status=HTTPStatus.UNPROCESSABLE_ENTITY)


urlpatterns = [path("", api.urls)]
