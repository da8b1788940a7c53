/**
 * Our own base layer: land, borders, routes, labels and named places, drawn from GeoJSON and coloured by tokens.
 */

import { toLatLng } from "./lonlat.js";
import { onThemeChange } from "./tokens.js";

const PLACES_FROM_ZOOM = 12.5;
const PLACE_LABELS_FROM_ZOOM = 13.5;
const ROUTE_LABELS_FROM_ZOOM = 13;

async function fetchFeatures(url, lang) {
  if (!url) return null;
  const address = new URL(url, location.href);
  if (lang && !address.searchParams.has("lang")) address.searchParams.set("lang", lang);
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
      .map(({ properties }) => labelMarker(toLatLng(properties.label_point), properties.name)),
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

function drawRoutes(map, features, token) {
  const lines = L.geoJSON(features, { pane: "lines", interactive: false });
  const labels = L.layerGroup();
  lines.eachLayer((layer) => labels.addLayer(labelMarker(labelPointOf(layer), layer.feature.properties.number, "route")));
  const paint = () => {
    const isNear = map.getZoom() >= ROUTE_LABELS_FROM_ZOOM;
    lines.setStyle({ color: token("map-route"), weight: isNear ? 2.2 : 1.2, opacity: isNear ? 0.6 : 0.22, lineJoin: "round" });
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
  onThemeChange(() => Object.values(layers).forEach((layer) => layer.paint()));
  return { districts, routes, places, layers };
}
