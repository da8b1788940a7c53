/**
 * A Leaflet map that reads without a basemap: our own districts, routes and named places, in the order of LOOK.
 *
 * The element is `_map.html`; its `data-*` say where data comes from: `data-bbox="w,s,e,n"`, `data-lang`,
 * `data-districts-url`, `data-routes-url`, `data-places-url`, `data-ground-url` (GeoJSON, each may be empty), `data-basemap-url`,
 * `data-basemap-attribution`, `data-attribution`, `data-zoom-in`, `data-zoom-out`.
 * Leaflet is the global `L` of django-leaflet.
 */

import { drawBaseLayers } from "./leaflet_layers.js";
import { creditsControl, pinNode } from "./leaflet_nodes.js";
import { CalmMap } from "./leaflet_svg.js";
import { toBounds, toLatLng } from "./lonlat.js";
import { onThemeChange, prefersReducedMotion, token } from "./tokens.js";

export { toLatLng, toLonLat } from "./lonlat.js";

const PANES = ["base", "fill", "heat", "lines", "labels", "points", "you"];

function addPanes(map) {
  PANES.forEach((name) => {
    const pane = map.getPane(name) ?? map.createPane(name);
    pane.classList.add(`leaflet-${name}-pane`);
  });
  return Object.fromEntries(PANES.map((name) => [name, name]));
}

function addControls(map, data) {
  L.control.zoom({ position: "topright", zoomInTitle: data.zoomIn, zoomOutTitle: data.zoomOut }).addTo(map);
  const credits = creditsControl({ position: "bottomright" }).addTo(map);
  if (data.attribution) credits.addAttribution(data.attribution);
}

function addBasemap(map, data) {
  if (!data.basemapUrl) return;
  L.tileLayer(data.basemapUrl, { pane: "base", attribution: data.basemapAttribution ?? "", maxZoom: 19 }).addTo(map);
}

/**
 * Make the map of an element and draw its own base layer.
 * @param {HTMLElement} element `_map.html`
 * @param {object} [options] Leaflet's map options, over ours
 * @returns {{map: L.Map, panes: Record<string, string>, ready: Promise<object>, token: (name: string) => string,
 *   fitBbox: (bbox: number[]) => void, flyTo: (lonLat: number[], zoom?: number) => void,
 *   onThemeChange: (callback: () => void) => () => void}}
 *   `ready` resolves with `{districts, routes}`, the GeoJSON drawn (null where there was none), so that pages
 *   need not fetch the outlines again; the promise never rejects: a map without its base is still a map.
 */
export function createBaseMap(element, options = {}) {
  const data = element.dataset;
  const still = prefersReducedMotion();
  const map = new CalmMap(element, {
    zoomControl: false,
    attributionControl: false,
    zoomAnimation: !still,
    fadeAnimation: !still,
    markerZoomAnimation: !still,
    minZoom: 9,
    maxZoom: 18,
    zoomSnap: 0.5,
    ...options,
  });
  const panes = addPanes(map);
  const bbox = data.bbox.split(",").map(Number);
  const fitBbox = (box) => map.fitBounds(toBounds(box), { padding: [16, 16], animate: !still });
  map.fitBounds(toBounds(bbox), { padding: [8, 8], animate: false });
  addControls(map, data);
  addBasemap(map, data);
  const ready = drawBaseLayers(map, data, (name) => token(name, element));
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(element);
  return {
    map,
    panes,
    ready,
    token: (name) => token(name, element),
    fitBbox,
    flyTo: (lonLat, zoom = map.getZoom()) => map.setView(toLatLng(lonLat), zoom, { animate: !still, duration: 0.36 }),
    onThemeChange,
  };
}

/**
 * Put the gold pin of "you are here" or of one proposal on the map.
 * @param {L.Map} map
 * @param {number[]} lonLat
 * @param {{label?: string, draggable?: boolean}} [options] the label is read out; a draggable pin also takes arrow keys
 * @returns {L.Marker}
 */
export function addPin(map, lonLat, { label = "", draggable = false } = {}) {
  const icon = L.divIcon({
    className: "map-pin-icon",
    html: pinNode(),
    iconSize: [36, 48],
    iconAnchor: [18, 43],
  });
  return L.marker(toLatLng(lonLat), { icon, pane: "you", alt: label, title: label, draggable, keyboard: draggable }).addTo(map);
}
