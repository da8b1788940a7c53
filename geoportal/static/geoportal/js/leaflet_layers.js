/**
 * Our own base layer: land, borders, routes, labels and named places, drawn from GeoJSON and coloured by tokens.
 */

import { drawGround } from "./leaflet_ground.js";
import { NUMBERS_FROM_ZOOM, PLACES_FROM_ZOOM, WordsCanvas } from "./leaflet_words.js";
import { toLatLng } from "./lonlat.js";
import { onThemeChange } from "./tokens.js";

const TOUCH_PX = 3;

async function fetchFeatures(url, lang, query = {}) {
  if (!url) return null;
  const address = new URL(url, location.href);
  if (lang && !address.searchParams.has("lang")) address.searchParams.set("lang", lang);
  Object.entries(query).forEach(([name, value]) => address.searchParams.set(name, value));
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/**
 * Put words on the map that take no clicks and are not read out (tables tell the same).
 * @param {L.LatLng} latLng
 * @param {string|Node[]} content text, or nodes to stand in it
 * @param {string} [variant] "on-dark", "on-fill"
 * @returns {L.Marker}
 */
export function labelMarker(latLng, content, variant = "") {
  const box = document.createElement("span");
  box.append(...(Array.isArray(content) ? content : [content]));
  const className = variant
    ? `map-label ${variant
        .split(" ")
        .map((name) => `map-label--${name}`)
        .join(" ")}`
    : "map-label";
  const icon = L.divIcon({ className, html: box, iconSize: [0, 0] });
  return L.marker(latLng, { icon, pane: "labels", interactive: false, keyboard: false });
}

function drawDistricts(map, features, token) {
  const land = L.geoJSON(features, { pane: "base", interactive: false });
  const borders = L.geoJSON(features, { pane: "lines", interactive: false });
  const labels = L.layerGroup(
    features.features
      .filter((feature) => feature.properties.label_point)
      .map(({ properties }) => labelMarker(toLatLng(properties.label_point), properties.short_name ?? properties.name)),
  );
  const paint = () => {
    land.setStyle({ stroke: false, fillColor: token("map-land"), fillOpacity: 1 });
    borders.setStyle({ fill: false, color: token("map-border"), weight: 1.4, opacity: 0.85, lineJoin: "round" });
  };
  paint();
  [land, borders, labels].forEach((layer) => layer.addTo(map));
  return { land, borders, labels, paint };
}

/** All lines as one path of many parts, since they look alike. */
function partsOf({ features }) {
  return features.flatMap(({ geometry: { type, coordinates } }) => (type === "LineString" ? [coordinates] : coordinates));
}

/** Where a route's number stands: in the middle of its longest part. */
function numberOf({ geometry, properties }) {
  const [line] = partsOf({ features: [{ geometry }] }).sort((one, other) => other.length - one.length);
  const before = Math.floor((line.length - 1) / 2);
  const [first, second] = [line[before], line[Math.min(before + 1, line.length - 1)]];
  return { latLng: toLatLng([(first[0] + second[0]) / 2, (first[1] + second[1]) / 2]), text: properties.number };
}

/** Routes share a pane that is faint as a whole, so that they do not darken where many run in one street. */
function drawRoutes(map, features, token) {
  const pane = map.getPane("routes") ?? map.createPane("routes");
  pane.classList.add("leaflet-routes-pane");
  const lines = L.polyline([], { pane: "routes", interactive: false });
  const setLines = (collection) => lines.setLatLngs(partsOf(collection).map((part) => part.map(toLatLng)));
  const paint = () => {
    const isNear = map.getZoom() >= NUMBERS_FROM_ZOOM;
    lines.setStyle({ color: token("map-route"), weight: isNear ? 2.2 : 1.2, opacity: 1, lineJoin: "round" });
    pane.classList.toggle("leaflet-routes-pane--far", !isNear);
  };
  setLines(features);
  paint();
  lines.addTo(map);
  map.on("zoomend", () => {
    if (map.getZoom() >= NUMBERS_FROM_ZOOM === pane.classList.contains("leaflet-routes-pane--far")) paint();
  });
  return { lines, setLines, paint };
}

/** Call back once, as soon as the map is so near. */
function onceFrom(map, zoom, callback) {
  const look = () => {
    if (map.getZoom() < zoom) return;
    map.off("zoomend", look);
    callback();
  };
  map.on("zoomend", look);
  look();
}

function overlap(one, other) {
  const right = Math.min(one.right, other.right) - TOUCH_PX;
  const bottom = Math.min(one.bottom, other.bottom) - TOUCH_PX;
  return Math.max(one.left, other.left) < right && Math.max(one.top, other.top) < bottom;
}

/**
 * Hide the words that would lie on others, so that what is shown can be read; the first stay.
 * @param {HTMLElement[]} words
 * @param {HTMLElement[]} [kept] words that stay in any case
 */
export function hideOverlapping(words, kept = []) {
  words.forEach((word) => word.removeAttribute("hidden"));
  const taken = kept.map((word) => word.getBoundingClientRect());
  words
    .map((word) => [word, word.getBoundingClientRect()])
    .forEach(([word, box]) => {
      word.hidden = taken.some((other) => overlap(box, other));
      if (!word.hidden) taken.push(box);
    });
}

/**
 * Draw what the data addresses give, in their panes, and keep the colours with the theme. What only a near view shows,
 * the places and the routes' windings, is fetched when the map comes near.
 * @param {L.Map} map
 * @param {DOMStringMap} data of the map's element
 * @param {(name: string) => string} token
 * @returns {Promise<{districts: object|null, routes: object|null, layers: object}>}
 *   the GeoJSON drawn, and Leaflet's layers: `layers.districts` has `land`, `borders` and `labels`
 */
export async function drawBaseLayers(map, data, token) {
  const fetchRoutes = (detail) => fetchFeatures(data.routesUrl, data.lang, { detail });
  const [districts, routes] = await Promise.all([fetchFeatures(data.districtsUrl, data.lang), fetchRoutes("far")]);
  drawGround(map, (query) => fetchFeatures(data.groundUrl, data.lang, query), token);
  const layers = {};
  const words = new WordsCanvas(token).addTo(map);
  if (districts) layers.districts = drawDistricts(map, districts, token);
  if (routes) layers.routes = drawRoutes(map, routes, token);
  onceFrom(map, NUMBERS_FROM_ZOOM, async () => {
    const near = await fetchRoutes("near");
    if (!near) return;
    layers.routes?.setLines(near);
    words.setWords({ numbers: near.features.map(numberOf) });
  });
  onceFrom(map, PLACES_FROM_ZOOM, async () => {
    const places = await fetchFeatures(data.placesUrl, data.lang);
    if (!places) return;
    words.setWords({
      places: places.features.map(({ geometry, properties }) => ({ latLng: toLatLng(geometry.coordinates), text: properties.name })),
    });
  });
  onThemeChange(() => {
    Object.values(layers).forEach((layer) => layer.paint());
    words.redraw();
  });
  return { districts, routes, layers };
}
