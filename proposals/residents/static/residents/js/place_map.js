/** The small map of one proposal: its pin, or its route along the city. */

import { createBaseMap } from "../../geoportal/js/leaflet_base.js";
import { mark, shapes } from "../../geoportal/js/leaflet_marks.js";
import { pinNode } from "../../geoportal/js/leaflet_nodes.js";
import { toLatLng } from "../../geoportal/js/lonlat.js";

const STREET_ZOOM = 15;
const PIN = { className: "map-pin", iconSize: [36, 48], iconAnchor: [18, 47] };

/**
 * Draw the map of the element `.map-strip`: `data-point="lon,lat"` or `data-route="number"`.
 * @param {HTMLElement} strip
 */
async function drawPlace(strip) {
  const base = createBaseMap(strip.querySelector(".map"), { scrollWheelZoom: false });
  if (strip.dataset.point) {
    const lonLat = strip.dataset.point.split(",").map(Number);
    base.map.setView(toLatLng(lonLat), STREET_ZOOM, { animate: false });
    mark(lonLat, { ...PIN, content: pinNode() }, { pane: "you", interactive: false, keyboard: false }).addTo(base.map);
    return;
  }
  const { routes } = await base.ready;
  const own = routes?.features.filter((feature) => feature.properties.number === strip.dataset.route) ?? [];
  const line = shapes(own, { pane: "lines", style: { color: base.token("map-route"), weight: 5 }, interactive: false });
  if (own.length) base.map.fitBounds(line.addTo(base.map).getBounds(), { padding: [16, 16], animate: false });
}

const strip = document.querySelector(".map-strip");
if (strip) drawPlace(strip);
