"""Describe the layers as TileJSON 3.0.0, for QGIS, MapLibre and GDAL.

Source: https://github.com/mapbox/tilejson-spec/tree/master/3.0.0
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.gis.db.models import Extent
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from districts.grid import MAX_LATITUDE, tile_bounds
from districts.models import District
from proposals.api.tiles.layers import LAYERS, Layer
from proposals.api.tiles.tile import Bbox
from proposals.filters import ProposalFilter
from proposals.heatmap.counts import read_cells
from stops.network.ground import has_osm_data
from stops.network.models import Place, RouteDirection, RouteVersion

LEVEL_OF_BOUNDS = 13


def describe(name: str, query: QueryDict) -> dict[str, Any]:
    """Return the TileJSON of a layer; its tiles carry the filter and language of a query that was checked."""
    layer = LAYERS[name]
    west, south, east, north = whole_bounds()
    return {
        "tilejson": "3.0.0",
        "name": str(layer.title),
        "description": str(layer.description),
        "attribution": " · ".join(_credits()),
        "scheme": "xyz",
        "tiles": [_tiles_address(name, query)],
        "minzoom": layer.min_zoom,
        "maxzoom": layer.max_zoom,
        "bounds": [west, south, east, north],
        "center": [round((west + east) / 2, 6), round((south + north) / 2, 6), max(11, layer.min_zoom)],
        "vector_layers": [_vector_layer(name, layer)],
    }


def list_layers() -> dict[str, Any]:
    """Return the layers and where each is described."""
    return {
        "layers": [
            {
                "id": name,
                "title": str(layer.title),
                "description": str(layer.description),
                "tilejson": settings.PUBLIC_URL + reverse("tiles:tilejson", args=[name]),
            }
            for name, layer in LAYERS.items()
        ]
    }


def whole_bounds() -> Bbox:
    """Return (west, south, east, north), degrees, of the city and of all that is drawn beyond it."""
    boxes = [
        settings.CITY_BBOX,
        District.objects.current().aggregate(box=Extent("boundary"))["box"],
        Place.objects.in_use().aggregate(box=Extent("location"))["box"],
        RouteDirection.objects.filter(version__in=RouteVersion.objects.current()).aggregate(
            box=Extent("line")
        )["box"],
        _counted_bounds(),
    ]
    west, south, east, north = zip(*(box for box in boxes if box is not None), strict=True)
    return (
        round(min(west), 6),
        round(max(-MAX_LATITUDE, min(south)), 6),
        round(max(east), 6),
        round(min(MAX_LATITUDE, max(north)), 6),
    )


def _counted_bounds() -> Bbox | None:
    cells = read_cells(ProposalFilter(), level=LEVEL_OF_BOUNDS)
    if not len(cells.x):
        return None
    west, _south, _east, north = tile_bounds(int(cells.x.min()), int(cells.y.min()), cells.level)
    _west, south, east, _north = tile_bounds(int(cells.x.max()), int(cells.y.max()), cells.level)
    return west, south, east, north


def _tiles_address(name: str, query: QueryDict) -> str:
    folder = settings.PUBLIC_URL + reverse("tiles:tilejson", args=[name]).removesuffix(".json")
    return f"{folder}/{{z}}/{{x}}/{{y}}.mvt" + (f"?{query.urlencode()}" if query else "")


def _vector_layer(name: str, layer: Layer) -> dict[str, Any]:
    return {
        "id": name,
        "description": str(layer.description),
        "minzoom": layer.min_zoom,
        "maxzoom": layer.max_zoom,
        # GDAL takes the values for types, and for those only if nothing else is said.
        "fields": {field: kind for field, (kind, _meaning) in layer.fields.items()},
        "field_descriptions": {field: meaning for field, (_kind, meaning) in layer.fields.items()},
    }


def _credits() -> Iterable[str]:
    if settings.CITY_BOUNDARY_CREDIT:
        yield settings.CITY_BOUNDARY_CREDIT
    if has_osm_data():
        yield _("© OpenStreetMap contributors")
