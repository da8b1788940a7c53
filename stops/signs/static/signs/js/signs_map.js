/** The map of the signs: working ones are dots, reported ones larger, silent ones rings, suspect ones triangles. */

import { createBaseMap } from "../../geoportal/js/leaflet_base.js";
import { dot, mark as markAt, sharedCanvas } from "../../geoportal/js/leaflet_marks.js";
import { pathNode, textNode } from "../../geoportal/js/leaflet_nodes.js";
import { bboxAround, toBounds } from "../../geoportal/js/lonlat.js";
import { showSign } from "./signs.js";

const SUSPECT = ["0 0 20 20", "M10 2 18.5 17.5H1.5Z"];
const SUSPECT_PX = 20;
const ORDER = ["issued", "installed", "silent", "reported", "suspect"];
const FIT_PADDING_PX = 24;
const FIT_MAX_ZOOM = 13;

const section = document.querySelector("[data-signs-map]");
const element = section.querySelector(".map");
element.dataset.placesUrl = ""; // the places of the base layer look like silent signs
const base = createBaseMap(element, { minZoom: 8 });
const canvas = sharedCanvas({ pane: base.panes.points, padding: 0.3, tolerance: 6 });
const layers = new Map();
let chosen = section.dataset.sign;

function styleOf(mark, isChosen) {
  const ring = isChosen ? { color: base.token("text"), weight: 3 } : {};
  const surface = base.token("surface");
  const neutral = base.token("neutral-solid");
  if (mark === "silent") return { radius: 4.5, color: neutral, weight: 2.2, fillColor: surface, fillOpacity: 1, ...ring };
  if (mark === "issued")
    return { radius: 3.5, color: neutral, weight: 1.4, dashArray: "2 2", fillColor: surface, fillOpacity: 0.6, ...ring };
  if (mark === "reported") return { radius: 6, color: surface, weight: 1, fillColor: base.token("amber-solid"), fillOpacity: 1, ...ring };
  return { radius: 4.5, color: surface, weight: 1, fillColor: base.token("turq-solid"), fillOpacity: 1, ...ring };
}

function addressOf(code) {
  const address = new URL(location.href);
  address.searchParams.set("sign", code);
  return address.href;
}

function layerOf({ geometry, properties }) {
  const { code, mark, name } = properties;
  const { points: pane } = base.panes;
  const triangle = () => ({ className: "sign-mark", content: pathNode(...SUSPECT), iconSize: [SUSPECT_PX, SUSPECT_PX] });
  const layer =
    mark === "suspect"
      ? markAt(geometry.coordinates, triangle(), { pane, title: name, alt: name, keyboard: true })
      : dot(geometry.coordinates, { pane, renderer: canvas, ...styleOf(mark, code === chosen) });
  if (mark !== "suspect") layer.bindTooltip(textNode(name));
  const open = () => showSign(addressOf(code));
  layer.on("click", open);
  layer.on("keypress", ({ originalEvent }) => originalEvent.key === "Enter" && open());
  layers.set(code, { layer, mark });
  return layer;
}

function repaint() {
  layers.forEach(({ layer, mark }, code) => {
    if (mark !== "suspect") layer.setStyle(styleOf(mark, code === chosen));
  });
}

function tellOffMap({ in_buses: inBuses, out_of_use: outOfUse }) {
  const words = [];
  if (inBuses) words.push(section.dataset.inBuses.replace("{number}", inBuses));
  if (outOfUse) words.push(section.dataset.outOfUse.replace("{number}", outOfUse));
  section.querySelector("[data-off-map]").textContent = words.join(" · ");
}

function fit(features) {
  if (!features.length) return;
  const bounds = toBounds(bboxAround(features.map(({ geometry }) => geometry.coordinates)));
  base.map.fitBounds(bounds, { padding: [FIT_PADDING_PX, FIT_PADDING_PX], maxZoom: FIT_MAX_ZOOM, animate: false });
}

async function draw() {
  const response = await fetch(section.dataset.source).catch(() => null);
  if (!response?.ok) {
    const status = section.querySelector("[data-map-status]");
    status.textContent = section.dataset.failed;
    status.hidden = false;
    return;
  }
  const data = await response.json();
  const features = data.features.sort((one, other) => ORDER.indexOf(one.properties.mark) - ORDER.indexOf(other.properties.mark));
  features.forEach((feature) => layerOf(feature).addTo(base.map));
  fit(features);
  tellOffMap(data);
  section.dataset.drawn = features.length;
}

base.onThemeChange(repaint);
document.addEventListener("signchosen", ({ detail }) => {
  chosen = detail;
  repaint();
});
draw();
