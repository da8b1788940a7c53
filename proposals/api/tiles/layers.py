"""The layers that are served as vector tiles: what each holds, and how it is drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from districts.grid import FINEST_LEVEL
from proposals.api.tiles.drawing import (
    CELL_LEVELS_FINER,
    draw_cells,
    draw_districts,
    draw_places,
    draw_proposals,
    draw_routes,
)
from proposals.api.tiles.tile import Tile
from proposals.filters import CORE, ProposalFilter


@dataclass(frozen=True, slots=True)
class Layer:
    """One layer.

    Attributes:
        title, description: in words, for those who choose among layers.
        min_zoom: below it there is nothing to ask for.
        max_zoom: closer tiles say no more, and clients enlarge these; they may be asked for all the same.
        parameters: what of a filter it understands.
        fields: attributes of its features: their type as GDAL knows it, and what they mean.
        draw: returns the bytes of a tile, empty where it has no feature.
    """

    title: Promise
    description: Promise
    min_zoom: int
    max_zoom: int
    parameters: frozenset[str]
    fields: dict[str, tuple[str, str]]
    draw: Callable[[Tile, ProposalFilter], bytes]


_NAMES: dict[str, tuple[str, str]] = {
    "name": ("String", "in the language of lang="),
    "name_kk": ("String", "in Kazakh"),
    "name_ru": ("String", "in Russian"),
    "name_en": ("String", "in English; absent where there is none"),
}

LAYERS: dict[str, Layer] = {
    "cells": Layer(
        title=_("Heat map"),
        description=_(
            "Squares of the web-Mercator grid with their number of published proposals, five levels finer than the "
            "tile. Proposals about whole routes count along them by shares of the length, so weights may be "
            "fractions; the tiles of a zoom sum to the total."
        ),
        min_zoom=0,
        max_zoom=FINEST_LEVEL - CELL_LEVELS_FINER,
        parameters=CORE,
        fields={
            "weight": ("Number", "proposals in the cell"),
            "per_km2": ("Number", "proposals per km², by the cell's geodesic area"),
        },
        draw=draw_cells,
    ),
    "districts": Layer(
        title=_("Districts"),
        description=_("Today's districts with counts of published proposals and rates."),
        min_zoom=0,
        max_zoom=14,
        parameters=CORE,
        fields={
            "kato": ("String", "KATO code"),
            "slug": ("String", "name in addresses"),
            **_NAMES,
            "population": ("Number", "residents; absent where unknown"),
            "area_km2": ("Number", "geodesic area, km²"),
            "count": ("Number", "proposals, whole routes by shares"),
            "per_1000": ("Number", "proposals per 1,000 residents; absent where their number is unknown"),
            "per_km2": ("Number", "proposals per km²"),
            "scans": ("Number", "scans of the signs there in these months; absent where too few"),
            "per_1000_scans": ("Number", "proposals per 1,000 scans; absent where too few"),
        },
        draw=draw_districts,
    ),
    "routes": Layer(
        title=_("Routes"),
        description=_(
            "Lines of the routes in use, one for each direction, with the number of published proposals about the "
            "whole route."
        ),
        min_zoom=8,
        max_zoom=15,
        parameters=CORE - {"district"},
        fields={
            "number": ("String", "number of the route"),
            "mode": ("String", "bus, trolleybus, tram or other"),
            **_NAMES,
            "direction": ("Number", "0 out, 1 back"),
            "headsign": ("String", "where it is going, in the language of lang="),
            "proposals": ("Number", "published proposals about the whole route, in either direction"),
        },
        draw=draw_routes,
    ),
    "places": Layer(
        title=_("Places"),
        description=_(
            "Stops, public spaces and institutions; stops from zoom 12. Places close together are one point, and "
            "its count says how many there are."
        ),
        min_zoom=8,
        max_zoom=18,
        parameters=frozenset(),
        fields={
            **_NAMES,
            "kind": ("String", "stop, public_space or institution"),
            "count": ("Number", "places for which the point stands, itself included"),
        },
        draw=draw_places,
    ),
    "proposals": Layer(
        title=_("Proposals"),
        description=_(
            "Published proposals at points, from zoom 14. Those close together (1/64 of a tile's side) are one point, "
            "and its count says how many there are. Proposals about whole routes are no points: see the layers of "
            "routes and cells."
        ),
        min_zoom=14,
        max_zoom=20,
        parameters=CORE,
        fields={
            "count": ("Number", "proposals for which the point stands"),
            "topic": ("String", "topic, where all have the same"),
            "status": ("String", "status, where all have the same"),
            "submitted_on": (
                "String",
                "day of submission, of the latest; YYYY-MM-DD in the city's time zone",
            ),
            "public_id": ("String", "public identifier, of one alone"),
            "number": ("String", "number on the receipt, of one alone"),
            "title": ("String", "headline, of one alone"),
            "url": ("String", "public page, of one alone"),
        },
        draw=draw_proposals,
    ),
}
