/** The heat map of one district. */

import { createBaseMap } from "../../geoportal/js/leaflet_base.js";
import { shapes } from "../../geoportal/js/leaflet_marks.js";
import { HeatLayer } from "../../heatmap/js/heat_layer.js";

const HEAT_ZOOM = 12;

async function drawDistrict(card) {
  const element = card.querySelector(".map");
  const base = createBaseMap(element, { scrollWheelZoom: false });
  const parameters = new URLSearchParams(card.dataset.query);
  parameters.set("zoom", HEAT_ZOOM);
  parameters.set("lang", element.dataset.lang);
  const answer = await fetch(`${card.dataset.heatmapUrl}?${parameters}`, { credentials: "omit" });
  if (!answer.ok) return;
  const heat = new HeatLayer((await answer.json()).cells, base.token).addTo(base.map);
  base.onThemeChange(() => heat.redraw());
  const { districts } = await base.ready;
  const own = districts?.features.filter((feature) => feature.properties.slug === card.dataset.district) ?? [];
  shapes(own, { pane: "lines", interactive: false, style: { color: base.token("map-area"), weight: 2.6, fill: false } }).addTo(base.map);
}

const card = document.querySelector("[data-district-map]");
if (card) drawDistrict(card);
