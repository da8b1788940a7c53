/**
 * Our own base layer: land, borders, routes, labels and named places, drawn from GeoJSON and coloured by tokens.
 */

import { drawGround } from "./leaflet_ground.js";
import { toLatLng } from "./lonlat.js";
import { onThemeChange } from "./tokens.js";

const PLACES_FROM_ZOOM = 12.5;
const PLACE_LABELS_FROM_ZOOM = 13.5;
const ROUTE_LABELS_FROM_ZOOM = 13;
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
 * @param {string} [variant] "place", "route", "on-dark", "on-fill"
 * @returns {L.Marker}
 */
export function labelMarker(latLng, content, variant = "") {
  const box = document.createElement("span");
  box.append(...(Array.isArray(content) ? content : [content]));
  const className = variant ? `map-label ${variant.split(" ").map((name) => `map-label--${name}`).join(" ")}` : "map-label";
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

function labelPointOf(layer) {
  const lines = layer.getLatLngs();
  const line = Array.isArray(lines[0]) ? lines[0] : lines;
  const before = Math.floor((line.length - 1) / 2);
  const [first, second] = [line[before], line[Math.min(before + 1, line.length - 1)]];
  return L.latLng((first.lat + second.lat) / 2, (first.lng + second.lng) / 2);
}

/** Routes share a pane that is faint as a whole, so that they do not darken where many run in one street. */
function drawRoutes(map, features, token) {
  const pane = map.getPane("routes") ?? map.createPane("routes");
  pane.classList.add("leaflet-routes-pane");
  const lines = L.geoJSON(features, { pane: "routes", interactive: false });
  const labels = L.layerGroup();
  lines.eachLayer((layer) => labels.addLayer(labelMarker(labelPointOf(layer), layer.feature.properties.number, "route")));
  const paint = () => {
    const isNear = map.getZoom() >= ROUTE_LABELS_FROM_ZOOM;
    lines.setStyle({ color: token("map-route"), weight: isNear ? 2.2 : 1.2, opacity: 1, lineJoin: "round" });
    pane.classList.toggle("leaflet-routes-pane--far", !isNear);
  };
  paint();
  lines.addTo(map);
  map.on("zoomend", paint);
  return { lines, labels, paint };
}

function drawPlaces(features, token) {
  const points = L.layerGroup();
  const labels = L.layerGroup();
  features.features.forEach(({ geometry, properties }) => {
    const latLng = toLatLng(geometry.coordinates);
    points.addLayer(L.circleMarker(latLng, { pane: "labels", radius: 3.5, weight: 1.8, interactive: false }));
    labels.addLayer(labelMarker(latLng, properties.name, "place"));
  });
  const paint = () =>
    points.eachLayer((point) =>
      point.setStyle({ color: token("map-label"), fillColor: token("map-stop"), fillOpacity: 1, opacity: 0.8 }),
    );
  paint();
  return { points, labels, paint };
}

function showFrom(map, zoom, layer) {
  const apply = () => {
    if (map.getZoom() >= zoom) layer.addTo(map);
    else layer.remove();
  };
  apply();
  map.on("zoomend", apply);
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
  words.map((word) => [word, word.getBoundingClientRect()]).forEach(([word, box]) => {
    word.hidden = taken.some((other) => overlap(box, other));
    if (!word.hidden) taken.push(box);
  });
}

function thinLabels(map, groups) {
  const thin = () => {
    const shown = groups.filter((group) => map.hasLayer(group)).flatMap((group) => group.getLayers());
    hideOverlapping(shown.map((marker) => marker.getElement().firstElementChild));
  };
  thin();
  map.on("zoomend", thin);
}

/**
 * Draw what the data addresses give, in their panes, and keep the colours with the theme.
 * @param {L.Map} map
 * @param {DOMStringMap} data of the map's element
 * @param {(name: string) => string} token
 * @returns {Promise<{districts: object|null, routes: object|null, places: object|null, layers: object}>}
 *   the GeoJSON drawn, and Leaflet's layers: `layers.districts` has `land`, `borders` and `labels`
 */
export async function drawBaseLayers(map, data, token) {
  const [districts, routes, places] = await Promise.all(
    [data.districtsUrl, data.routesUrl, data.placesUrl].map((url) => fetchFeatures(url, data.lang)),
  );
  drawGround(map, (query) => fetchFeatures(data.groundUrl, data.lang, query), token);
  const layers = {};
  if (districts) layers.districts = drawDistricts(map, districts, token);
  if (routes) {
    layers.routes = drawRoutes(map, routes, token);
    showFrom(map, ROUTE_LABELS_FROM_ZOOM, layers.routes.labels);
  }
  if (places) {
    layers.places = drawPlaces(places, token);
    showFrom(map, PLACES_FROM_ZOOM, layers.places.points);
    showFrom(map, PLACE_LABELS_FROM_ZOOM, layers.places.labels);
  }
  thinLabels(map, [layers.routes, layers.places].filter(Boolean).map((layer) => layer.labels));
  onThemeChange(() => Object.values(layers).forEach((layer) => layer.paint()));
  return { districts, routes, places, layers };
}
