/** Where the map stands, in the address as `at=zoom/lon/lat`, once a reader has moved it. */

import { toLatLng, toLonLat } from "../../geoportal/js/lonlat.js";
import { holds } from "./map_tiles.js";

const FARTHEST = 1;

function read(text) {
  const numbers = (text ?? "").split("/").map((part) => (part.trim() ? Number(part) : NaN));
  return numbers.length === 3 && numbers.every(Number.isFinite) ? numbers : null;
}

/** A box with so many of its own widths and heights around it. */
function padded([west, south, east, north], times) {
  const [across, up] = [(east - west) * times, (north - south) * times];
  return [west - across, south - up, east + across, north + up];
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
