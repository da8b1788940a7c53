/** The kit's map: our own base layer alone, with one pin. */

import { addPin, createBaseMap } from "./leaflet_base.js";

const base = createBaseMap(document.getElementById("kit-map"), { scrollWheelZoom: false });
base.ready.then(() => addPin(base.map, [69.5948, 42.3166], { label: "Ордабасы алаңы" }));
