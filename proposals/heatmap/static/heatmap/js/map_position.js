/** Where the map stands, in the address as `at=zoom/lon/lat`, once a reader has moved it. */

import { toBounds, toLatLng, toLonLat } from "../../geoportal/js/lonlat.js";
import { holds } from "./map_tiles.js";

const FARTHEST = 1;
const MARGIN_PX = 8;
const LEGEND_PX = 130;

function read(text) {
  const numbers = (text ?? "").split("/").map((part) => (part.trim() ? Number(part) : NaN));
  return numbers.length === 3 && numbers.every(Number.isFinite) ? numbers : null;
}

/** A box with so many of its own widths and heights around it. */
function padded([west, south, east, north], times) {
  const [across, up] = [(east - west) * times, (north - south) * times];
  return [west - across, south - up, east + across, north + up];
}

/** On a phone, show the city between what lies over the map. */
export function showBetween(map, city, root) {
  if (matchMedia("(min-width: 64em)").matches) return;
  const frame = map.getContainer().getBoundingClientRect();
  const above = root.querySelector(".map-over--top").getBoundingClientRect().bottom - frame.top;
  const below = frame.bottom - root.querySelector(".map-over--bottom").getBoundingClientRect().top;
  map.fitBounds(toBounds(city), {
    paddingTopLeft: [MARGIN_PX, above + MARGIN_PX],
    paddingBottomRight: [MARGIN_PX, Math.max(below, LEGEND_PX)],
    animate: false,
  });
}

/** Keeps the position; `city` is the city's bbox. */
export class PositionInAddress {
  constructor(map, city) {
    this.map = map;
    this.city = city;
    this.text = "";
    this.isSecret = false;
  }

  /** Move the map to where the address says, if that is near the city at all. */
  restore() {
    const position = read(new URLSearchParams(window.location.search).get("at"));
    if (!position) return false;
    const [zoom, lon, lat] = position;
    if (!holds(padded(this.city, FARTHEST), [lon, lat, lon, lat])) return false;
    this.map.setView(toLatLng([lon, lat]), Math.max(this.map.getMinZoom(), Math.min(this.map.getMaxZoom(), zoom)), { animate: false });
    this.note();
    return true;
  }

  /** Keep the next move out of the address: it would tell where the reader is. */
  hideNext() {
    this.isSecret = true;
  }

  /** Note where the map has come to stand. */
  note() {
    if (!this.isSecret) this.text = [this.map.getZoom(), ...toLonLat(this.map.getCenter())].join("/");
    this.isSecret = false;
  }

  addTo(parameters) {
    if (this.text) parameters.set("at", this.text);
  }
}
