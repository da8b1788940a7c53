/** The small map of one proposal: its pin, or its route along the city. */

import { createBaseMap, toLatLng } from "../../geoportal/js/leaflet_base.js";
import { pinNode } from "../../geoportal/js/leaflet_nodes.js";

const STREET_ZOOM = 15;

function pinIcon() {
  return L.divIcon({ html: pinNode(), className: "map-pin", iconSize: [36, 48], iconAnchor: [18, 47] });
}

/**
 * Draw the map of the element `.map-strip`: `data-point="lon,lat"` or `data-route="number"`.
 * @param {HTMLElement} strip
 */
async function drawPlace(strip) {
  const base = createBaseMap(strip.querySelector(".map"), { scrollWheelZoom: false });
  if (strip.dataset.point) {
    const lonLat = strip.dataset.point.split(",").map(Number);
    base.map.setView(toLatLng(lonLat), STREET_ZOOM, { animate: false });
    L.marker(toLatLng(lonLat), { icon: pinIcon(), pane: "you", interactive: false, keyboard: false }).addTo(base.map);
    return;
  }
  const { routes } = await base.ready;
  const own = routes?.features.filter((feature) => feature.properties.number === strip.dataset.route) ?? [];
  const line = L.geoJSON(own, { pane: "lines", style: { color: base.token("map-route"), weight: 5 }, interactive: false });
  if (own.length) base.map.fitBounds(line.addTo(base.map).getBounds(), { padding: [16, 16], animate: false });
}

const strip = document.querySelector(".map-strip");
if (strip) drawPlace(strip);
