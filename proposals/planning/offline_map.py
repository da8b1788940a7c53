"""One HTML file with the filtered proposals on a map, made with folium, that opens without a network.

folium draws the layers and is given numbers only; what is written on them travels as data beside it.
"""

from typing import Any

import folium
from branca.element import Figure
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from districts.grid import tile_bounds, tile_of_key
from districts.models import District
from geoportal.web.classes import class_index
from proposals.filters import ProposalFilter
from proposals.geojson import RouteLines
from proposals.heatmap.counts import count_cells
from proposals.models import Proposal
from proposals.planning.offline_page import offline_page
from proposals.planning.public_records import public_records

PROPOSALS_MAX = 5000
"""Above this number the map carries cells instead of single proposals."""

CELL_LEVEL = 16
MAX_ZOOM = 18
CELL_COLOURS = ("#FFF1C9", "#D0DD8C", "#6ACFB1", "#1EA5AF", "#077892", "#0D4D71", "#142347")
ROUTE_COLOUR = "#5A3FA0"
POINT_COLOUR = "#00707F"
BORDER_COLOUR = "#47585E"

Notes = dict[str, Any]
"""Texts by the name that folium gives a layer."""


def offline_map(chosen: ProposalFilter, bbox: tuple[float, float, float, float], title: str) -> str:
    """Return the HTML of a map of a filter's proposals that loads nothing from anywhere.

    Args:
        chosen: what to show.
        bbox: (west, south, east, north), degrees, where there is nothing to fit to.
        title: the page's name.

    Raises:
        UnknownAsset: folium wants a file that is not among ours.
    """
    west, south, east, north = bbox
    number = chosen.apply().count()
    chart = folium.Map(
        tiles=None, max_zoom=MAX_ZOOM, zoom_start=11, prefer_canvas=True, attribution_control=False
    )
    tooltips = _add_districts(chart)
    popups: Notes = {}
    if number > PROPOSALS_MAX:
        tooltips |= _add_cells(chart, chosen)
    else:
        popups = _add_proposals(chart, chosen)
    chart.fit_bounds([[south, west], [north, east]])
    figure = chart.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("folium's map stands in no figure.")
    zoom = {"in": gettext("Zoom in"), "out": gettext("Zoom out")}
    data = {"heading": _heading(title, number), "tooltips": tooltips, "popups": popups, "zoom": zoom}
    return offline_page(figure, title, data)


def _heading(title: str, number: int) -> dict[str, str]:
    """Return what the map shows, as of when and how much."""
    counted = ngettext("%(shown)s proposal", "%(shown)s proposals", number) % {"shown": number}
    note = gettext("Dots are proposals, violet lines are whole routes.")
    if number > PROPOSALS_MAX:
        note = gettext("Cells are about 450 m wide; the darker, the more proposals.")
    at = date_format(timezone.localtime(), "DATETIME_FORMAT")
    return {
        "title": title,
        "meta": f"{counted} · {at}",
        "note": note,
        "credit": settings.CITY_BOUNDARY_CREDIT,
    }


def _add_districts(chart: folium.Map) -> Notes:
    names: Notes = {}
    for district in District.objects.current():
        layer = folium.GeoJson(
            district.boundary.json,
            style_function=lambda _feature: {"color": BORDER_COLOUR, "weight": 1.5, "fillOpacity": 0.03},
        ).add_to(chart)
        names[layer.get_name()] = district.name
    return names


def _add_proposals(chart: folium.Map, chosen: ProposalFilter) -> Notes:
    notes: Notes = {}
    lines = RouteLines()
    for proposal in public_records(chosen):
        geometry = lines.geometry(proposal)
        if proposal.location is not None:
            lon, lat = proposal.location.coords
            layer = folium.CircleMarker(
                [lat, lon], radius=7, color=POINT_COLOUR, fill=True, fill_opacity=0.7
            ).add_to(chart)
        elif geometry is not None:
            tracks = [[(lat, lon) for lon, lat in part] for part in geometry["coordinates"]]
            layer = folium.PolyLine(tracks, color=ROUTE_COLOUR, weight=4, opacity=0.6).add_to(chart)
        else:
            continue
        notes[layer.get_name()] = _note(proposal)
    return notes


def _note(proposal: Proposal) -> dict[str, str]:
    return {
        "title": proposal.headline,
        "meta": f"№ {proposal.number} · {proposal.get_status_display()}",
        "text": proposal.text,
        "lang": proposal.language,
    }


def _add_cells(chart: folium.Map, chosen: ProposalFilter) -> Notes:
    weights: Notes = {}
    for cell in count_cells(chosen, CELL_LEVEL):
        west, south, east, north = tile_bounds(*tile_of_key(cell.key), CELL_LEVEL)
        rank = class_index(cell.weight, "count")
        layer = folium.Rectangle(
            [[south, west], [north, east]],
            stroke=False,
            fill=True,
            fill_color=CELL_COLOURS[max(rank, 1) - 1],
            fill_opacity=0.7,
        ).add_to(chart)
        weights[layer.get_name()] = f"{cell.weight:.2f}"
    return weights
