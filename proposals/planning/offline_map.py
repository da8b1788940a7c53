"""One HTML file with the filtered proposals on a map, made with folium, that opens without a network."""

import base64
import mimetypes
import re
from html import escape
from pathlib import Path

import folium
from branca.element import CssLink, Element, Figure, JavascriptLink
from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext

from districts.grid import tile_bounds, tile_of_key
from districts.models import District
from proposals.filters import ProposalFilter
from proposals.geojson import RouteLines
from proposals.heatmap.counts import count_cells
from proposals.planning.records import public_records

PROPOSALS_MAX = 5000
"""Above this number the map carries cells instead of single proposals."""

CELL_LEVEL = 16
MAX_ZOOM = 18
CELL_COLOURS = ("#FFF1C9", "#D0DD8C", "#6ACFB1", "#1EA5AF", "#077892", "#0D4D71", "#142347")
CELL_BREAKS = (1, 2, 3, 5, 10, 20, 40)
ROUTE_COLOUR = "#5A3FA0"
POINT_COLOUR = "#00707F"
BORDER_COLOUR = "#47585E"
HEADING_STYLE = (
    "position:fixed;z-index:1000;left:56px;top:12px;max-width:22rem;padding:8px 12px;border-radius:8px;"
    "background:#fff;color:#10252B;font:14px/1.4 system-ui,sans-serif;box-shadow:0 2px 6px rgb(16 37 43 / .2)"
)

ASSETS = {
    "leaflet": "leaflet/leaflet.js",
    "leaflet_css": "leaflet/leaflet.css",
    "jquery": "admin/js/vendor/jquery/jquery.min.js",
}
"""folium's names of what a map needs, and our own copy of it among the static files."""

DROPPED = frozenset(
    {"bootstrap", "bootstrap_css", "awesome_markers", "awesome_markers_css", "awesome_rotate_css",
     "awesome_markers_font_css", "glyphicons_css"}
)  # fmt: skip
"""What folium adds by default and this map does without."""

CSS_URL = re.compile(r"""url\(\s*['"]?([^'")]+)['"]?\s*\)""")


class UnknownAsset(LookupError):
    """folium asks for an asset of which the portal holds no copy."""


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
    chart = folium.Map(
        tiles=None, max_zoom=MAX_ZOOM, zoom_start=11, prefer_canvas=True, attribution_control=False
    )
    _add_districts(chart)
    if chosen.apply().count() > PROPOSALS_MAX:
        _add_cells(chart, chosen)
    else:
        _add_proposals(chart, chosen)
    chart.fit_bounds([[south, west], [north, east]])
    figure = chart.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("folium's map stands in no figure.")
    figure.header.add_child(Element(f"<title>{escape(title)}</title>"), name="title")
    figure.html.add_child(Element(_heading(title, chosen)), name="heading")
    figure.render()
    _embed_assets(figure)
    # Rendering the children again would put the links back: only the page around them is written.
    return str(figure._template.render(this=figure, kwargs={}))


def _heading(title: str, chosen: ProposalFilter) -> str:
    """Return what the map shows, as of when and how much; the file has no policy to keep, so it may be styled."""
    number = chosen.apply().count()
    counted = ngettext("%(shown)s proposal", "%(shown)s proposals", number) % {"shown": number}
    at = date_format(timezone.localtime(), "DATETIME_FORMAT")
    note = gettext("Dots are proposals, violet lines are whole routes.")
    if number > PROPOSALS_MAX:
        note = gettext("Cells are about 450 m wide; the darker, the more proposals.")
    return (
        f'<div style="{HEADING_STYLE}"><b>{escape(title)}</b><br>{escape(counted)} · {escape(at)}<br>'
        f"{escape(note)}<br><small>{escape(settings.CITY_BOUNDARY_CREDIT)}</small></div>"
    )


def _add_districts(chart: folium.Map) -> None:
    for district in District.objects.current():
        folium.GeoJson(
            district.boundary.json,
            name=district.name,
            tooltip=escape(district.name),
            style_function=lambda _feature: {"color": BORDER_COLOUR, "weight": 1.5, "fillOpacity": 0.03},
        ).add_to(chart)


def _add_proposals(chart: folium.Map, chosen: ProposalFilter) -> None:
    lines = RouteLines()
    for proposal in public_records(chosen):
        text = (
            f"<b>{escape(proposal.headline)}</b><br>№ {escape(proposal.number)} · "
            f"{escape(str(proposal.get_status_display()))}<br>{escape(proposal.text)}"
        )
        popup = folium.Popup(text, max_width=320)
        geometry = lines.geometry(proposal)
        if proposal.location is not None:
            lon, lat = proposal.location.coords
            folium.CircleMarker(
                [lat, lon], radius=7, color=POINT_COLOUR, fill=True, fill_opacity=0.7, popup=popup
            ).add_to(chart)
        elif geometry is not None:
            tracks = [[(lat, lon) for lon, lat in part] for part in geometry["coordinates"]]
            folium.PolyLine(tracks, color=ROUTE_COLOUR, weight=4, opacity=0.6, popup=popup).add_to(chart)


def _add_cells(chart: folium.Map, chosen: ProposalFilter) -> None:
    for cell in count_cells(chosen, CELL_LEVEL):
        west, south, east, north = tile_bounds(*tile_of_key(cell.key), CELL_LEVEL)
        rank = sum(cell.weight >= lower for lower in CELL_BREAKS)
        folium.Rectangle(
            [[south, west], [north, east]],
            stroke=False,
            fill=True,
            fill_color=CELL_COLOURS[max(rank, 1) - 1],
            fill_opacity=0.7,
            tooltip=f"{cell.weight:.2f}",
        ).add_to(chart)


def _embed_assets(figure: Figure) -> None:
    """Put the content of every script and style in place of its link."""
    children = figure.header._children
    for name, child in list(children.items()):
        if not isinstance(child, JavascriptLink | CssLink):
            continue
        if name in DROPPED:
            del children[name]
        elif name in ASSETS:
            children[name] = Element(_embedded(child, ASSETS[name]))
        else:
            raise UnknownAsset(f"No copy of {name!r} is among the static files.")


def _embedded(link: JavascriptLink | CssLink, asset: str) -> str:
    found = finders.find(asset)
    if not found:
        raise UnknownAsset(f"{asset} is not among the static files.")
    path = Path(found)
    content = path.read_text(encoding="utf-8")
    if isinstance(link, JavascriptLink):
        return f"<script>{_unclosed(content)}</script>"
    return f"<style>{CSS_URL.sub(lambda match: _data_uri(path.parent, match[1]), content)}</style>"


def _unclosed(script: str) -> str:
    """Return a script that cannot end its own element, and names no map that is not there."""
    script = re.sub(r"//# sourceMappingURL=\S+", "", script)
    return script.replace("</script", r"<\/script")


def _data_uri(folder: Path, address: str) -> str:
    if address.startswith(("data:", "#")):
        return f"url({address})"
    file = folder / address.split("?", maxsplit=1)[0].split("#", maxsplit=1)[0]
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"url(data:{kind};base64,{base64.b64encode(file.read_bytes()).decode()})"
