/** Layers of the public map besides the heat: grid, districts, single proposals. */

import { BREAKS, classIndex, formatNumber } from "../../geoportal/js/classify.js";
import { toLatLng } from "../../geoportal/js/leaflet_base.js";
import { labelMarker } from "../../geoportal/js/leaflet_layers.js";

const NUMBERS_FROM_PX = 34;
const HALVINGS_MAX = 8;
const DARK_FROM_CLASS = { light: 5, dark: 1 };

/** Corners of a cell of web Mercator, from its centre and level, as [lon, lat]. */
export function cellRing([lon, lat], level) {
  const halfLon = 180 / 2 ** level;
  const y = Math.asinh(Math.tan((lat * Math.PI) / 180));
  const half = Math.PI / 2 ** level;
  const [south, north] = [y - half, y + half].map((value) => (Math.atan(Math.sinh(value)) * 180) / Math.PI);
  return [[lon - halfLon, south], [lon + halfLon, south], [lon + halfLon, north], [lon - halfLon, north]];
}

function numberIcon(text, colour) {
  const box = document.createElement("span");
  box.className = "cell-number";
  box.textContent = text;
  box.style.color = colour;
  return L.divIcon({ html: box, className: "cell-number-icon", iconSize: [40, 18] });
}

/** Draw cells by count; a number stands in each where there is room. */
export function gridLayer(base, { level, cells }, lang) {
  const group = L.layerGroup();
  const widthPx = (256 * 2 ** base.map.getZoom()) / 2 ** level;
  cells.forEach(([lon, lat, weight]) => {
    const rank = Math.max(1, classIndex(weight, "count"));
    L.polygon(cellRing([lon, lat], level).map(toLatLng), {
      pane: "fill", color: base.token("seq-line"), opacity: 0.16, weight: 0.5, interactive: false,
      fillColor: base.token(`seq-${rank}`), fillOpacity: 0.9,
    }).addTo(group);
    if (widthPx < NUMBERS_FROM_PX) return;
    const icon = numberIcon(formatNumber(weight, lang, weight % 1 > 0.05 && weight < 10 ? 1 : 0), base.token(`seq-ink-${rank}`));
    L.marker(toLatLng([lon, lat]), { icon, pane: "labels", interactive: false, keyboard: false }).addTo(group);
  });
  return group;
}

/** How far to divide the classes so that the fullest district reaches the middle one; as `scales.py` does. */
export function fillingFactor(values, metric) {
  const most = Math.max(0, ...values.filter((value) => value !== null));
  let factor = 1;
  while (most > 0 && most * factor < BREAKS[metric][3] && factor < 2 ** HALVINGS_MAX) factor *= 2;
  return factor;
}

function wordsOf(name, value, rank) {
  const number = document.createElement("b");
  number.textContent = value;
  const dark = matchMedia("(prefers-color-scheme: dark)").matches ? DARK_FROM_CLASS.dark : DARK_FROM_CLASS.light;
  return { nodes: [name, number], variant: rank >= dark ? "on-dark" : "on-fill" };
}

/**
 * Colour the districts by a measure, its classes divided by `factor`, with name and number in each; a click opens the district's page.
 * @param {object} outlines GeoJSON of the base layer
 * @param {Map<string, object>} rows the API's rows by slug
 */
export function districtsLayer(base, outlines, rows, { metric, factor, lang, pageOf }) {
  const group = L.layerGroup();
  outlines.features.forEach((feature) => {
    const { slug, name, label_point: labelPoint } = feature.properties;
    const value = rows.get(slug)?.[metric] ?? null;
    const rank = classIndex(value === null ? null : value * factor, metric);
    const text = formatNumber(value, lang, metric === "count" ? 0 : 2);
    const shape = L.geoJSON(feature, {
      pane: "fill",
      style: { color: base.token("map-border"), weight: 1.2, fillColor: rank ? base.token(`seq-${rank}`) : base.token("map-land"), fillOpacity: 0.92 },
    });
    shape.bindTooltip(`${name}: ${text}`, { sticky: true });
    shape.on("click", () => window.location.assign(pageOf(slug)));
    shape.on("mouseover", () => shape.setStyle({ weight: 3 }));
    shape.on("mouseout", () => shape.setStyle({ weight: 1.2 }));
    shape.addTo(group);
    const words = wordsOf(name, text, rank);
    labelMarker(toLatLng(labelPoint), words.nodes, words.variant).addTo(group);
  });
  return group;
}

function popupOf({ title, url, language }) {
  const box = document.createElement("div");
  box.className = "popup";
  const heading = document.createElement("h3");
  heading.lang = language;
  const link = document.createElement("a");
  link.href = new URL(url, window.location.href).pathname;
  link.textContent = title;
  heading.append(link);
  box.append(heading);
  return box;
}

function statusIcon(sprite, status) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", `icon icon--lg glyph glyph--${status} point-icon`);
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#status-${status}`);
  svg.append(use);
  return L.divIcon({ html: svg, className: "point", iconSize: [28, 28] });
}

/** Draw single proposals with a popup that leads to their page. */
export function proposalsLayer(collection, sprite) {
  return L.geoJSON(collection, {
    filter: (feature) => feature.geometry.type === "Point",
    pointToLayer: (feature, latlng) => L.marker(latlng, {
      pane: "points", icon: statusIcon(sprite, feature.properties.status), title: feature.properties.title, alt: feature.properties.title,
    }),
    onEachFeature: (feature, layer) => layer.bindPopup(popupOf(feature.properties)),
  });
}
