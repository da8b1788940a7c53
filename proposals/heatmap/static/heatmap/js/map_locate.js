/** "Near me": the phone's position as a gold pin with its accuracy. It is used here and sent nowhere. */

import { formatNumber } from "../../geoportal/js/classify.js";
import { addPin } from "../../geoportal/js/leaflet_base.js";
import { addControl, circle, group } from "../../geoportal/js/leaflet_marks.js";
import { toLatLng } from "../../geoportal/js/lonlat.js";
import { holds } from "./map_tiles.js";

const ZOOM = 15;
const TIMEOUT_MS = 15000;
const MAX_AGE_MS = 60000;
const DENIED = 1;

function position() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error("no geolocation"));
    else
      navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: TIMEOUT_MS, maximumAge: MAX_AGE_MS });
  });
}

/**
 * Put the button above the zoom and bring it to life.
 * @param {{base: object, root: HTMLElement, lang: string, say: (words: string) => void, beforeMove: () => void}} page
 *   `beforeMove` is called before the map goes to the position, which must not get into the address
 */
export function bindLocate({ base, root, lang, say, beforeMove }) {
  const words = root.dataset;
  const { map } = base;
  const you = group(map);
  const city = map.getContainer().dataset.bbox.split(",").map(Number);
  const control = addControl(map, root.querySelector("[data-locate-button]").content.cloneNode(true), "locate-control");
  const button = control.querySelector("button");

  const show = ({ coords: { longitude, latitude, accuracy } }) => {
    const at = [longitude, latitude];
    if (!holds(city, [...at, ...at])) {
      say(words.outside);
      return;
    }
    you.clearLayers();
    const gold = base.token("gold");
    const look = { pane: "lines", color: gold, weight: 2, fillColor: gold, fillOpacity: 0.15, interactive: false };
    circle(at, accuracy, look).addTo(you);
    addPin(map, at, { label: words.you }).addTo(you);
    button.setAttribute("aria-pressed", "true");
    beforeMove();
    map.setView(toLatLng(at), Math.max(map.getZoom(), ZOOM));
    say(words.located.replace("METRES", formatNumber(Math.round(accuracy), lang, 0)));
  };

  button.addEventListener("click", async () => {
    button.disabled = true;
    say(words.locating);
    try {
      show(await position());
    } catch (error) {
      say(error.code === DENIED ? words.denied : words.unavailable);
    }
    button.disabled = false;
  });
}
