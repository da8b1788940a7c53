/**
 * The small map of the review: the place or the route of a proposal, and what is published near it.
 */

import { addPin, createBaseMap } from "../../geoportal/js/leaflet_base.js";
import { dot, line } from "../../geoportal/js/leaflet_marks.js";
import { textNode } from "../../geoportal/js/leaflet_nodes.js";

/** The line is the subject itself, or stands beside the point on it. */
function drawRoute(map, lines, isBeside) {
  const className = isBeside ? "review-route review-route--beside" : "review-route";
  lines.forEach((positions) => line(positions, { pane: "lines", className, interactive: false }).addTo(map));
}

function drawNear(map, near) {
  near.forEach(({ point, status, title, url }) => {
    const place = dot(point, { pane: "points", radius: 7, className: `near-point near-point--${status}` });
    place.bindTooltip(textNode(title));
    place.on("click", () => location.assign(url));
    place.addTo(map);
  });
}

const element = document.getElementById("review-map");
if (element.getClientRects().length > 0) {
  const data = JSON.parse(document.getElementById("review-map-data").textContent);
  const { map } = createBaseMap(element, { scrollWheelZoom: false });
  drawRoute(map, data.lines, Boolean(data.point));
  drawNear(map, data.near);
  if (data.point) addPin(map, data.point, { label: element.getAttribute("aria-label") });
}
