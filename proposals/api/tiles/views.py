"""Vector tiles and their description: read no cookie, and refuse by name what they do not know."""

import json
from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from geoportal.web.answers import refuse_as_api
from geoportal.web.languages import read_language
from geoportal.web.parameters import InvalidParameter
from proposals.api.caching import tag_answer, versioned
from proposals.api.tiles.layers import LAYERS, Layer
from proposals.api.tiles.tile import Tile
from proposals.api.tiles.tilejson import describe, list_layers
from proposals.filters import ProposalFilter, parse_filter
from proposals.heatmap.counts import data_version

TILE_TYPE = "application/vnd.mapbox-vector-tile"
JSON_TYPE = "application/json; charset=utf-8"
Arguments = ParamSpec("Arguments")
View = Callable[Concatenate[HttpRequest, Arguments], HttpResponse]


def for_machines(view: View[Arguments]) -> View[Arguments]:
    """Let maps on other sites read a view's answers, and let its refusals be JSON as the API's are.

    The portal's own page of 404 would read the visitor's session, and no proxy could keep it.
    """

    read = versioned(view)

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Arguments.args, **kwargs: Arguments.kwargs) -> HttpResponse:
        try:
            response: HttpResponse = read(request, *args, **kwargs)
        except InvalidParameter as error:
            response = refuse_as_api(error)
        except Http404 as error:
            response = JsonResponse({"detail": str(error)}, status=HTTPStatus.NOT_FOUND)
        response["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


@for_machines
def tile(request: HttpRequest, name: str, z: int, x: int, y: int) -> HttpResponse:
    """Return one tile of a layer; one without features is an answer of 0 bytes.

    0 bytes are a valid tile, which GDAL, QGIS and MapLibre take for an empty one, and which is kept and asked for
    again like any other. A 404 would fill the logs of every map.
    """
    layer = _layer(name)
    asked = Tile(z, x, y)
    if not asked.exists:
        raise Http404(_("There is no such tile."))
    if z < layer.min_zoom:
        raise Http404(_("This layer begins at zoom %(zoom)s.") % {"zoom": layer.min_zoom})
    chosen = _filter(request, layer.parameters)
    version = data_version()  # read first: a tile may be newer than its ETag says, never older
    return tag_answer(request, layer.draw(asked, chosen), version=version, content_type=TILE_TYPE)


@for_machines
def tilejson(request: HttpRequest, name: str) -> HttpResponse:
    """Return the description of a layer; its tiles keep the filter that was asked for here."""
    layer = _layer(name)
    _filter(request, layer.parameters)
    return _json(request, lambda: describe(name, request.GET))


@for_machines
def index(request: HttpRequest) -> HttpResponse:
    """Return the list of layers."""
    _filter(request, frozenset())
    return _json(request, list_layers)


@for_machines
def nothing(request: HttpRequest) -> HttpResponse:
    """Answer any other address below."""
    raise Http404(_("There is no such layer or tile."))


def _layer(name: str) -> Layer:
    if name not in LAYERS:
        raise Http404(_("There is no such layer or tile."))
    return LAYERS[name]


def _filter(request: HttpRequest, known: frozenset[str]) -> ProposalFilter:
    chosen = parse_filter(request.GET, known=known, also={"lang"})
    language = request.GET.get("lang")
    if language is not None and not read_language(language):
        raise InvalidParameter("lang", _("must be kk, ru or en."))
    return chosen


def _json(request: HttpRequest, read: Callable[[], dict[str, Any]]) -> HttpResponse:
    version = data_version()
    body = json.dumps(read(), ensure_ascii=False).encode()
    return tag_answer(request, body, version=version, content_type=JSON_TYPE)
