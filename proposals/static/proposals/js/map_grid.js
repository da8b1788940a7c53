/** The grid of the public map: cells with their counts. */

import { classIndex, formatNumber } from "../../geoportal/js/classify.js";
import { toLatLng } from "../../geoportal/js/leaflet_base.js";

const NUMBERS_FROM_PX = 34;
const EQUATOR_M = 40075016.686;
const ROUND_TO_M = 10;
const OPACITY = { whole: 0.9, part: 0.4 };

/** Corners of a cell of web Mercator, from its centre and level, as [lon, lat]. */
export function cellRing([lon, lat], level) {
  const halfLon = 180 / 2 ** level;
  const y = Math.asinh(Math.tan((lat * Math.PI) / 180));
  const half = Math.PI / 2 ** level;
  const [south, north] = [y - half, y + half].map((value) => (Math.atan(Math.sinh(value)) * 180) / Math.PI);
  return [[lon - halfLon, south], [lon + halfLon, south], [lon + halfLon, north], [lon - halfLon, north]];
}

/** Length of a cell's side on the ground, metres, rounded for a legend. */
export function cellSize(level, lat) {
  const side = (EQUATOR_M * Math.cos((lat * Math.PI) / 180)) / 2 ** level;
  return Math.round(side / ROUND_TO_M) * ROUND_TO_M;
}

function numberIcon(text, colour) {
  const box = document.createElement("span");
  box.className = "cell-number";
  box.textContent = text;
  box.style.color = colour;
  return L.divIcon({ html: box, className: "cell-number-icon", iconSize: [40, 18] });
}

/** Draw cells by count, pale where there is less than one whole proposal; a number stands in each where there is room. */
export function gridLayer(base, { level, cells }, lang) {
  const group = L.layerGroup();
  const widthPx = (256 * 2 ** base.map.getZoom()) / 2 ** level;
  cells.forEach(([lon, lat, weight]) => {
    const rank = Math.max(1, classIndex(weight, "count"));
    const isPart = weight < 0.995;
    L.polygon(cellRing([lon, lat], level).map(toLatLng), {
      pane: "fill", color: base.token("seq-line"), opacity: 0.16, weight: 0.5, interactive: false,
      fillColor: base.token(`seq-${rank}`), fillOpacity: isPart ? OPACITY.part : OPACITY.whole,
    }).addTo(group);
    if (widthPx < NUMBERS_FROM_PX) return;
    const text = formatNumber(weight, lang, Math.abs(weight - Math.round(weight)) > 0.05 && weight < 10 ? 1 : 0);
    const icon = numberIcon(weight < 0.05 ? "<" + formatNumber(0.1, lang, 1) : text, base.token(isPart ? "map-label" : `seq-ink-${rank}`));
    L.marker(toLatLng([lon, lat]), { icon, pane: "labels", interactive: false, keyboard: false }).addTo(group);
  });
  return group;
}
