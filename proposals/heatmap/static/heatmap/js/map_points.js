/** Single proposals on the public map: a hexagon each, one with a number where several share a place. */

import { toLatLng } from "../../geoportal/js/leaflet_base.js";
import { lineOf, POPUP } from "./map_popup.js";

const SVG = "http://www.w3.org/2000/svg";

function popupOf(features) {
  const box = document.createElement("div");
  box.className = "popup";
  const { place } = features[0].properties;
  if (place) {
    const heading = document.createElement("h3");
    heading.textContent = place;
    box.append(heading);
  }
  box.append(...features.map((feature) => lineOf(feature.properties)));
  return box;
}

function statusMark(sprite, status) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `icon icon--lg glyph glyph--${status} point-icon`);
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${sprite}#status-${status}`);
  svg.append(use);
  return svg;
}

function countMark(count) {
  const mark = document.createElement("span");
  mark.className = "point-count";
  mark.textContent = count;
  return mark;
}

function byPlace(features) {
  const groups = new Map();
  features.filter((feature) => feature.geometry?.type === "Point").forEach((feature) => {
    const key = feature.geometry.coordinates.join();
    groups.set(key, [...(groups.get(key) ?? []), feature]);
  });
  return groups;
}

/** Markers by place; what stays on the map stays as it is, its open popup too. */
export const PointsLayer = L.LayerGroup.extend({
  initialize(sprite) {
    L.LayerGroup.prototype.initialize.call(this);
    this.sprite = sprite;
    this.shown = new Map();
  },

  /** Show the GeoJSON features that are points, and nothing else. */
  show(features) {
    const groups = byPlace(features);
    const nameOf = (key) => [key, ...groups.get(key).map(({ id, properties }) => `${id}${properties.status}`)].join(" ");
    const names = new Map([...groups.keys()].map((key) => [nameOf(key), groups.get(key)]));
    this.shown.forEach((marker, name) => {
      if (names.has(name)) return;
      this.removeLayer(marker);
      this.shown.delete(name);
    });
    names.forEach((group, name) => {
      if (!this.shown.has(name)) this.shown.set(name, this.marker(group).addTo(this));
    });
  },

  marker(group) {
    const [{ geometry, properties }] = group;
    const title = group.map((feature) => feature.properties.title).join("\n");
    const html = group.length > 1 ? countMark(group.length) : statusMark(this.sprite, properties.status);
    const icon = L.divIcon({ html, className: "point", iconSize: [28, 28] });
    return L.marker(toLatLng(geometry.coordinates), { pane: "points", icon, title, alt: title })
      .bindPopup(popupOf(group), POPUP);
  },
});
