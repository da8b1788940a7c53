/**
 * What pages draw on a map: shapes, dots, marks and popups at [lon, lat], so that no page names the library itself.
 *
 * Options are Leaflet's path and marker options; what is returned has its `addTo(map)`, `remove()` and `on(event, …)`.
 * Content is a node, or words that are shown as they are.
 */

import { asNode } from "./leaflet_nodes.js";
import { toBounds, toLatLng, toLonLatExactly } from "./lonlat.js";

/** Layers that come and go together, on the map at once. */
export function group(map = null) {
  const layers = L.layerGroup();
  return map ? layers.addTo(map) : layers;
}

/** Features of GeoJSON; `pointToLayer` of the options is given [lon, lat]. */
export function shapes(features, { pointToLayer, ...options } = {}) {
  const ofPoint = (_feature, latLng) => pointToLayer(toLonLatExactly(latLng));
  return L.geoJSON(features, pointToLayer ? { ...options, pointToLayer: ofPoint } : options);
}

/** A line through positions. */
export function line(positions, options) {
  return L.polyline(positions.map(toLatLng), options);
}

/** An area within positions. */
export function area(positions, options) {
  return L.polygon(positions.map(toLatLng), options);
}

/** A box [west, south, east, north]. */
export function rectangle(bbox, options) {
  return L.rectangle(toBounds(bbox), options);
}

/** A circle of so many metres on the ground. */
export function circle(lonLat, radiusM, options) {
  return L.circle(toLatLng(lonLat), { ...options, radius: radiusM });
}

/** A dot whose radius is pixels. */
export function dot(lonLat, options) {
  return L.circleMarker(toLatLng(lonLat), options);
}

/** A drawing surface that many dots share. */
export function sharedCanvas(options) {
  return L.canvas(options);
}

/**
 * A mark that stands at a position.
 * @param {number[]} lonLat
 * @param {{className: string, iconSize: number[], iconAnchor?: number[], content?: Node|string}} look
 * @param {object} options of the marker
 */
export function mark(lonLat, { content, ...look }, options) {
  const icon = content === undefined ? L.divIcon(look) : L.divIcon({ ...look, html: asNode(content) });
  return L.marker(toLatLng(lonLat), { ...options, icon });
}

/** Open a popup at a position. */
export function openPopup(map, lonLat, content, options) {
  return L.popup(options).setLatLng(toLatLng(lonLat)).setContent(asNode(content)).openOn(map);
}

/** Put a control of the page's own above the zoom; clicks on it do not reach the map. */
export function addControl(map, content, className) {
  const holder = L.DomUtil.create("div", `leaflet-control ${className}`);
  holder.append(content);
  map.getContainer().querySelector(".leaflet-top.leaflet-right").prepend(holder);
  L.DomEvent.disableClickPropagation(holder);
  return holder;
}
