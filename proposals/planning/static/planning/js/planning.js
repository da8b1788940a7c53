/** The planners' map: cells with counts, single proposals close up, and an area drawn by hand. */

import { createBaseMap } from "../../geoportal/js/leaflet_base.js";
import { polygonDrawing } from "../../geoportal/js/leaflet_drawing.js";
import { area, dot, shapes } from "../../geoportal/js/leaflet_marks.js";
import { bboxAround, toBounds } from "../../geoportal/js/lonlat.js";
import { GridLayer } from "../../heatmap/js/map_grid.js";
import { cellBbox } from "../../heatmap/js/map_tiles.js";

const POINTS_FROM_ZOOM = 14;
const DECIMALS = 6;

function popupOf(properties) {
  const box = document.createElement("div");
  box.className = "popup";
  const title = document.createElement("h3");
  title.textContent = properties.title;
  const status = document.createElement("p");
  status.textContent = properties.label;
  const link = document.createElement("a");
  link.href = properties.url;
  link.textContent = properties.title;
  title.replaceChildren(link);
  box.append(title, status);
  return box;
}

function drawProposals(base, features) {
  return shapes(features, {
    style: { color: base.token("map-route"), weight: 4, opacity: 0.7 },
    pointToLayer: (lonLat) =>
      dot(lonLat, {
        pane: "points",
        radius: 7,
        weight: 2,
        color: base.token("surface"),
        fillColor: base.token("turq-solid"),
        fillOpacity: 1,
      }),
    onEachFeature: (feature, layer) => layer.bindPopup(popupOf(feature.properties)),
  });
}

function areaToText(positions) {
  return positions.map((position) => position.map((degrees) => degrees.toFixed(DECIMALS)).join()).join(" ");
}

function showArea(base, text) {
  if (!text) return;
  const ring = text.split(" ").map((corner) => corner.split(",").map(Number));
  area(ring, { pane: "lines", color: base.token("map-halo"), weight: 6, fill: false, interactive: false }).addTo(base.map);
  const line = { pane: "lines", color: base.token("map-area"), weight: 2.2, dashArray: "6 4", fill: false, interactive: false };
  base.map.fitBounds(area(ring, line).addTo(base.map).getBounds(), { padding: [24, 24], animate: false });
}

/**
 * Show what lies in a drawn outline, the other filters kept: few corners go into the address, more are sent by the form
 * for areas, which leads to an address that names them.
 */
export function chooseArea(shell, positions) {
  const text = areaToText(positions);
  if (positions.length > Number(shell.dataset.cornersMax)) {
    const form = shell.querySelector("[data-area-form]");
    form.elements.area.value = text;
    form.submit();
    return;
  }
  const address = new URL(shell.dataset.page, window.location.href);
  address.search = window.location.search;
  address.searchParams.set("area", text);
  address.searchParams.delete("page");
  window.location.assign(address);
}

/** Let the planner draw a polygon. */
function enableDrawing(base, shell) {
  const words = shell.dataset;
  const button = shell.querySelector("[data-draw-area]");
  const how = {
    tooltip: { start: words.start, cont: words.next, end: words.finish },
    shapeOptions: { color: base.token("map-area"), weight: 2.2, fillOpacity: 0.05 },
    drawError: { color: base.token("brick-solid"), message: words.crossing },
  };
  const drawing = polygonDrawing(base.map, how, {
    stopped: () => button.setAttribute("aria-pressed", "false"),
    drawn: (positions) => chooseArea(shell, positions),
  });
  button.addEventListener("click", () => {
    const active = button.getAttribute("aria-pressed") === "true";
    button.setAttribute("aria-pressed", String(!active));
    if (active) drawing.disable();
    else drawing.enable();
  });
}

async function start(shell) {
  const element = shell.querySelector(".map");
  const base = createBaseMap(element);
  const { lang } = element.dataset;
  showArea(base, shell.dataset.area);
  enableDrawing(base, shell);
  const answer = await fetch(shell.dataset.source, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok) {
    shell.querySelector("[data-map-status]").textContent = shell.dataset.failed;
    return;
  }
  const data = await answer.json();
  const points = drawProposals(base, data.proposals);
  const cells = new GridLayer(base.token, lang);
  cells.setCells(data.cells, { level: data.level });
  const showPoints = () => {
    const close = data.proposals.length > 0 && base.map.getZoom() >= POINTS_FROM_ZOOM;
    if (close) points.addTo(base.map);
    else points.remove();
  };
  if (window.location.search && data.cells.length && !shell.dataset.area) {
    const corners = data.cells
      .map((cell) => cellBbox(cell, data.level))
      .flatMap(([west, south, east, north]) => [
        [west, south],
        [east, north],
      ]);
    base.map.fitBounds(toBounds(bboxAround(corners)), { padding: [24, 24], animate: false, maxZoom: 15 });
  }
  cells.addTo(base.map);
  showPoints();
  base.map.on("zoomend", showPoints);
  base.onThemeChange(() => cells.redraw());
}

const shell = document.querySelector("[data-planning-map]");
if (shell) start(shell);
