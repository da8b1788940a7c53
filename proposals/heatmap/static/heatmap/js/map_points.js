/** Single proposals on the public map: a hexagon each, one with a number where several share a place. */

import { group, mark } from "../../geoportal/js/leaflet_marks.js";
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
  const number = document.createElement("span");
  number.className = "point-count";
  number.textContent = count;
  return number;
}

function byPlace(features) {
  const groups = new Map();
  features
    .filter((feature) => feature.geometry?.type === "Point")
    .forEach((feature) => {
      const key = feature.geometry.coordinates.join();
      groups.set(key, [...(groups.get(key) ?? []), feature]);
    });
  return groups;
}

/** The marks of a map by place; what stays on the map stays as it is, its open popup too. */
export class Points {
  constructor(map, sprite) {
    this.group = group(map);
    this.sprite = sprite;
    this.shown = new Map();
  }

  /** Show the GeoJSON features that are points, and nothing else. */
  show(all) {
    const groups = byPlace(all);
    const nameOf = (key) => [key, ...groups.get(key).map(({ id, properties }) => `${id}${properties.status}`)].join(" ");
    const names = new Map([...groups.keys()].map((key) => [nameOf(key), groups.get(key)]));
    this.shown.forEach((marker, name) => {
      if (names.has(name)) return;
      this.group.removeLayer(marker);
      this.shown.delete(name);
    });
    names.forEach((features, name) => {
      if (!this.shown.has(name)) this.shown.set(name, this.marker(features).addTo(this.group));
    });
  }

  marker(features) {
    const [{ geometry, properties }] = features;
    const title = features.map((feature) => feature.properties.title).join("\n");
    const content = features.length > 1 ? countMark(features.length) : statusMark(this.sprite, properties.status);
    const look = { content, className: "point", iconSize: [28, 28] };
    return mark(geometry.coordinates, look, { pane: "points", title, alt: title }).bindPopup(popupOf(features), POPUP);
  }
}
