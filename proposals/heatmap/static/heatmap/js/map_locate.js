/** "Near me": the phone's position as a gold pin with its accuracy. It is used here and sent nowhere. */

import { addPin, toBounds, toLatLng } from "../../geoportal/js/leaflet_base.js";
import { formatNumber } from "../../geoportal/js/classify.js";

const ZOOM = 15;
const TIMEOUT_MS = 15000;
const MAX_AGE_MS = 60000;
const DENIED = 1;

function position() {
  return new Promise((resolve, reject) => {
    if (!navigator.geolocation) reject(new Error("no geolocation"));
    else navigator.geolocation.getCurrentPosition(resolve, reject, { enableHighAccuracy: true, timeout: TIMEOUT_MS, maximumAge: MAX_AGE_MS });
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
  const you = L.layerGroup().addTo(map);
  const holder = L.DomUtil.create("div", "leaflet-control locate-control");
  holder.append(root.querySelector("[data-locate-button]").content.cloneNode(true));
  map.getContainer().querySelector(".leaflet-top.leaflet-right").prepend(holder);
  L.DomEvent.disableClickPropagation(holder);
  const button = holder.querySelector("button");

  const show = ({ coords: { longitude, latitude, accuracy } }) => {
    const at = toLatLng([longitude, latitude]);
    if (!toBounds(map.getContainer().dataset.bbox.split(",").map(Number)).contains(at)) {
      say(words.outside);
      return;
    }
    you.clearLayers();
    const circle = { pane: "lines", radius: accuracy, color: base.token("gold"), weight: 2, fillColor: base.token("gold"), fillOpacity: 0.15, interactive: false };
    L.circle(at, circle).addTo(you);
    addPin(map, [longitude, latitude], { label: words.you }).addTo(you);
    button.setAttribute("aria-pressed", "true");
    beforeMove();
    map.setView(at, Math.max(map.getZoom(), ZOOM));
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
